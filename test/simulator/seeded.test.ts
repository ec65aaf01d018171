// The seeded generator: repeatable, in range, spread over it.
import assert from 'node:assert/strict';
import { between, fractionOf, nextSeed } from '../../src/simulator/seeded';

describe('the seeded generator', () => {
  it('gives the same numbers for the same seed, all in [0, 1), and spread', () => {
    const run = (seed: number): readonly number[] => {
      const numbers: number[] = [];
      for (let state = seed; numbers.length < 1000; state = nextSeed(state)) {
        numbers.push(fractionOf(state));
      }
      return numbers;
    };
    const numbers = run(1);
    assert.deepEqual(numbers, run(1));
    assert.ok(numbers.every((number) => number >= 0 && number < 1));
    const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
    assert.ok(Math.abs(mean - 0.5) < 0.05, `mean ${mean}`);
  });

  it('tells small seeds apart', () => {
    const first = [0, 1, 2, 3, 4, 5].map((seed) => Math.floor(between(seed, 0, 1000)));
    assert.equal(new Set(first).size, first.length);
    assert.ok(Math.max(...first) > 300);
  });
});
