// From readings to named values with their time.
import assert from 'node:assert/strict';
import type { Driver } from '../../src/driver/definition';
import { valuesIn } from '../../src/driver/image';
import { SAMPLE_DRIVER } from '../support/sample-driver';

const driver: Driver = SAMPLE_DRIVER;
const reading = (address: number, words: readonly number[], sampledMs: number) =>
  ({ space: 'holding', address, length: words.length, words, sampledMs }) as const;

describe('valuesIn', () => {
  it('decodes every register that lies wholly inside a reading', () => {
    const values = valuesIn(driver, [reading(14, [0, 0x8400, 0x0111, 163], 500)]);
    assert.deepEqual(Object.fromEntries(values), {
      stateCode: { value: 4, sampledMs: 500 },
      isLimited: { value: 1, sampledMs: 500 },
      socket: { value: 0x111, sampledMs: 500 },
      applied: { value: 16.3, sampledMs: 500 },
    });
  });

  it('leaves out a register that a reading cuts in two, or that lies in another space', () => {
    assert.deepEqual([...valuesIn(driver, [reading(15, [0x8400], 1)]).keys()], []);
    assert.deepEqual([...valuesIn(driver, [{ ...reading(16, [1], 1), space: 'input' }]).keys()], []);
  });

  it('takes the latest of several readings', () => {
    const readings = [reading(16, [1], 10), reading(16, [2], 30), reading(16, [3], 20)];
    assert.deepEqual(valuesIn(driver, readings).get('socket'), { value: 2, sampledMs: 30 });
  });

  it('tells a register that was read without a value from one that was not read', () => {
    const infinite = valuesIn(driver, [reading(30, [0, 0x7f80], 1)]);
    assert.deepEqual(infinite.get('power'), { value: undefined, sampledMs: 1 });
    assert.equal(infinite.has('socket'), false);
  });
});
