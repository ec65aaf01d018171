// One value in a device's Modbus data model: where it lives and how its words become a number.

/** Modbus data model: `holding` FC 3/6/16, `input` FC 4, `coil` FC 1/5/15, `discrete` FC 2. */
export type Space = 'holding' | 'input' | 'coil' | 'discrete';

/** How words are read. `string` has two characters a word, `utf16` one. `hex` is the raw bytes as hexadecimal text; `bit` is a coil or discrete input. */
export type ValueType =
  'u16' | 'i16' | 'u32' | 'i32' | 'u64' | 'i64' | 'f32' | 'f64' | 'string' | 'utf16' | 'hex' | 'bit';

/** Where a value lives and how it is coded; what `words.ts` needs to decode and encode it. */
export interface Encoding {
  readonly space: Space;
  /** Zero-based address on the wire (Modbus PDU address). */
  readonly address: number;
  readonly type: ValueType;
  /** Words that one element takes: 1, 2 or 4 by type, free for texts and `hex`; bits for `bit` count as 1. */
  readonly words: number;
  /** Elements of an array; 1 for a single value. */
  readonly count: number;
  /** Words from the start of one element to the start of the next; equals `words` unless the array has gaps. */
  readonly stride: number;
  /** `msw`: most significant word first, as Modbus usually has it. Bytes inside a word are big endian. */
  readonly wordOrder: 'msw' | 'lsw';
  /** `little`: the two characters of each word of a `string` are exchanged. Absent: not. */
  readonly byteOrder?: 'big' | 'little';
  /** Only these bits of the raw unsigned integer, lowest and highest, 0 = least significant. */
  readonly bits?: { readonly low: number; readonly high: number };
  /** Decoded value = raw × scale, in the register's own unit. */
  readonly scale: number;
  /** Raw values (before scale; after `bits`) that mean "not available". */
  readonly absent: readonly (number | string)[];
}

/** A decoded value: a number in the register's own unit, a text, or an array. Never NaN, never Infinity. */
export type Value = number | string | readonly number[];

/** First address and number of addresses that a register covers. */
export interface Span {
  readonly space: Space;
  readonly address: number;
  readonly length: number;
}

/** The addresses that `encoding` covers. */
export function spanOf(encoding: Encoding): Span {
  const length = (encoding.count - 1) * encoding.stride + encoding.words;
  return { space: encoding.space, address: encoding.address, length };
}
