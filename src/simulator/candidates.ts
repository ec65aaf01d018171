// Values worth trying when a register has to make conditions hold or fail.
import { hasBit } from '../driver/condition';
import type { Condition, Register, Test } from '../driver/definition';
import type { Value } from '../modbus/register';

/** A condition that has to hold (`is` true) or has to fail. */
export interface Claim {
  readonly when: Condition;
  readonly is: boolean;
}

/** Values for `register` that the tests of the claims make interesting, the present one first. */
export function candidates(
  register: Register,
  claims: readonly Claim[],
  now: Value | undefined,
): readonly (number | string)[] {
  const present = typeof now === 'object' || now === undefined ? [] : [now];
  const tests = claims.flatMap((claim) => {
    const test = claim.when[register.name];
    return test === undefined ? [] : [{ test, is: claim.is }];
  });
  // What has to hold comes before what has to fail: the search then ends early.
  const sorted = tests.toSorted((a, b) => Number(b.is) - Number(a.is));
  const plain = [...present, ...sorted.flatMap((wish) => suggested(wish, register)), 0];
  const numbers = plain.filter((value) => typeof value === 'number');
  const withBits = numbers.map((value) => directed(value, tests));
  return [...new Set([...present, ...withBits, ...plain, ...combinations(tests)])];
}

interface Wish {
  readonly test: Test;
  readonly is: boolean;
}

function suggested({ test, is }: Wish, register: Register): readonly (number | string)[] {
  const step = Math.abs(register.scale);
  switch (test.kind) {
    case 'oneOf':
      return is ? test.values : test.values.map((value) => beside(value, step));
    case 'noneOf':
      return is ? test.values.map((value) => beside(value, step)) : test.values;
    case 'range': {
      const ends = [test.min, test.max].filter((end) => end !== undefined);
      return ends.flatMap((end) => [end, end + step, end - step]);
    }
    case 'bit':
    case 'parameter':
      return [];
  }
}

/** Another value of the same kind; a text keeps its length, because some have no room for more. */
function beside(value: number | string, step: number): number | string {
  if (typeof value === 'number') {
    return value + step;
  }
  return `${value.slice(0, -1)}${value.endsWith('0') ? '1' : '0'}`;
}

/** The number with each tested bit as the claims want it; where two disagree, the one that has to hold wins. */
function directed(value: number, wishes: readonly Wish[]): number {
  const byWeight = wishes.toSorted((a, b) => Number(a.is) - Number(b.is));
  return byWeight.reduce((number, { test, is }) => {
    if (test.kind !== 'bit') {
      return number;
    }
    return withBit(number, test.bit, (test.is === 1) === is);
  }, value);
}

export function withBit(value: number, bit: number, isSet: boolean): number {
  if (hasBit(value, bit) === isSet) {
    return value;
  }
  return isSet ? value + 2 ** bit : value - 2 ** bit;
}

/** Every combination of a few tested bits; more than six are left to `directed`. */
function combinations(wishes: readonly Wish[]): readonly number[] {
  const bits = [...new Set(wishes.flatMap(({ test }) => (test.kind === 'bit' ? [test.bit] : [])))];
  if (bits.length > 6) {
    return [];
  }
  return bits.reduce<number[]>((values, bit) => [...values, ...values.map((value) => value + 2 ** bit)], [0]);
}
