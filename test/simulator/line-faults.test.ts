// Line faults: read from text, and what they do to which reply.
import assert from 'node:assert/strict';
import { faultOf, LATE_MS, parseLineFault, spoiled } from '../../src/simulator/line-faults';
import type { LineFault } from '../../src/simulator/line-faults';

describe('parseLineFault', () => {
  it('reads every fault, for each reply or each n-th', () => {
    for (const kind of ['late', 'drop', 'crc', 'noise', 'dead'] as const) {
      assert.deepEqual(parseLineFault(kind), { kind, every: 1 });
      assert.deepEqual(parseLineFault(`${kind},every:5`), { kind, every: 5 });
    }
    assert.deepEqual(parseLineFault('exception:4,every:3'), { kind: 'exception', code: 4, every: 3 });
  });

  it('says what is wrong with anything else', () => {
    const wrong = [
      '',
      'slow',
      'exception',
      'exception:0',
      'exception:12',
      'late,every:0',
      'late,5',
      'late,every:2,x',
    ];
    for (const text of wrong) {
      const result = parseLineFault(text);
      assert.ok('problem' in result && result.problem.includes(`"${text}"`), text);
    }
  });
});

describe('faultOf', () => {
  it('strikes each n-th reply, the first of several', () => {
    const faults: LineFault[] = [
      { kind: 'drop', every: 4 },
      { kind: 'crc', every: 2 },
    ];
    const struck = [1, 2, 3, 4, 5, 6].map((n) => faultOf(faults, n)?.kind);
    assert.deepEqual(struck, [undefined, 'crc', undefined, 'drop', undefined, 'crc']);
  });

  it('keeps a line dead once it has died', () => {
    const struck = [1, 2, 3, 4].map((n) => faultOf([{ kind: 'dead', every: 3 }], n)?.kind);
    assert.deepEqual(struck, [undefined, undefined, 'dead', 'dead']);
  });
});

describe('spoiled', () => {
  const whole = { bytes: Uint8Array.from([1, 3, 2, 0, 16, 0xb9, 0x88]), delayMs: 0 };

  it('delays, drops, damages or surrounds a frame', () => {
    assert.deepEqual(spoiled(whole, undefined, 1), whole);
    assert.equal(spoiled(whole, { kind: 'late', every: 1 }, 1)?.delayMs, LATE_MS);
    assert.equal(spoiled(whole, { kind: 'drop', every: 1 }, 1), undefined);
    assert.equal(spoiled(whole, { kind: 'dead', every: 1 }, 1), undefined);
    assert.equal(spoiled(whole, { kind: 'crc', every: 1 }, 1)?.bytes.at(-1), 0x77);
    const noisy = spoiled(whole, { kind: 'noise', every: 1 }, 1)?.bytes ?? whole.bytes;
    assert.ok(noisy.length > whole.bytes.length);
    assert.deepEqual(noisy.slice(-whole.bytes.length), whole.bytes);
  });
});
