// From words on the wire to a value: types, word order, bit fields, scale, absent values.
import { spanOf } from './register';
import type { Encoding, Value } from './register';

/**
 * The value that `words` (one word, or 0/1, per address of the register) stand for, in the register's own unit.
 *
 * Unknown (`undefined`) is everything that is no such value: an absent value, NaN, Infinity, an integer that a double cannot
 * hold exactly, a wrong number of words, and an array as a whole when one of its elements is unknown.
 */
export function decode(words: readonly number[], encoding: Encoding): Value | undefined {
  if (words.length !== spanOf(encoding).length) {
    return undefined;
  }
  const elements = Array.from({ length: encoding.count }, (_, index) => {
    const start = index * encoding.stride;
    return decodeElement(words.slice(start, start + encoding.words), encoding);
  });
  if (encoding.count === 1) {
    return elements[0];
  }
  const numbers = elements.filter((element) => typeof element === 'number');
  return numbers.length === elements.length ? numbers : undefined;
}

function decodeElement(words: readonly number[], encoding: Encoding): number | string | undefined {
  switch (encoding.type) {
    case 'string':
      return presentText(asciiText(words, encoding.byteOrder), encoding);
    case 'utf16':
      return presentText(printable(words), encoding);
    case 'hex':
      return presentText(hexText(words), encoding);
    case 'f32':
    case 'f64':
      return presentNumber(floatOf(words, encoding), encoding);
    case 'bit':
    case 'u16':
    case 'i16':
    case 'u32':
    case 'i32':
    case 'u64':
    case 'i64':
      return presentNumber(integerOf(words, encoding), encoding);
  }
}

function asciiText(words: readonly number[], byteOrder: Encoding['byteOrder']): string {
  const isSwapped = byteOrder === 'little';
  return printable(
    words.flatMap((word) => (isSwapped ? [word & 0xff, word >> 8] : [word >> 8, word & 0xff])),
  );
}

/** Printable ASCII up to the first NUL, without the spaces around it. */
function printable(characters: readonly number[]): string {
  const end = characters.indexOf(0);
  const kept = (end < 0 ? characters : characters.slice(0, end)).filter(
    (code) => code >= 0x20 && code < 0x7f,
  );
  return String.fromCharCode(...kept).trim();
}

function hexText(words: readonly number[]): string {
  return words.map((word) => word.toString(16).padStart(4, '0')).join('');
}

/** An empty text says nothing, so it is unknown too. */
function presentText(text: string, encoding: Encoding): string | undefined {
  const isAbsent = encoding.absent.some((absent) => String(absent).toLowerCase() === text.toLowerCase());
  return text === '' || isAbsent ? undefined : text;
}

function presentNumber(raw: number, encoding: Encoding): number | undefined {
  if (!Number.isFinite(raw) || encoding.absent.includes(raw)) {
    return undefined;
  }
  const value = scaled(raw, encoding.scale);
  return Number.isFinite(value) ? value : undefined;
}

/** Words in the order most significant first. */
export function ordered(words: readonly number[], wordOrder: 'msw' | 'lsw'): readonly number[] {
  return wordOrder === 'msw' ? words : words.toReversed();
}

/** NaN where a double would have to round. */
function integerOf(words: readonly number[], encoding: Encoding): number {
  const whole = ordered(words, encoding.wordOrder).reduce((sum, word) => (sum << 16n) | BigInt(word), 0n);
  const raw = Number(partOf(whole, encoding));
  return Number.isSafeInteger(raw) ? raw : NaN;
}

function partOf(whole: bigint, encoding: Encoding): bigint {
  if (encoding.bits !== undefined) {
    const width = encoding.bits.high - encoding.bits.low + 1;
    return BigInt.asUintN(width, whole >> BigInt(encoding.bits.low));
  }
  return isSigned(encoding) ? BigInt.asIntN(16 * encoding.words, whole) : whole;
}

export function isSigned(encoding: Encoding): boolean {
  return encoding.type === 'i16' || encoding.type === 'i32' || encoding.type === 'i64';
}

function floatOf(words: readonly number[], encoding: Encoding): number {
  const view = new DataView(new ArrayBuffer(8));
  for (const [index, word] of ordered(words, encoding.wordOrder).entries()) {
    view.setUint16(2 * index, word);
  }
  return encoding.type === 'f32' ? shortestSingle(view.getFloat32(0)) : view.getFloat64(0);
}

/** The shortest decimal number that is this single: 16.3, not 16.299999237060547. */
export function shortestSingle(single: number): number {
  const shorter = [6, 7, 8].map((digits) => Number(single.toPrecision(digits)));
  return shorter.find((value) => Math.fround(value) === single) ?? single;
}

/** raw × scale without binary noise: 163 × 0.1 is 16.3. */
export function scaled(raw: number, scale: number): number {
  if (scale === 1) {
    return raw;
  }
  // Dividing by a whole number rounds once; multiplying by its rounded reciprocal rounds twice.
  const divisor = 1 / scale;
  return Number.isInteger(divisor) ? raw / divisor : Number((raw * scale).toPrecision(15));
}
