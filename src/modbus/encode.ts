// From a value to words on the wire: the inverse of `words.ts`, rounding down.
import type { Encoding } from './register';
import { isSigned, ordered, scaled, shortestSingle } from './words';

/**
 * The words that say `value` (in the register's own unit), rounded down to the register's step: what is read back is never more
 * than what was asked. `before` are the words that the register holds now; a bit field keeps their other bits, which are 0 without.
 * Undefined where it cannot be said: NaN, out of range, a text register, an array.
 */
export function encode(
  value: number,
  encoding: Encoding,
  before?: readonly number[],
): readonly number[] | undefined {
  if (!Number.isFinite(value) || encoding.count !== 1) {
    return undefined;
  }
  switch (encoding.type) {
    case 'string':
    case 'utf16':
    case 'hex':
      return undefined;
    case 'bit':
      return value === 0 || value === 1 ? [value] : undefined;
    case 'f32':
    case 'f64':
      return floatWords(value, encoding);
    case 'u16':
    case 'i16':
    case 'u32':
    case 'i32':
    case 'u64':
    case 'i64':
      return integerWords(value, encoding, before);
  }
}

/** The words of a text, padded with NUL (`hex`: digits, padded with 0). Undefined for another type or a text that does not fit. */
export function encodeText(text: string, encoding: Encoding): readonly number[] | undefined {
  const codes = encoding.type === 'hex' ? hexBytes(text) : asciiBytes(text, encoding);
  const perWord = encoding.type === 'utf16' ? 1 : 2;
  if (codes === undefined || codes.length > perWord * encoding.words || encoding.count !== 1) {
    return undefined;
  }
  return Array.from({ length: encoding.words }, (_, index) => {
    if (perWord === 1) return codes[index] ?? 0;
    const pair = [codes[2 * index] ?? 0, codes[2 * index + 1] ?? 0] as const;
    return encoding.byteOrder === 'little' ? (pair[1] << 8) | pair[0] : (pair[0] << 8) | pair[1];
  });
}

function asciiBytes(text: string, { type }: Encoding): readonly number[] | undefined {
  if (type !== 'string' && type !== 'utf16') return undefined;
  const bytes = Array.from(text, (character) => character.charCodeAt(0));
  return bytes.every((byte) => byte >= 0x20 && byte < 0x7f) ? bytes : undefined;
}

function hexBytes(text: string): readonly number[] | undefined {
  if (!/^([0-9a-f]{2})+$/i.test(text)) {
    return undefined;
  }
  return (text.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
}

function integerWords(
  value: number,
  encoding: Encoding,
  before?: readonly number[],
): readonly number[] | undefined {
  const raw = stepAtMost(value, encoding.scale);
  const bits = encoding.bits ?? { low: 0, high: 16 * encoding.words - 1 };
  const width = bits.high - bits.low + 1;
  const least = encoding.bits === undefined && isSigned(encoding) ? -(2 ** (width - 1)) : 0;
  if (!Number.isSafeInteger(raw) || raw < least || raw > least + 2 ** width - 1) {
    return undefined;
  }
  const mask = BigInt.asUintN(width, -1n) << BigInt(bits.low);
  const kept = wholeOf(before ?? [], encoding) & ~mask;
  return wordsOf(kept | (BigInt.asUintN(width, BigInt(raw)) << BigInt(bits.low)), encoding);
}

/** The highest raw integer whose scaled value is not above `value`; a negative scale turns the order round. */
function stepAtMost(value: number, scale: number): number {
  const nearest = Math.round(value / scale);
  return scaled(nearest, scale) <= value ? nearest : nearest - Math.sign(scale);
}

function wholeOf(words: readonly number[], encoding: Encoding): bigint {
  return ordered(words, encoding.wordOrder).reduce((sum, word) => (sum << 16n) | BigInt(word), 0n);
}

function wordsOf(whole: bigint, encoding: Encoding): readonly number[] {
  const words = Array.from({ length: encoding.words }, (_, index) =>
    Number(BigInt.asUintN(16, whole >> BigInt(16 * (encoding.words - 1 - index)))),
  );
  return ordered(words, encoding.wordOrder);
}

function floatWords(value: number, encoding: Encoding): readonly number[] | undefined {
  const view = new DataView(new ArrayBuffer(8));
  if (encoding.type === 'f64') {
    view.setFloat64(0, value / encoding.scale);
  } else {
    setSingleAtMost(view, value, encoding.scale);
    if (!Number.isFinite(view.getFloat32(0))) {
      return undefined;
    }
  }
  const words = Array.from({ length: encoding.words }, (_, index) => view.getUint16(2 * index));
  return ordered(words, encoding.wordOrder);
}

/** The nearest single, or the one below where the nearest reads back as more than `value`. */
function setSingleAtMost(view: DataView, value: number, scale: number): void {
  view.setFloat32(0, value / scale);
  const readBack = scaled(shortestSingle(view.getFloat32(0)), scale);
  if (value > 0 && scale > 0 && Number.isFinite(readBack) && readBack > value) {
    view.setUint32(0, view.getUint32(0) - 1);
  }
}
