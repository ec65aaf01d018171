// Section 4, Safety: the lowest of everything that limits the current, at every write, always rounded down.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { limitA, supportedMaxA } from '../../src/wallbox/limits';
import { CoreBench } from '../support/core-bench';
import { oddDriver } from '../support/odd-drivers';

const cabled = oddDriver('known-cable');
const whole = oddDriver('whole-amperes');

function charging(options: ConstructorParameters<typeof CoreBench>[0] = {}): CoreBench {
  return new CoreBench(options).pass(3000).plugIn().pass(40_000);
}

describe('the limit', () => {
  it('is the lowest of installer, hub, driver, wallbox and cable, on the step, or nothing at all', () => {
    const { model } = new CoreBench({ file: cabled, car: 'waits' }).pass(3000);
    const amps = fc.double({ min: 0, max: 80, noNaN: true });
    const box = fc.record({ boxMaxA: fc.option(amps), cableA: fc.option(amps) });
    fc.assert(
      fc.property(amps, amps, box, fc.constantFrom(0.001, 0.1, 1, 2), (maxA, fimpMaxA, told, stepA) => {
        assert.ok(model.snapshot);
        const boxMaxA = told.boxMaxA ?? undefined;
        const cableA = told.cableA ?? undefined;
        const driver = { ...model.driver, limits: { ...model.driver.limits, stepA } };
        const settings = { ...model.settings, maxA };
        const snapshot = { ...model.snapshot, boxMaxA, cableA };
        const limit = limitA({ ...model, driver, settings, fimpMaxA, snapshot });
        const known = [maxA, fimpMaxA, 32, boxMaxA ?? 99, cableA !== undefined && cableA >= 6 ? cableA : 99];
        const lowest = Math.min(...known);
        assert.ok(limit <= lowest + 1e-6, `${limit} > ${lowest}`);
        assert.ok(limit === 0 ? lowest < 6 + stepA : lowest - limit < stepA + 1e-6);
        assert.ok(limit === 0 || limit >= 6);
      }),
    );
  });

  it('advertised as sup_max_current is the lowest of configuration, driver and wallbox, in whole amperes', () => {
    const { model } = new CoreBench({ settings: { maxA: 25.9 } }).pass(3000);
    assert.equal(supportedMaxA(model), 25);
    assert.ok(model.snapshot);
    assert.equal(supportedMaxA({ ...model, snapshot: { ...model.snapshot, boxMaxA: 20 } }), 20);
    assert.equal(supportedMaxA({ ...model, settings: { ...model.settings, maxA: 63 } }), 32);
  });

  it('of the installer is never exceeded, whatever the wallbox could do', () => {
    assert.equal(charging({ settings: { maxA: 10 } }).box.electrics.setpointA, 10);
  });

  it('of a cable rated at 6 A or more is never exceeded, a lower rating is no rating', () => {
    for (const [cableA, expectedA] of [
      [13, 13],
      [5, 16],
      [0, 16],
    ] as const) {
      const bench = new CoreBench({ file: cabled }).pass(3000).alter({ cableA }).plugIn().pass(40_000);
      assert.equal(bench.box.electrics.setpointA, expectedA, `${cableA} A`);
    }
  });

  it('that leaves less than the driver can offer means a pause, and a start is refused', () => {
    const bench = charging({ settings: { maxA: 5 } });
    assert.equal(bench.flowingA, 0);
    const start = bench.order({ kind: 'start' });
    bench.pass(10_000);
    assert.match(bench.ending(start), /the limits leave less than the 6 A/);
    assert.notEqual(bench.model.intent, 'start');
  });

  it('is rounded down to what the wallbox can be told', () => {
    assert.equal(charging({ file: whole, settings: { maxA: 10.9 } }).box.electrics.setpointA, 10);
  });
});

describe('a lowered limit', () => {
  it('is applied at once', () => {
    const bench = charging();
    bench.model = { ...bench.model, fimpMaxA: 9 };
    bench.pass(5000);
    assert.equal(bench.box.electrics.setpointA, 9);
  });

  it('of the wallbox itself is applied when it is read', () => {
    const bench = charging({ file: cabled }).alter({ boxMaxA: 8 }).pass(40_000);
    assert.equal(bench.box.electrics.setpointA, 8);
  });
});

describe('a raised limit', () => {
  it('is applied by the next command, not by itself', () => {
    const bench = charging({ settings: { maxA: 32 } });
    bench.model = { ...bench.model, fimpMaxA: 9 };
    bench.pass(10_000);
    bench.order({ kind: 'start' });
    bench.pass(10_000);
    bench.model = { ...bench.model, fimpMaxA: 20 };
    bench.pass(120_000);
    assert.equal(bench.box.electrics.setpointA, 9);
    bench.order({ kind: 'start' });
    bench.pass(10_000);
    assert.equal(bench.box.electrics.setpointA, 20);
  });

  it('counts from the next plug-in too', () => {
    const bench = charging({ settings: { maxA: 32 } });
    bench.model = { ...bench.model, fimpMaxA: 9 };
    bench.pass(5000).unplug().pass(90_000);
    bench.model = { ...bench.model, fimpMaxA: 20 };
    bench.plugIn().pass(30_000);
    assert.equal(bench.box.electrics.setpointA, 20);
  });
});

describe('a mode', () => {
  it('is a ceiling, never a raise', () => {
    const chargingModes = [
      { name: 'slow', maxA: 8 },
      { name: 'fast', maxA: 63 },
    ];
    const bench = charging({ settings: { chargingModes } });
    assert.equal(bench.box.electrics.setpointA, 8);
    bench.order({ kind: 'start', mode: 'fast' });
    bench.pass(10_000);
    assert.equal(bench.box.electrics.setpointA, 16);
  });
});
