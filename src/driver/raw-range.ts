// Which numbers a register can hold at all.
import type { Register } from './definition';

/** Bits of one element's integer, after `bits`; undefined for floats and texts. */
export function bitWidth(register: Register): number | undefined {
  if (register.bits !== undefined) return register.bits.high - register.bits.low + 1;
  if (register.type === 'bit') return 1;
  return isInteger(register) ? register.words * 16 : undefined;
}

/** Lowest and highest value in the register's own unit; undefined where it holds no whole numbers. */
export function valueRange(register: Register): { readonly min: number; readonly max: number } | undefined {
  const width = bitWidth(register);
  if (width === undefined) return undefined;
  const isSigned = register.type.startsWith('i') && register.bits === undefined;
  const low = isSigned ? -(2 ** (width - 1)) : 0;
  const high = isSigned ? 2 ** (width - 1) - 1 : 2 ** width - 1;
  const ends = [low * register.scale, high * register.scale];
  return { min: Math.min(...ends), max: Math.max(...ends) };
}

/** Whether a number can come out of the register. */
export function isInRange(register: Register, value: number): boolean {
  const range = valueRange(register);
  return range === undefined || (value >= range.min - 1e-9 && value <= range.max + 1e-9);
}

function isInteger({ type }: Register): boolean {
  return /^[ui]\d+$/.test(type);
}
