// Section 4, Drift: more than wanted is put right within a budget, less than wanted belongs to whoever did it.
import assert from 'node:assert/strict';
import { CoreBench } from '../support/core-bench';

const MINUTE_MS = 60_000;

/** A car that charges at 10 A where 16 A are allowed. */
function charging(): CoreBench {
  const settings = { chargingModes: [{ name: 'eco', maxA: 10 }] };
  const bench = new CoreBench({ settings }).pass(3000).plugIn().pass(30_000);
  assert.equal(bench.flowingA, 10);
  return bench;
}

/** Somebody writes the limit again and again, every five seconds, for so long. */
function quarrel(bench: CoreBench, amps: number, ms: number): readonly number[] {
  const before = bench.writes.length;
  for (const endMs = bench.nowMs + ms; bench.nowMs < endMs;) bench.meddle(amps).pass(5000);
  return bench.writes.slice(before).map(({ atMs }) => atMs);
}

function gaps(timesMs: readonly number[]): readonly number[] {
  return timesMs.slice(1).map((timeMs, index) => timeMs - (timesMs[index] ?? 0));
}

describe('more than wanted', () => {
  it('is put right at once', () => {
    const bench = charging().meddle(14).pass(3000);
    assert.equal(bench.box.electrics.setpointA, 10);
  });

  it('is put right five times in ten minutes, then once in ten minutes', () => {
    const bench = charging();
    const timesMs = quarrel(bench, 14, 25 * MINUTE_MS);
    assert.ok(gaps(timesMs.slice(0, 5)).every((gapMs) => gapMs < 10_000));
    assert.ok(gaps(timesMs.slice(4)).every((gapMs) => gapMs >= 9 * MINUTE_MS));
    assert.ok(timesMs.length >= 6 && timesMs.length <= 12, `${timesMs.length} corrections`);
  });

  it('is put right once a minute after that while the wallbox is above a limit', () => {
    const timesMs = quarrel(charging(), 20, 15 * MINUTE_MS);
    const later = gaps(timesMs.slice(4, 9));
    assert.ok(later.length === 4 && later.every((gapMs) => gapMs >= MINUTE_MS && gapMs < MINUTE_MS + 10_000));
  });

  it('is told in one error report that names register, values and likely cause', () => {
    const bench = charging();
    quarrel(bench, 14, 5 * MINUTE_MS);
    const faults = bench.effects.filter((effect) => effect.kind === 'fault');
    assert.equal(faults.length, 1);
    assert.match(faults[0]?.message ?? '', /^limit: wanted is 10 A, the wallbox shows 14 A; likely/);
  });

  it('keeps its count over a restart, and loses it with a command', () => {
    const bench = charging();
    quarrel(bench, 14, MINUTE_MS);
    bench.restart();
    bench.pass(10_000);
    assert.equal(quarrel(bench, 14, MINUTE_MS).length, 0);
    const before = bench.writes.length;
    bench.order({ kind: 'start' });
    bench.pass(5000);
    quarrel(bench, 14, MINUTE_MS);
    assert.equal(bench.writes.length - before, 5);
  });

  it('is reported and left alone where the setpoint is in flash', () => {
    const bench = charging();
    const { driver } = bench.model;
    const limit = driver.registers.limit;
    assert.ok(limit);
    const registers = { ...driver.registers, limit: { ...limit, wear: 'flash' as const } };
    bench.model = { ...bench.model, driver: { ...driver, registers } };
    assert.equal(quarrel(bench, 14, 5 * MINUTE_MS).length, 0);
    assert.deepEqual(bench.faults(), ['setpointDrift']);
  });
});

describe('less than wanted', () => {
  it('is an ordinary limit again with the next car', () => {
    const bench = charging().meddle(7).pass(MINUTE_MS).unplug().pass(90_000).plugIn().pass(30_000);
    assert.equal(bench.flowingA, 10);
    assert.deepEqual(bench.faults(), ['offerLoweredAtWallbox']);
  });

  it('is reported once and left alone until the next command', () => {
    const bench = charging()
      .meddle(7)
      .pass(20 * MINUTE_MS);
    assert.equal(bench.flowingA, 7);
    assert.deepEqual(bench.faults(), ['offerLoweredAtWallbox']);
    const start = bench.order({ kind: 'start' });
    bench.pass(10_000);
    assert.equal(bench.ending(start), 'done');
    assert.equal(bench.flowingA, 10);
  });

  it('is left alone over a restart, and until the next plug-in', () => {
    const bench = charging().meddle(7).pass(MINUTE_MS);
    bench.restart();
    bench.pass(MINUTE_MS);
    assert.equal(bench.flowingA, 7);
    bench.unplug().pass(90_000).plugIn().pass(30_000);
    assert.equal(bench.flowingA, 10);
  });

  it('is still brought down to a limit that falls below it', () => {
    const bench = charging().meddle(9).pass(MINUTE_MS);
    bench.model = { ...bench.model, fimpMaxA: 8 };
    bench.pass(10_000);
    assert.equal(bench.flowingA, 8);
  });

  it('is put right when our own write was never read back', () => {
    const bench = charging();
    bench.order({ kind: 'stop' });
    bench.pass(10_000).quirk({ ignored: ['limit'] });
    bench.model = { ...bench.model, intent: 'start' };
    bench.pass(2000).quirk({}).pass(20_000);
    assert.equal(bench.flowingA, 10);
    assert.deepEqual(bench.faults(), ['setpointDrift']);
  });

  it('is put right after a link gap', () => {
    const bench = charging();
    bench.mishap = () => 'lost';
    bench.pass(10_000).meddle(7);
    bench.mishap = () => 'none';
    bench.pass(20_000);
    assert.equal(bench.flowingA, 10);
  });

  it('is put right after a sign of reboot', () => {
    const bench = charging().pass(MINUTE_MS).alter({ setpointA: 7, sessionKWh: 0 }).pass(20_000);
    assert.equal(bench.flowingA, 10);
    assert.deepEqual(bench.faults(), []);
  });
});

describe('after a gap or a reboot', () => {
  it('the limit is the first write, and it is below the installer limit', () => {
    for (const interrupt of [(bench: CoreBench) => bench.reboot(), outage]) {
      const bench = charging();
      interrupt(bench);
      const before = bench.writes.length;
      bench.pass(20_000);
      assert.equal(bench.writes[before]?.register, 'limit');
      assert.equal(bench.writes[before].value, 10_000);
    }
  });
});

function outage(bench: CoreBench): void {
  bench.mishap = () => 'lost';
  bench.pass(10_000).meddle(14);
  bench.mishap = () => 'none';
}
