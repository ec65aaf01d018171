// Section 4, Safety: unlocking is a stop.
import assert from 'node:assert/strict';
import { CoreBench } from '../support/core-bench';
import { oddDriver } from '../support/odd-drivers';

const UNLOCK = { kind: 'lock', isLocked: false } as const;
const LOCK = { kind: 'lock', isLocked: true } as const;

function charging(options: ConstructorParameters<typeof CoreBench>[0] = {}): CoreBench {
  const bench = new CoreBench(options).pass(3000).plugIn().pass(30_000);
  assert.equal(bench.state, 'charging');
  return bench;
}

function unlocked(): CoreBench {
  const bench = charging();
  const unlock = bench.order(UNLOCK);
  bench.pass(15_000);
  assert.equal(bench.ending(unlock), 'done');
  assert.equal(bench.box.electrics.isLocked, false);
  return bench;
}

describe('unlocking with a car plugged in', () => {
  it('sets intent stop at once and pauses before it touches the bolt', () => {
    const bench = charging();
    bench.order(UNLOCK);
    assert.equal(bench.model.intent, 'stop');
    assert.deepEqual(
      bench.writes.slice(-1).map(({ register, value }) => [register, value]),
      [['limit', 0]],
    );
    bench.pass(15_000);
    assert.deepEqual(
      bench.writes.slice(-2).map(({ register }) => register),
      ['limit', 'lockCommand'],
    );
  });

  it('never writes the unlock while current flows, and only after two fresh polls without load', () => {
    const bench = charging();
    bench.order(UNLOCK);
    const calm: number[] = [];
    bench.passUntil(() => {
      if (bench.model.pending[0] !== undefined) calm.push(bench.model.pending[0].calmPolls);
      assert.ok(bench.writes.at(-1)?.register !== 'lockCommand' || bench.flowingA <= 0.5);
      return bench.writes.at(-1)?.register === 'lockCommand';
    }, 30_000);
    assert.equal(Math.max(...calm), 2);
    assert.equal(bench.box.electrics.hasEnded, false, 'unlocked under load');
  });

  it('is answered when the feedback shows it', () => {
    const bench = charging();
    const unlock = bench.order(UNLOCK);
    bench.pass(15_000);
    assert.deepEqual(
      bench.answers(unlock).map((report) => [report.kind, report.kind === 'lock' && report.isLocked]),
      [['lock', false]],
    );
  });

  it('ends with an error after 60 s, with nothing written to the lock, when the load does not go away', () => {
    const bench = charging().quirk({ ignored: ['limit'] });
    const unlock = bench.order(UNLOCK);
    bench.pass(55_000);
    assert.equal(bench.ending(unlock), 'open');
    bench.pass(10_000);
    assert.match(bench.ending(unlock), /did not go away within 60 s; nothing was written to the lock/);
    assert.ok(!bench.writes.some(({ register }) => register === 'lockCommand'));
    assert.equal(bench.box.electrics.isLocked, true);
  });

  it('ends with an error when the bolt does not move', () => {
    const bench = charging().quirk({ ignored: ['lockCommand'] });
    const unlock = bench.order(UNLOCK);
    bench.pass(30_000);
    assert.match(bench.ending(unlock), /the unlock was written, but the wallbox does not show it/);
  });

  it('lets nothing be offered again before a start, over restarts, reboots and gaps', () => {
    const bench = unlocked().pass(300_000);
    bench.restart();
    bench.pass(60_000);
    bench.mishap = () => 'lost';
    bench.pass(20_000);
    bench.mishap = () => 'none';
    bench.pass(60_000);
    assert.equal(bench.flowingA, 0);
    assert.equal(bench.model.intent, 'stop');
    bench.order({ kind: 'start' });
    bench.pass(15_000);
    assert.equal(bench.state, 'charging');
  });

  it('lets the next car charge after a replug', () => {
    const bench = unlocked().pass(60_000).unplug().pass(30_000).plugIn().pass(30_000);
    assert.equal(bench.state, 'charging');
  });

  it('waits for the car to stop where no current is measured', () => {
    const bench = charging({ file: oddDriver('blind') });
    const unlock = bench.order(UNLOCK);
    bench.pass(20_000);
    assert.equal(bench.ending(unlock), 'done');
    assert.equal(bench.box.electrics.hasEnded, false, 'unlocked under load');
  });

  it('waits for the lag of the meter', () => {
    const bench = charging({ file: oddDriver('late') });
    const unlock = bench.order(UNLOCK);
    bench.pass(20_000);
    assert.equal(bench.ending(unlock), 'done');
    assert.equal(bench.box.electrics.hasEnded, false, 'unlocked under load');
  });
});

describe('unlocking without a car', () => {
  it('moves the bolt at once and stops nobody', () => {
    const bench = new CoreBench().pass(3000);
    const unlock = bench.order(UNLOCK);
    bench.pass(5000);
    assert.equal(bench.ending(unlock), 'done');
    assert.equal(bench.model.intent, 'none');
  });
});

describe('locking', () => {
  it('without a cable in the socket is an error and writes nothing', () => {
    const bench = new CoreBench().pass(3000);
    const before = bench.writes.length;
    const lock = bench.order(LOCK);
    bench.pass(10_000);
    assert.match(bench.ending(lock), /no cable is in the socket; nothing was written/);
    assert.equal(bench.writes.length, before);
  });

  it('that could not be confirmed is an error and is not tried again', () => {
    const bench = unlocked().quirk({ ignored: ['lockCommand'] });
    const lock = bench.order(LOCK);
    bench.pass(20_000);
    assert.match(bench.ending(lock), /the lock was written, but the wallbox does not show it/);
    const { length } = bench.writes;
    bench.quirk({}).pass(120_000);
    assert.equal(bench.writes.length, length);
  });

  it('where there is no lock to command is an error and writes nothing', () => {
    for (const file of [oddDriver('without-lock')])
      for (const order of [LOCK, UNLOCK]) {
        const bench = new CoreBench({ file }).pass(3000).plugIn().pass(30_000);
        const before = bench.writes.length;
        const id = bench.order(order);
        bench.pass(3000);
        assert.match(bench.ending(id), /no lock that can be commanded/);
        assert.equal(bench.writes.length, before);
        assert.equal(bench.model.intent, 'none');
      }
  });
});

describe('a lock that is only commanded', () => {
  const file = oddDriver('commanded-lock');

  function stopped(): CoreBench {
    const bench = charging({ file });
    bench.order({ kind: 'stop' });
    return bench.pass(10_000);
  }

  it('is locked, and seen to be, before anything is offered', () => {
    const bench = stopped();
    const before = bench.writes.length;
    const start = bench.order({ kind: 'start' });
    bench.pass(10_000);
    assert.equal(bench.ending(start), 'done');
    const registers = bench.writes.slice(before).map(({ register }) => register);
    assert.deepEqual(registers, ['lock', 'isReleased', 'limit']);
  });

  it('without the feedback nothing is offered, and the start is refused', () => {
    const bench = stopped();
    bench.order(UNLOCK);
    bench.pass(15_000).quirk({ ignored: ['lock'] });
    const before = bench.writes.length;
    const start = bench.order({ kind: 'start' });
    bench.pass(15_000);
    assert.match(
      bench.ending(start),
      /resume given up: socket did not follow in time; the start was taken back/,
    );
    const registers = bench.writes.slice(before).map(({ register }) => register);
    assert.ok(!registers.includes('limit') && bench.flowingA === 0, registers.join());
  });

  it('is told as what was asked, not as what is', () => {
    const bench = charging({ file });
    bench.order(LOCK);
    bench.pass(5000);
    const refresh = bench.order({ kind: 'refresh', reports: ['lock'] });
    bench.pass(2000);
    assert.deepEqual(bench.answers(refresh), [{ kind: 'lock', isLocked: true, source: 'command' }]);
  });
});
