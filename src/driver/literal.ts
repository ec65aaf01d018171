// Numbers as a manual prints them: decimal, or hexadecimal in quotes.
import type { ValueType } from '../modbus/register';

const HEX = /^0x[0-9a-f]+$/i;

/** A number that may be written `"0x400A"`. */
export function numberOf(raw: number | string): number {
  return typeof raw === 'number' ? raw : Number(raw);
}

/** A literal beside a register of `type`: `"0x0111"` is a number there, unless the register holds text. */
export function literalOf(raw: number | string, type: ValueType | undefined): number | string {
  return typeof raw === 'string' && HEX.test(raw) && !isText(type) ? Number(raw) : raw;
}

/** Whether a register of this type decodes to text. */
export function isText(type: ValueType | undefined): boolean {
  return type === 'string' || type === 'utf16' || type === 'hex';
}
