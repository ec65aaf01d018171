// What a driver may say about its commands, variants and watchdog, and what the core makes of it.
import assert from 'node:assert/strict';
import { imposing } from '../../src/simulator/wallbox';
import { CoreBench } from '../support/core-bench';
import { written } from '../support/simulated';

describe('a command with a condition', () => {
  const limits = (bench: CoreBench) => bench.writes.filter(({ register }) => register === 'limit');

  it('is not written outside it, and at once when it holds', () => {
    const bench = new CoreBench({ driver: 'vestel/evc04', settings: { freeCharging: false } }).pass(60_000);
    assert.deepEqual(limits(bench), [], 'without a car this wallbox would keep 0 A as 6 A');
    bench.plugIn().pass(10_000);
    assert.deepEqual(
      limits(bench).map(({ value }) => value),
      [0],
    );
    assert.equal(bench.flowingA, 0);
  });

  it('does not leave a stop without a car unanswered', () => {
    const bench = new CoreBench({ driver: 'vestel/evc04' }).pass(20_000);
    const stop = bench.order({ kind: 'stop' });
    bench.pass(60_000);
    assert.equal(bench.ending(stop), 'done');
    bench.plugIn().pass(20_000);
    assert.equal(bench.flowingA, 0);
  });
});

describe('a wallbox that somebody had paused before the daemon came', () => {
  for (const [driver, register] of [
    ['mennekes/compact-20s', 'release'],
    ['keba/kecontact-p30', 'enable'],
    ['victron/evcs', 'startStop'],
    ['phoenix-contact/ev-eth', 'enable'],
  ] as const) {
    it(`is resumed when a car comes that may charge: ${driver}`, () => {
      const bench = new CoreBench({ driver });
      bench.box = written(bench.box, register, 0);
      bench.pass(20_000).plugIn().pass(40_000);
      assert.equal(bench.state, 'charging');
    });
  }
});

describe('a variant that rests on a register which the wallbox does not have', () => {
  it('is not chosen', () => {
    const bench = new CoreBench({ driver: 'victron/evcs' });
    const missing = ['phaseHardware', 'phaseMode'];
    bench.box = { ...bench.box, options: { ...bench.box.options, missing } };
    bench.pass(10_000);
    assert.equal(bench.model.driver.variant, 'fixed phases');
    assert.equal(bench.model.identity, 'proven');
  });
});

describe('a watchdog whose timeout is read back', () => {
  const fed = (timeoutS: number): readonly number[] => {
    const bench = new CoreBench({ driver: 'keba/kecontact-p40' });
    const told = { failsafeTimeout: { kind: 'oneOf', values: [timeoutS] } } as const;
    const box = imposing(bench.box, [{ when: told, is: true }]);
    assert.ok(box);
    bench.box = box;
    bench.pass(65_000);
    return bench.writes.filter(({ register }) => register === 'heartbeat').map(({ value }) => value);
  };

  it('is fed with that timeout, at least three times in it', () => {
    const values = fed(30);
    assert.ok(values.length >= 5, `${values.length} times in a minute`);
    assert.ok(values.every((value) => value === 30));
  });

  it('is left alone where it is off', () => {
    assert.deepEqual(fed(0), []);
  });
});
