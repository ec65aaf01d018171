// set_current and max_current: what is offered, what is remembered, and what is taken back (`fimp.md` c.4, section 4).
import assert from 'node:assert/strict';
import { CoreBench } from '../support/core-bench';

function charging(options: ConstructorParameters<typeof CoreBench>[0] = {}): CoreBench {
  const bench = new CoreBench(options).pass(3000).plugIn().pass(30_000);
  assert.equal(bench.state, 'charging');
  return bench;
}

describe('set_current', () => {
  it('lowers and raises the offer, and is answered with the session as it then is', () => {
    const bench = charging();
    for (const amps of [8, 12]) {
      const id = bench.order({ kind: 'setCurrent', amps });
      bench.pass(10_000);
      assert.equal(bench.ending(id), 'done');
      const [report] = bench.answers(id);
      assert.equal(report?.kind === 'session' && report.offeredA, amps);
      assert.equal(bench.flowingA, amps);
    }
  });

  it('above max_current applies max_current', () => {
    const bench = charging();
    bench.order({ kind: 'setMaxCurrent', amps: 10 });
    bench.pass(10_000);
    const id = bench.order({ kind: 'setCurrent', amps: 16 });
    bench.pass(10_000);
    assert.equal(bench.ending(id), 'done');
    assert.equal(bench.session.offeredA, 10);
  });

  it('is told as 0 only once the pause has been seen, and stays 0 then', () => {
    const bench = charging();
    const told: number[] = [];
    bench.order({ kind: 'stop' });
    for (let n = 0; n < 100; n += 1) {
      if (told.at(-1) !== bench.session.offeredA) told.push(bench.session.offeredA);
      bench.pass(50);
    }
    assert.deepEqual(told, [16, 0]);
  });

  it('while paused is remembered, offers nothing, and counts on resume', () => {
    const bench = charging();
    bench.order({ kind: 'stop' });
    bench.pass(10_000);
    const id = bench.order({ kind: 'setCurrent', amps: 9 });
    bench.pass(3000);
    assert.equal(bench.ending(id), 'done');
    assert.equal(bench.session.offeredA, 0);
    assert.equal(bench.flowingA, 0);
    bench.order({ kind: 'start' });
    bench.pass(20_000);
    assert.equal(bench.flowingA, 9);
  });

  it('is forgotten with the session: a new one starts at max_current', () => {
    const bench = charging();
    bench.order({ kind: 'setCurrent', amps: 7 });
    bench.pass(40_000).unplug().pass(20_000).plugIn().pass(30_000);
    assert.equal(bench.flowingA, 16);
  });

  it('outlives a restart of the daemon', () => {
    const bench = charging();
    bench.order({ kind: 'setCurrent', amps: 7 });
    bench.pass(10_000).restart();
    bench.pass(30_000);
    assert.equal(bench.flowingA, 7);
  });

  it('raised on a dead line is taken back; lowered it stays wanted', () => {
    for (const [amps, message, afterA] of [
      [12, /taken back/, 10],
      [8, /stays wanted/, 8],
    ] as const) {
      const bench = charging();
      bench.order({ kind: 'setCurrent', amps: 10 });
      bench.pass(10_000);
      bench.mishap = () => 'lost';
      const id = bench.order({ kind: 'setCurrent', amps });
      bench.pass(12_000);
      assert.match(bench.ending(id), message);
      bench.mishap = () => 'none';
      bench.pass(20_000);
      assert.equal(bench.flowingA, afterA);
    }
  });

  it('of a car found plugged in lowers at once and raises nothing before a start', () => {
    const bench = new CoreBench({ car: 'charges' });
    bench.meddle(10).pass(10_000);
    bench.order({ kind: 'setCurrent', amps: 14 });
    bench.pass(10_000);
    assert.equal(bench.flowingA, 10);
    bench.order({ kind: 'setCurrent', amps: 8 });
    bench.pass(10_000);
    assert.equal(bench.flowingA, 8);
  });
});

describe('max_current', () => {
  it('lowers the offer with it, raises nothing by itself, and outlives a restart', () => {
    const bench = charging();
    const lower = bench.order({ kind: 'setMaxCurrent', amps: 10 });
    bench.pass(10_000);
    assert.equal(bench.ending(lower), 'done');
    assert.deepEqual(bench.answers(lower), [{ kind: 'maxCurrent', amps: 10 }]);
    assert.equal(bench.flowingA, 10);
    const raise = bench.order({ kind: 'setMaxCurrent', amps: 16 });
    bench.pass(10_000);
    assert.equal(bench.ending(raise), 'done');
    assert.equal(bench.flowingA, 10);
    bench.order({ kind: 'start' });
    bench.pass(10_000);
    assert.equal(bench.flowingA, 16);
    bench.order({ kind: 'setMaxCurrent', amps: 12 });
    bench.pass(10_000).restart();
    assert.equal(bench.model.fimpMaxA, 12);
  });

  it('never exceeds what configuration and wallbox allow', () => {
    const bench = charging();
    bench.order({ kind: 'setMaxCurrent', amps: 32 });
    bench.pass(5000);
    assert.equal(bench.model.fimpMaxA, 16);
  });
});

describe('raises from a pause', () => {
  it('after three within a minute the next one waits, and is answered all the same', () => {
    const bench = charging();
    const startAfterStop = () => {
      bench.order({ kind: 'stop' });
      bench.pass(5000);
      const id = bench.order({ kind: 'start' });
      const fromMs = bench.nowMs;
      while (bench.ending(id) === 'open') bench.pass(500);
      assert.equal(bench.ending(id), 'done');
      return bench.nowMs - fromMs;
    };
    for (let n = 0; n < 3; n += 1) assert.ok(startAfterStop() < 6000);
    assert.ok(startAfterStop() > 10_000);
  });

  it('never hold back a stop', () => {
    const bench = charging();
    for (let n = 0; n < 6; n += 1) {
      bench.order({ kind: 'start' });
      bench.pass(1000);
      bench.order({ kind: 'stop' });
      bench.pass(1000);
    }
    bench.pass(5000);
    assert.equal(bench.flowingA, 0);
  });
});

describe('a lost hub', () => {
  it('changes nothing at the wallbox unless hub_timeout is set', () => {
    const bench = charging();
    bench.feed({ kind: 'hub', isOnline: false });
    bench.pass(900_000);
    assert.equal(bench.flowingA, 16);
  });

  it('lowers the offer to failsafe_current after hub_timeout, until it is back', () => {
    const bench = charging({ settings: { hubTimeoutMs: 60_000, failsafeA: 6 } });
    bench.feed({ kind: 'hub', isOnline: false });
    bench.pass(50_000);
    assert.equal(bench.flowingA, 16);
    bench.pass(20_000);
    assert.equal(bench.flowingA, 6);
    bench.feed({ kind: 'hub', isOnline: true });
    bench.pass(20_000);
    assert.equal(bench.flowingA, 16);
  });

  it('pauses without a failsafe_current', () => {
    const bench = charging({ settings: { hubTimeoutMs: 60_000 } });
    bench.feed({ kind: 'hub', isOnline: false });
    bench.pass(80_000);
    assert.equal(bench.flowingA, 0);
  });
});
