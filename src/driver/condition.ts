// Whether a condition holds over the values of a poll, and which rows of a decision table match.
import type { Value } from '../modbus/register';
import type { Aliases, Condition, ParameterName, Register, Rule, Test } from './definition';
import { convert } from './unit';

/** The decoded value of a register, in the register's own unit; undefined while it is unknown. */
export type ValueOf = (register: string) => Value | undefined;

/** What the running command was given: `amps` in A. */
export type Parameters = Readonly<Partial<Record<ParameterName, number>>>;

/** The registers of the driver; needed where a condition compares with a parameter (scale, type, unit). */
export type Registers = Readonly<Record<string, Register>>;

/**
 * Whether all tests of `condition` hold. One that is false decides, whatever is unknown beside it; otherwise one that
 * is unknown makes the whole unknown (undefined). The empty condition holds.
 */
export function holds(
  condition: Condition,
  valueOf: ValueOf,
  parameters: Parameters = {},
  registers: Registers = {},
): boolean | undefined {
  let result: boolean | undefined = true;
  for (const [name, test] of Object.entries(condition)) {
    const value = valueOf(name);
    const passed =
      test.kind === 'parameter'
        ? equalsParameter(value, aliased(parameters[test.name], test.as), test.name, registers[name])
        : passes(test, value);
    if (passed === false) return false;
    if (passed === undefined) result = undefined;
  }
  return result;
}

/**
 * The first row that holds; undefined when none does. A row whose truth is unknown hides the rows below it, unless they
 * say the same: otherwise a missing value would silently choose another row.
 */
export function firstMatch<T extends string | number>(
  rules: readonly Rule<T>[],
  valueOf: ValueOf,
  parameters: Parameters = {},
): Rule<T> | undefined {
  const open: T[] = [];
  for (const rule of rules) {
    const verdict = holds(rule.when, valueOf, parameters);
    if (verdict === true) return open.every((is) => is === rule.is) ? rule : undefined;
    if (verdict === undefined) open.push(rule.is);
  }
  return undefined;
}

/** Every row that is known to hold, in the table's order. */
export function allMatches<T extends string | number>(
  rules: readonly Rule<T>[],
  valueOf: ValueOf,
  parameters: Parameters = {},
): readonly Rule<T>[] {
  return rules.filter((rule) => holds(rule.when, valueOf, parameters) === true);
}

/** Whether a bit of an integer is set; exact up to 2^53, negative numbers as two's complement. */
export function hasBit(value: number, bit: number): boolean {
  return Math.abs(Math.floor(value / 2 ** bit) % 2) === 1;
}

function passes(test: Exclude<Test, { kind: 'parameter' }>, value: Value | undefined): boolean | undefined {
  if (value === undefined) return undefined;
  switch (test.kind) {
    case 'oneOf':
      return test.values.some((wanted) => isSame(value, wanted));
    case 'noneOf':
      return !test.values.some((wanted) => isSame(value, wanted));
    case 'range':
      if (typeof value !== 'number') return false;
      return value >= (test.min ?? -Infinity) && value <= (test.max ?? Infinity);
    case 'bit':
      if (typeof value !== 'number') return false;
      // Above 2^53 a number has lost its low bits: it says nothing about them.
      if (!Number.isSafeInteger(value)) return undefined;
      return hasBit(value, test.bit) === (test.is === 1);
  }
}

/** What a register calls the value of a parameter; undefined where it has no name for it. */
export function aliased(value: number | undefined, as: Aliases | undefined): number | undefined {
  return as === undefined || value === undefined ? value : as[String(value)];
}

/** Equal, and forgiving the last binary digit that a scale such as 0.1 leaves behind. */
function isSame(value: Value, wanted: number | string): boolean {
  if (typeof value !== 'number' || typeof wanted !== 'number') return value === wanted;
  return Math.abs(value - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted));
}

/** A write rounds down to the register's step, so the read-back is compared with the rounded value too. */
function equalsParameter(
  value: Value | undefined,
  parameter: number | undefined,
  name: ParameterName,
  register: Register | undefined,
): boolean | undefined {
  if (value === undefined || parameter === undefined) return undefined;
  if (typeof value !== 'number') return false;
  const unit = register?.unit ?? 'A';
  const wanted = name === 'amps' ? convert(parameter, 'A', unit) : parameter;
  if (wanted === undefined) return false;
  const isFloat = register?.type === 'f32' || register?.type === 'f64';
  if (isFloat) return Math.abs(value - wanted) <= 1e-3 * Math.max(1, Math.abs(wanted));
  const step = Math.abs(register?.scale ?? 1);
  const written = Math.floor(wanted / step + 1e-9) * step;
  return Math.abs(value - written) <= step / 2;
}
