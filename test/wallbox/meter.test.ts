// An external meter beside a wallbox: whose values count, and what happens when it is silent or lies.
import assert from 'node:assert/strict';
import { isStill } from '../../src/wallbox/charge-state';
import { CoreBench } from '../support/core-bench';
import { shippedDriver } from '../support/drivers';

const METER = 'eastron/sdm630';

/** A controller without a meter of its own, with a meter beside it and a car that charges. */
function charging(driver = 'evse/din'): CoreBench {
  const bench = new CoreBench({ driver, meter: METER, settings: { phases: 3 } });
  bench.pass(20_000).plugIn().pass(60_000);
  assert.equal(bench.state, 'charging');
  return bench;
}

function metered(bench: CoreBench): Readonly<Record<string, number>> {
  const id = bench.order({ kind: 'refresh', reports: ['meter'] });
  bench.pass(3000);
  const report = bench.answers(id).find((known) => known.kind === 'meter');
  return report?.kind === 'meter' ? report.values : {};
}

const logged = (bench: CoreBench, pattern: RegExp): number =>
  bench.effects.filter((effect) => effect.kind === 'log' && pattern.test(effect.message)).length;

describe('a wallbox with an external meter', () => {
  it('tells power, energy, currents and voltages of the meter', () => {
    const bench = charging();
    assert.deepEqual(bench.model.capabilities?.meterUnits, ['W', 'kWh']);
    assert.equal(bench.model.capabilities.energy, 'total');
    const values = metered(bench);
    assert.ok(Math.abs((values['p_import'] ?? 0) - 3 * 16 * 230) < 100, JSON.stringify(values));
    assert.ok(Math.abs((values['i1'] ?? 0) - 16) < 0.1);
    assert.ok(Math.abs((values['u1'] ?? 0) - 230) < 2);
    assert.ok((values['e_import'] ?? 0) > 100);
  });

  it('counts the session by the meter, also where the wallbox has a counter', () => {
    for (const driver of ['evse/din', 'abb/terra-ac']) {
      const bench = charging(driver);
      const before = bench.session.energyKWh;
      bench.pass(600_000);
      assert.ok(Math.abs(bench.session.energyKWh - before - 11.04 / 6) < 0.05, `${bench.session.energyKWh}`);
    }
  });

  it('does not mix its own values in', () => {
    const bench = charging('abb/terra-ac');
    bench.meterShowsW = 6900;
    bench.pass(3000);
    assert.ok(Math.abs((metered(bench)['p_import'] ?? 0) - 6900) < 1);
    bench.isMeterDead = true;
    bench.pass(10_000);
    assert.equal(bench.model.snapshot?.powerW, undefined);
  });

  it('loses the values of a silent meter, says so once, and stays reachable', () => {
    const bench = charging();
    bench.isMeterDead = true;
    bench.pass(60_000);
    assert.deepEqual(metered(bench), {});
    assert.equal(logged(bench, /does not answer: its values are unknown/), 1);
    assert.equal(bench.model.link.reach, 'up');
    assert.equal(bench.state, 'charging');
    bench.isMeterDead = false;
    bench.pass(5000);
    assert.ok((metered(bench)['p_import'] ?? 0) > 10_000);
    assert.equal(logged(bench, /the meter .* answers$/), 2);
  });

  it('catches up with what flowed while the meter was silent', () => {
    const bench = charging();
    bench.isMeterDead = true;
    const before = bench.session.energyKWh;
    bench.pass(600_000);
    assert.ok(bench.session.energyKWh - before < 0.05);
    bench.isMeterDead = false;
    bench.pass(5000);
    assert.ok(Math.abs(bench.session.energyKWh - before - 11.04 / 6) < 0.05, `${bench.session.energyKWh}`);
  });

  it('knows nothing of a meter whose polls have stopped', () => {
    const bench = charging();
    bench.meterBox = undefined;
    bench.pass(10_000);
    assert.equal(bench.model.snapshot?.powerW, undefined);
    assert.equal(logged(bench, /does not answer/), 1);
  });

  it('waits when the meter shows for a minute that nothing flows', () => {
    const bench = charging();
    bench.meterShowsW = 0;
    bench.pass(50_000);
    assert.equal(bench.state, 'charging');
    bench.pass(20_000);
    assert.notEqual(bench.state, 'charging');
  });

  it('is not unlocked while the meter shows that current flows', () => {
    const bench = charging('abb/terra-ac');
    bench.meterShowsW = 3000;
    const id = bench.order({ kind: 'lock', isLocked: false });
    bench.pass(90_000);
    assert.match(bench.ending(id), /load did not go away/);
    assert.ok(!bench.writes.some(({ register }) => register === 'lock'));
  });

  it('is not still on the word of the meter alone', () => {
    const bench = charging('abb/terra-ac');
    bench.meterShowsW = 0;
    bench.pass(120_000);
    const { snapshot } = bench.model;
    assert.equal(snapshot?.powerW, 0);
    assert.ok((snapshot.ownPowerW ?? 0) > 10_000, 'the wallbox still measures');
    assert.equal(isStill(snapshot), false);
    assert.equal(bench.state, 'charging');
  });

  it('waits for a reading later than the pause and the lag of the meter before it unlocks', () => {
    const bench = new CoreBench({
      driver: 'abb/terra-ac',
      settings: { meter: { driver: shippedDriver(METER), lagMs: 15_000 } },
      meter: METER,
    });
    bench.pass(20_000).plugIn().pass(40_000);
    const id = bench.order({ kind: 'lock', isLocked: false });
    bench.pass(12_000);
    assert.equal(bench.flowingA, 0);
    assert.equal(bench.ending(id), 'open');
    bench.pass(20_000);
    assert.equal(bench.ending(id), 'done');
  });

  it('does not take what it showed before the pause for current that flows in spite of it', () => {
    const settings = { meter: { driver: shippedDriver(METER), lagMs: 20_000 } };
    const bench = new CoreBench({ driver: 'abb/terra-ac', meter: METER, settings });
    bench.pass(20_000).plugIn().pass(60_000);
    bench.meterShowsW = 11_000;
    bench.order({ kind: 'stop' });
    bench.pass(25_000);
    assert.equal(logged(bench, /current flows although/), 0);
    bench.pass(15_000);
    assert.equal(logged(bench, /current flows although/), 1);
  });

  it('counts on from the meter after a restart, and not from another counter', () => {
    const bench = charging();
    bench.pass(300_000);
    const { memory } = bench;
    assert.equal(memory?.meter, METER);
    const before = bench.session.energyKWh;
    bench.restart();
    bench.pass(5000);
    assert.ok(Math.abs(bench.session.energyKWh - before) < 1, `${bench.session.energyKWh} after ${before}`);
    const other = new CoreBench({ driver: 'evse/din', meter: 'schneider/iem3155', memory: memory });
    assert.equal(other.model.session.counterKWh, undefined);
    assert.equal(other.model.lifetimeKWh, undefined);
  });

  it('refuses what is no such meter', () => {
    const bench = new CoreBench({ driver: 'evse/din', meter: 'schneider/iem3155' });
    bench.meterBox = {
      ...bench.meterBox!,
      imposed: [{ when: { frequency: { kind: 'range', min: 1, max: 2 } }, is: true }],
    };
    bench.pass(5000);
    assert.equal(bench.model.meter?.reach, 'wrong');
    assert.equal(bench.model.snapshot?.powerW, undefined);
    assert.equal(logged(bench, /is not the meter/), 1);
  });
});
