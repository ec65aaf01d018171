// The words that a simulated wallbox holds, address by address, and the registers seen through them.
import type { ValueOf } from '../driver/condition';
import type { Driver, Register } from '../driver/definition';
import { encode, encodeText } from '../modbus/encode';
import { spanOf } from '../modbus/register';
import type { Space, Span, Value } from '../modbus/register';
import { decode } from '../modbus/words';

/** Words (0/1 for coils) by space and address; an address that was never set holds 0. */
export type Memory = ReadonlyMap<number, number>;

const FIRST_KEY: Readonly<Record<Space, number>> = {
  holding: 0,
  input: 0x10000,
  coil: 0x20000,
  discrete: 0x30000,
};

function key(space: Space, address: number): number {
  return FIRST_KEY[space] + address;
}

export function wordsAt(memory: Memory, span: Span): readonly number[] {
  return Array.from(
    { length: span.length },
    (_, index) => memory.get(key(span.space, span.address + index)) ?? 0,
  );
}

export function withWords(memory: Memory, start: Omit<Span, 'length'>, words: readonly number[]): Memory {
  const isSame = words.every((word, index) => memory.get(key(start.space, start.address + index)) === word);
  if (isSame) {
    return memory;
  }
  const changed = new Map(memory);
  words.forEach((word, index) => changed.set(key(start.space, start.address + index), word));
  return changed;
}

/** The value that a reader of the register would see, in the register's own unit. */
export function valueAt(memory: Memory, register: Register): Value | undefined {
  return decode(wordsAt(memory, spanOf(register)), register);
}

/** Every register of the driver, seen through the memory. */
export function valuesOf(driver: Driver, memory: Memory): ValueOf {
  return (name) => {
    const register = driver.registers[name];
    return register === undefined ? undefined : valueAt(memory, register);
  };
}

/** The memory with a register set to a value; undefined where the register cannot say it. Neighbouring bits stay. */
export function withValue(memory: Memory, register: Register, value: number | string): Memory | undefined {
  const words =
    typeof value === 'string'
      ? encodeText(value, register)
      : encode(value, register, wordsAt(memory, spanOf(register)));
  return words === undefined ? undefined : withWords(memory, register, words);
}

/** The memory with a register, or one element of an array, set to the step nearest to a measured number. */
export function withMeasured(memory: Memory, register: Register, value: number, index = 0): Memory {
  const element = { ...register, count: 1, address: register.address + index * register.stride };
  const isFloat = register.type === 'f32' || register.type === 'f64';
  const half = isFloat ? 0 : Math.abs(register.scale) / 2;
  return withValue(memory, element, value + half) ?? memory;
}
