// Decoding and encoding of register words: examples for every type, and that they are each other's inverse.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { encode, encodeText } from '../../src/modbus/encode';
import { spanOf } from '../../src/modbus/register';
import type { Encoding } from '../../src/modbus/register';
import { decode } from '../../src/modbus/words';

const WORDS = {
  u16: 1,
  i16: 1,
  u32: 2,
  i32: 2,
  u64: 4,
  i64: 4,
  f32: 2,
  f64: 4,
  bit: 1,
  string: 4,
  utf16: 4,
  hex: 4,
};

function encoding(type: Encoding['type'], more: Partial<Encoding> = {}): Encoding {
  const words = more.words ?? WORDS[type];
  const plain = { space: 'holding', address: 0, count: 1, wordOrder: 'msw', scale: 1, absent: [] } as const;
  return { ...plain, type, words, stride: words, ...more };
}

describe('decode', () => {
  it('reads every integer type', () => {
    assert.equal(decode([0xffff], encoding('u16')), 65535);
    assert.equal(decode([0xffff], encoding('i16')), -1);
    assert.equal(decode([0x0001, 0x0002], encoding('u32')), 65538);
    assert.equal(decode([0xffff, 0xfffe], encoding('i32')), -2);
    assert.equal(decode([0, 0, 1, 0], encoding('u64')), 65536);
    assert.equal(decode([0xffff, 0xffff, 0xffff, 0xffff], encoding('i64')), -1);
    assert.equal(decode([1], encoding('bit', { space: 'coil' })), 1);
  });

  it('reads the least significant word first where the register says so', () => {
    assert.equal(decode([0x0002, 0x0001], encoding('u32', { wordOrder: 'lsw' })), 65538);
    assert.equal(decode([0x0000, 0x41a0], encoding('f32', { wordOrder: 'lsw' })), 20);
  });

  it('scales without binary noise', () => {
    assert.equal(decode([163], encoding('u16', { scale: 0.1 })), 16.3);
    assert.equal(decode([0, 15650], encoding('u32', { scale: 0.001 })), 15.65);
    assert.equal(decode([7], encoding('u16', { scale: 0.06 })), 0.42);
    assert.equal(decode([0x4182, 0x6666], encoding('f32')), 16.3);
    assert.equal(decode([128], encoding('u16', { scale: 1 / 256 })), 0.5);
  });

  it('knows no value for NaN, Infinity and what the device calls absent', () => {
    assert.equal(decode([0x7fc0, 0], encoding('f32')), undefined);
    assert.equal(decode([0x7f80, 0], encoding('f32')), undefined);
    assert.equal(decode([0xffff], encoding('u16', { absent: [0xffff] })), undefined);
    assert.equal(decode([0xfc18], encoding('i16', { absent: [-1000], scale: 0.1 })), undefined);
    assert.equal(decode([0x4e2f, 0x4100, 0, 0], encoding('string', { absent: ['N/A'] })), undefined);
  });

  it('knows no value for an integer that a double cannot hold', () => {
    assert.equal(decode([0x0020, 0, 0, 1], encoding('u64')), undefined);
    assert.equal(decode([0x001f, 0xffff, 0xffff, 0xffff], encoding('u64')), Number.MAX_SAFE_INTEGER);
    assert.equal(decode([0x8000, 0, 0, 0], encoding('i64')), undefined);
  });

  it('takes a part of the bits', () => {
    assert.equal(decode([0, 0x8400], encoding('u32', { bits: { low: 8, high: 14 } })), 4);
    assert.equal(decode([0, 0x8400], encoding('u32', { bits: { low: 15, high: 15 } })), 1);
    assert.equal(decode([0xff00], encoding('u16', { bits: { low: 8, high: 15 }, absent: [255] })), undefined);
  });

  it('reads texts up to the first NUL, trimmed', () => {
    assert.equal(decode([0x4232, 0x0041, 0, 0], encoding('string')), 'B2');
    assert.equal(decode([0x2042, 0x3220, 0x2020, 0x2020], encoding('string')), 'B2');
    assert.equal(decode([0, 0, 0, 0], encoding('string')), undefined);
    assert.equal(decode([0x3242, 0x4100, 0, 0], encoding('string', { byteOrder: 'little' })), 'B2');
    assert.equal(decode([0x42, 0x32, 0, 0x41], encoding('utf16')), 'B2');
    assert.equal(decode([0x5422, 0x0400, 0x4920, 0x0025], encoding('hex')), '5422040049200025');
  });

  it('reads arrays, with gaps, and none of it when one element is absent', () => {
    const gapped = encoding('u16', { count: 3, stride: 2, absent: [0xffff] });
    assert.deepEqual(decode([1, 9, 2, 9, 3], gapped), [1, 2, 3]);
    assert.equal(decode([1, 9, 0xffff, 9, 3], gapped), undefined);
  });

  it('knows no value for the wrong number of words', () => {
    assert.equal(decode([1], encoding('u32')), undefined);
    assert.equal(decode([1, 2, 3], encoding('u32')), undefined);
  });
});

describe('encode', () => {
  it('rounds down to the step of the register', () => {
    assert.deepEqual(encode(15.9999, encoding('u32', { scale: 0.001 })), [0, 15999]);
    assert.deepEqual(encode(16.3, encoding('u16', { scale: 0.1 })), [163]);
    assert.deepEqual(encode(16.39, encoding('u16', { scale: 0.1 })), [163]);
    assert.deepEqual(encode(15.9, encoding('u16')), [15]);
    assert.equal(decode(encode(15.99999999, encoding('f32')) ?? [], encoding('f32')), 15.999999);
  });

  it('refuses what cannot be said', () => {
    for (const [value, type] of [
      [NaN, 'u16'],
      [-1, 'u16'],
      [65536, 'u16'],
      [32768, 'i16'],
    ] as const) {
      assert.equal(encode(value, encoding(type)), undefined, `${value} as ${type}`);
    }
    assert.equal(encode(Infinity, encoding('f32')), undefined);
    assert.equal(encode(1e39, encoding('f32')), undefined);
    assert.equal(encode(2, encoding('bit')), undefined);
    assert.equal(encode(2 ** 53, encoding('u64')), undefined);
    assert.equal(encode(1, encoding('string')), undefined);
    assert.equal(encode(1, encoding('u16', { count: 2 })), undefined);
  });

  it('keeps the other bits of a bit field', () => {
    const field = encoding('u16', { bits: { low: 4, high: 7 } });
    assert.deepEqual(encode(0xa, field, [0xffff]), [0xffaf]);
    assert.deepEqual(encode(0xa, field), [0x00a0]);
    assert.equal(encode(16, field), undefined);
  });

  it('pads texts with NUL', () => {
    assert.deepEqual(encodeText('B2', encoding('string', { words: 2 })), [0x4232, 0]);
    assert.deepEqual(encodeText('B2', encoding('string', { words: 2, byteOrder: 'little' })), [0x3242, 0]);
    assert.deepEqual(encodeText('B2', encoding('utf16', { words: 3 })), [0x42, 0x32, 0]);
    assert.deepEqual(encodeText('54220400', encoding('hex', { words: 2 })), [0x5422, 0x0400]);
    assert.equal(encodeText('too long', encoding('string', { words: 2 })), undefined);
  });
});

const numeric = fc.constantFrom('u16', 'i16', 'u32', 'i32', 'u64', 'i64', 'f32', 'f64');
const encodings = fc
  .record({
    type: numeric,
    wordOrder: fc.constantFrom('msw' as const, 'lsw' as const),
    scale: fc.constantFrom(1, 0.1, 0.01, 0.001, 1 / 256, 0.06, 2.5, 10, 100, -0.1),
  })
  .map(({ type, wordOrder, scale }) => encoding(type as Encoding['type'], { wordOrder, scale }));

describe('decode and encode', () => {
  it('give back the same words for every value that can be said', () => {
    fc.assert(
      fc.property(encodings, fc.array(fc.nat(0xffff), { minLength: 4, maxLength: 4 }), (code, words) => {
        const original = words.slice(0, spanOf(code).length);
        const value = decode(original, code);
        fc.pre(
          typeof value === 'number' && Math.abs(value) < 1e12 && (value === 0 || Math.abs(value) > 1e-30),
        );
        if (code.type === 'f32' || code.type === 'f64') {
          // A scaled float may differ in the last digit of a double.
          const again = decode(encode(value, code) ?? [], code);
          assert.ok(typeof again === 'number' && Math.abs(again - value) <= Math.abs(value) * 2e-7);
        } else {
          assert.deepEqual(encode(value, code), original);
        }
      }),
      { numRuns: 500 },
    );
  });

  // The tolerance is the last digit of a double, which only f64 registers can carry.
  it('never say more than was asked, and less by no more than a step', () => {
    const current = encodings.filter((code) => code.scale > 0 && code.scale <= 1);
    fc.assert(
      fc.property(current, fc.double({ min: 0, max: 32, noNaN: true }), (code, amps) => {
        const said = decode(encode(amps, code) ?? [], code);
        assert.ok(
          typeof said === 'number' && said <= amps * (1 + 1e-14) && said > amps - code.scale - 1e-4,
          `${amps} -> ${String(said)}`,
        );
      }),
      { numRuns: 500 },
    );
  });
});
