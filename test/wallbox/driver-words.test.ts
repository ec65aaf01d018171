// What a driver may say about its commands, variants and watchdog, and what the core makes of it.
import assert from 'node:assert/strict';
import { imposing } from '../../src/simulator/wallbox';
import { CoreBench } from '../support/core-bench';
import { shippedDriver } from '../support/drivers';
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
    ['schrack/cion', 'release'],
  ] as const) {
    it(`is resumed when a car comes that may charge: ${driver}`, () => {
      const bench = new CoreBench({ driver });
      bench.box = written(bench.box, register, 0);
      bench.pass(20_000).plugIn().pass(40_000);
      assert.equal(bench.state, 'charging');
    });
  }
});

describe('a current that somebody lowered at the wallbox', () => {
  it('is left alone until the car has gone; the next one gets what it is due', () => {
    const bench = new CoreBench({ driver: 'heidelberg/energy-control' }).pass(20_000).plugIn().pass(60_000);
    bench.box = written(bench.box, 'limit', 8);
    assert.equal(bench.pass(30_000).flowingA, 8);
    bench.unplug().pass(120_000).plugIn().pass(60_000);
    assert.equal(bench.flowingA, 16);
    assert.deepEqual(bench.faults(), ['offerLoweredAtWallbox']);
  });
});

describe('a release that spends itself without a car', () => {
  it('is given only once the car is there', () => {
    const bench = new CoreBench({ driver: 'schrack/cion' });
    bench.box = written(bench.box, 'release', 0);
    bench.pass(60_000);
    assert.deepEqual(bench.writes, []);
    bench.plugIn().pass(20_000);
    assert.deepEqual(
      bench.writes.map(({ register, value }) => [register, value]),
      [
        ['release', 0],
        ['limit', 16],
        ['release', 1],
      ],
    );
  });
});

describe('an unlock where nothing measures the current', () => {
  for (const driver of ['schrack/cion', 'phoenix-contact/ev-ser']) {
    it(`waits until the car has stopped asking: ${driver}`, () => {
      const file = shippedDriver(driver);
      const variant = file.variants.find((known) => known.driver.commands.unlock !== undefined);
      const name = variant?.driver.variant;
      const bench = new CoreBench({ driver, ...(name === undefined ? {} : { variant: name }) });
      bench.pass(20_000).plugIn().pass(60_000);
      assert.ok(bench.flowingA > 0);
      const unlock = bench.order({ kind: 'lock', isLocked: false });
      bench.pass(60_000);
      assert.equal(bench.ending(unlock), 'done');
      assert.equal(bench.box.electrics.hasEnded, false, 'the bolt moved under load');
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
