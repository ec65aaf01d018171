// The register table as written turned into registers with every default filled in.
import type { ValueType } from '../modbus/register';
import type { Register } from './definition';
import { isText, literalOf, numberOf } from './literal';
import type { RawRegister } from './raw';

/** Words of one element, by type; a text says its own. */
const WORDS: Readonly<Record<ValueType, number>> = {
  ...{ u16: 1, i16: 1, u32: 2, i32: 2, f32: 2, u64: 4, i64: 4, f64: 4 },
  ...{ bit: 1, string: 1, utf16: 1, hex: 1 },
};

/** Words that a type takes; undefined where the file says it. */
export function wordsOf(type: ValueType): number | undefined {
  return isText(type) ? undefined : WORDS[type];
}

export function registersOf(raw: Readonly<Record<string, RawRegister>>): Readonly<Record<string, Register>> {
  return Object.fromEntries(Object.entries(raw).map(([name, row]) => [name, registerOf(name, row)]));
}

function registerOf(name: string, raw: RawRegister): Register {
  const words = raw.words ?? WORDS[raw.type];
  const access = raw.access ?? 'r';
  return {
    name,
    space: raw.space,
    address: numberOf(raw.address),
    type: raw.type,
    words,
    count: raw.count ?? 1,
    stride: raw.stride ?? words,
    wordOrder: raw.wordOrder ?? 'msw',
    ...(raw.byteOrder !== undefined && { byteOrder: raw.byteOrder }),
    ...(raw.bits !== undefined && { bits: { low: raw.bits[0], high: raw.bits[1] } }),
    scale: raw.scale ?? 1,
    absent: (raw.absent ?? []).map((value) => literalOf(value, raw.type)),
    ...(raw.unit !== undefined && { unit: raw.unit }),
    access,
    ...(access !== 'r' && { writeFunction: raw.writeFunction ?? writeFunctionOf(raw, words) }),
    poll: raw.poll ?? 'fast',
    optional: raw.optional ?? false,
    wear: raw.wear ?? 'volatile',
    ...(raw.writeTimeoutMs !== undefined && { writeTimeoutMs: raw.writeTimeoutMs }),
    lagMs: raw.lagMs ?? 0,
    ...(raw.note !== undefined && { note: raw.note }),
  };
}

function writeFunctionOf(raw: RawRegister, words: number): 5 | 6 | 16 {
  if (raw.space === 'coil') return 5;
  return words > 1 ? 16 : 6;
}
