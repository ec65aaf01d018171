// Section 4, Sessions: from plug-in to unplug, with times and energy that survive what happens on the way.
import assert from 'node:assert/strict';
import { CoreBench } from '../support/core-bench';
import { oddDriver } from '../support/odd-drivers';

function charging(options: ConstructorParameters<typeof CoreBench>[0] = {}): CoreBench {
  const bench = new CoreBench(options).pass(3000).plugIn().pass(300_000);
  assert.equal(bench.state, 'charging');
  return bench;
}

/** kWh as people compare them. */
function near(actual: number | undefined, expected: number): void {
  assert.ok(actual !== undefined && Math.abs(actual - expected) < 0.03, `${actual}, expected ${expected}`);
}

function isClose(actualMs: number | undefined, expectedMs: number): boolean {
  return actualMs !== undefined && Math.abs(actualMs - expectedMs) < 3000;
}

describe('a session', () => {
  it('opens at plug-in with started_at, and ends at unplug with finished_at', () => {
    const bench = new CoreBench().pass(3000);
    assert.ok(!('startedAtMs' in bench.session));
    const pluggedMs = bench.wallMs;
    bench.plugIn().pass(300_000);
    assert.ok(isClose(bench.session.startedAtMs, pluggedMs));
    assert.ok(!('finishedAtMs' in bench.session));
    const unpluggedMs = bench.wallMs;
    bench.unplug().pass(60_000);
    assert.ok(isClose(bench.session.finishedAtMs, unpluggedMs));
    assert.equal(bench.session.offeredA, 0);
  });

  it('becomes the previous one when the next begins', () => {
    const bench = charging();
    bench.unplug().pass(90_000);
    const { energyKWh } = bench.session;
    assert.ok(energyKWh > 0.5);
    bench.plugIn().pass(10_000);
    assert.equal(bench.session.previousKWh, energyKWh);
    assert.ok(bench.session.energyKWh < 0.1);
    assert.ok(!('finishedAtMs' in bench.session));
  });

  it('goes on after a glitch of the pilot, and what was told about its end is withdrawn', () => {
    const bench = charging();
    const { startedAtMs, energyKWh } = bench.session;
    bench.impose([{ when: { chargingState: { kind: 'oneOf', values: [0] } }, is: true }]).pass(3000);
    assert.equal(bench.state, 'disconnected');
    assert.ok('finishedAtMs' in bench.session);
    bench.impose([]).pass(60_000);
    assert.equal(bench.session.startedAtMs, startedAtMs);
    assert.ok(!('finishedAtMs' in bench.session));
    assert.ok(bench.session.energyKWh > energyKWh);
  });

  it("is another one when the wallbox's own session began anew within that time", () => {
    const bench = charging();
    const { startedAtMs } = bench.session;
    bench.unplug().pass(3000);
    const { energyKWh } = bench.session;
    bench.plugIn().pass(30_000);
    assert.notEqual(bench.session.startedAtMs, startedAtMs);
    assert.equal(bench.session.previousKWh, energyKWh);
  });

  it('goes on after a restart of the daemon, with what flowed meanwhile', () => {
    const bench = charging();
    const { startedAtMs } = bench.session;
    bench.passWithoutDaemon(20_000).restart();
    bench.pass(30_000);
    assert.equal(bench.session.startedAtMs, startedAtMs);
    near(bench.session.energyKWh, bench.box.electrics.sessionKWh);
  });

  it('goes on after a reboot of the wallbox, with the energy from before it', () => {
    const bench = charging();
    const { startedAtMs, energyKWh } = bench.session;
    bench.reboot().pass(120_000);
    assert.equal(bench.session.startedAtMs, startedAtMs);
    near(bench.session.energyKWh, energyKWh + bench.box.electrics.sessionKWh);
  });

  it('counts from the lifetime counter as it stood while nothing was plugged in', () => {
    const bench = new CoreBench({ file: oddDriver('lifetime-counter') }).pass(60_000);
    const beforeKWh = bench.box.electrics.totalKWh;
    bench.plugIn().pass(600_000);
    near(bench.session.energyKWh, bench.box.electrics.totalKWh - beforeKWh);
  });

  it('that began while the daemon was away counts what it drew unseen', () => {
    const bench = new CoreBench({ file: oddDriver('lifetime-counter') }).pass(60_000);
    const beforeKWh = bench.box.electrics.totalKWh;
    // The wallbox has the limit already, and is fed by whoever else reads it.
    bench.plugIn();
    for (let minute = 0; minute < 5; minute += 1) bench.passWithoutDaemon(50_000);
    bench.restart();
    bench.pass(60_000);
    near(bench.session.energyKWh, bench.box.electrics.totalKWh - beforeKWh);
  });
});

describe('while the clock is not synchronised', () => {
  const JUMP_MS = 86_400_000;

  function early(): CoreBench {
    return charging({ isWallSynchronised: false });
  }

  it('started_at is withheld', () => {
    const bench = early();
    assert.ok(!('startedAtMs' in bench.session));
    bench.unplug().pass(60_000);
    assert.ok(!('startedAtMs' in bench.session) && !('finishedAtMs' in bench.session));
  });

  it('the times of the open session are kept, and move by the jump at the first synchronisation', () => {
    const bench = early();
    const pluggedMs = bench.wallMs - 300_000;
    bench.wallMs += JUMP_MS;
    bench.isWallSynchronised = true;
    bench.pass(2000);
    assert.ok(isClose(bench.session.startedAtMs, pluggedMs + JUMP_MS));
  });

  it('a later jump moves nothing', () => {
    const bench = charging();
    const { startedAtMs } = bench.session;
    bench.wallMs += JUMP_MS;
    bench.pass(2000);
    assert.equal(bench.session.startedAtMs, startedAtMs);
  });
});
