// What wallboxes do beside their manual: silent refusals, late registers, enforced spacing, forced words.
import assert from 'node:assert/strict';
import type { Driver } from '../../src/driver/definition';
import { advance, initial, registerValue, respond } from '../../src/simulator/wallbox';
import type { Wallbox } from '../../src/simulator/wallbox';
import { SAMPLE_DRIVER } from '../support/sample-driver';
import { read, readingOf, writeOf, written } from '../support/simulated';

function wallbox(driver: Driver, quirks = {}): Wallbox {
  return initial(driver, { car: { habit: 'charges' }, quirks }, 1);
}

/** The words that a reader of a register gets. */
function wordsOf(box: Wallbox, name: string): readonly number[] {
  const { reply } = read(box, name);
  assert.ok(reply.kind === 'values', `${name} answers ${reply.kind}`);
  return reply.values;
}

describe('a simulated wallbox with a quirk', () => {
  it('acknowledges a write that changes nothing', () => {
    const box = written(wallbox(SAMPLE_DRIVER, { ignored: ['limit'] }), 'limit', 8);
    assert.equal(readingOf(box, 'offeredA'), 32);
  });

  it('clears a register once its write has been obeyed', () => {
    const box = written(wallbox(SAMPLE_DRIVER, { selfClearing: ['lock'] }), 'lock', 1);
    assert.equal(registerValue(box, 'lock'), 0);
    assert.equal(box.electrics.isLocked, true);
  });

  it('shows forced words instead of its physics', () => {
    const box = wallbox(SAMPLE_DRIVER, { forced: { session: [0xffff, 0xffff] } });
    assert.deepEqual(wordsOf(box, 'session'), [0xffff, 0xffff]);
  });

  it('tells the truth late where a register lags', () => {
    const { limitNow, ...others } = SAMPLE_DRIVER.registers;
    assert.ok(limitNow);
    const driver = { ...SAMPLE_DRIVER, registers: { ...others, limitNow: { ...limitNow, lagMs: 3000 } } };
    const box = written(advance(wallbox(driver), 10_000), 'limit', 8);
    assert.deepEqual(wordsOf(advance(box, 2000), 'limitNow'), [0, 32_000]);
    assert.deepEqual(wordsOf(advance(box, 4000), 'limitNow'), [0, 8000]);
  });

  it('is busy while a command comes too soon, where it enforces the spacing', () => {
    const { offer } = SAMPLE_DRIVER.commands;
    assert.ok(offer);
    const spaced = { ...offer, spacing: { ms: 5000, kind: 'enforced' } } as const;
    const driver = { ...SAMPLE_DRIVER, commands: { ...SAMPLE_DRIVER.commands, offer: spaced } };
    const box = advance(written(wallbox(driver), 'limit', 8), 4000);
    const tooSoon = respond(box, writeOf(driver, 'limit', 10));
    assert.deepEqual(tooSoon.reply, { kind: 'exception', code: 6, delayMs: 0 });
    assert.equal(readingOf(written(advance(tooSoon.wallbox, 1000), 'limit', 10), 'offeredA'), 10);
  });

  it('allows no more than its cable, and tells its rating while it is plugged in', () => {
    const box = wallbox(SAMPLE_DRIVER);
    const thin = { ...box, electrics: { ...box.electrics, cableA: 13 } };
    assert.equal(readingOf(thin, 'appliedA'), 13);
  });
});
