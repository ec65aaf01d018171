// Section 4, Intent: only a command sets it, only a confirmed unplug clears it.
import assert from 'node:assert/strict';
import { CoreBench } from '../support/core-bench';

/** A bench with a car that charges. */
function charging(options: ConstructorParameters<typeof CoreBench>[0] = {}): CoreBench {
  const bench = new CoreBench(options).pass(3000).plugIn().pass(30_000);
  assert.equal(bench.state, 'charging');
  return bench;
}

function stopped(options: ConstructorParameters<typeof CoreBench>[0] = {}): CoreBench {
  const bench = charging(options);
  const stop = bench.order({ kind: 'stop' });
  bench.pass(10_000);
  assert.equal(bench.ending(stop), 'done');
  assert.equal(bench.state, 'ready_to_charge');
  return bench;
}

/** A car that charges because of a start, where charging is not free. */
function started(): CoreBench {
  const bench = new CoreBench({ settings: { freeCharging: false } }).pass(3000).plugIn().pass(5000);
  const start = bench.order({ kind: 'start' });
  bench.pass(20_000);
  assert.equal(bench.ending(start), 'done');
  assert.equal(bench.state, 'charging');
  return bench;
}

describe('a stop', () => {
  it('pauses the wallbox and is answered with its state and session', () => {
    const bench = charging();
    const stop = bench.order({ kind: 'stop' });
    assert.deepEqual(bench.writes.at(-1)?.value, 0, 'the pause is the very next write');
    bench.pass(10_000);
    assert.deepEqual(
      bench.answers(stop).map((report) => report.kind),
      ['state', 'session'],
    );
    assert.equal(bench.flowingA, 0);
  });

  it('survives a pilot glitch: A for a moment is no unplug', () => {
    const bench = stopped();
    bench.unplug().pass(4000).plugIn().pass(60_000);
    assert.equal(bench.model.intent, 'stop');
    assert.equal(bench.state, 'ready_to_charge');
    assert.equal(bench.flowingA, 0);
  });

  it('survives a reboot of the wallbox that shows A for half a minute', () => {
    const bench = stopped();
    bench.reboot().unplug().pass(30_000).plugIn().pass(60_000);
    assert.equal(bench.model.intent, 'stop');
    assert.equal(bench.flowingA, 0);
  });

  it('survives a restart of the daemon', () => {
    const bench = stopped();
    bench.passWithoutDaemon(20_000).restart();
    bench.pass(20_000);
    assert.equal(bench.model.intent, 'stop');
    assert.equal(bench.state, 'ready_to_charge');
    assert.equal(bench.flowingA, 0);
  });

  it('is forgotten after A on three polls over ten seconds', () => {
    const bench = stopped();
    bench.pass(60_000).unplug().pass(9_500);
    assert.equal(bench.model.intent, 'stop');
    bench.pass(3000);
    assert.equal(bench.model.intent, 'none');
    bench.plugIn().pass(30_000);
    assert.equal(bench.state, 'charging');
  });

  it('after a link gap is forgotten only when A has held for a minute', () => {
    const bench = stopped();
    bench.mishap = () => 'lost';
    bench.pass(20_000);
    bench.unplug();
    bench.mishap = () => 'none';
    bench.pass(50_000);
    assert.equal(bench.model.intent, 'stop');
    bench.pass(15_000);
    assert.equal(bench.model.intent, 'none');
  });

  it('sent while nothing is plugged in holds for the next car', () => {
    const bench = new CoreBench().pass(3000);
    const stop = bench.order({ kind: 'stop' });
    bench.pass(100_000);
    assert.equal(bench.ending(stop), 'done');
    bench.plugIn().pass(60_000);
    assert.equal(bench.state, 'ready_to_charge');
    assert.equal(bench.flowingA, 0);
  });

  it('that could not be written stays wanted, says so, and is written when the wallbox is back', () => {
    const bench = charging();
    bench.mishap = () => 'lost';
    bench.pass(10_000);
    const stop = bench.order({ kind: 'stop' });
    bench.pass(1000);
    assert.match(bench.ending(stop), /stays wanted/);
    bench.mishap = () => 'none';
    bench.pass(10_000);
    assert.equal(bench.flowingA, 0);
    assert.equal(bench.state, 'ready_to_charge');
  });

  it('overtakes a start that is still on its way', () => {
    const bench = stopped();
    // The wallbox acknowledges nothing, so that the start stays open.
    bench.mishap = (request) => (request.kind === 'write' ? 'lost' : 'none');
    const start = bench.order({ kind: 'start' });
    bench.mishap = () => 'none';
    const stop = bench.order({ kind: 'stop' });
    bench.pass(10_000);
    assert.match(bench.ending(start), /overtaken by a later stop/);
    assert.equal(bench.ending(stop), 'done');
    assert.equal(bench.flowingA, 0);
  });
});

describe('a start', () => {
  it('resumes a stopped car and is answered when current flows', () => {
    const bench = stopped();
    const start = bench.order({ kind: 'start' });
    bench.pass(10_000);
    assert.equal(bench.ending(start), 'done');
    assert.deepEqual(bench.answers(start).at(0), { kind: 'state', state: 'charging' });
  });

  it('is forgotten at the first fresh A', () => {
    const bench = started();
    bench.unplug().pass(1500);
    assert.equal(bench.model.intent, 'none');
    bench.plugIn().pass(30_000);
    assert.equal(bench.state, 'ready_to_charge');
    assert.equal(bench.flowingA, 0);
  });

  for (const [name, arrange, reason] of [
    ['without a car', (bench: CoreBench) => bench.unplug().pass(3000), /no car is plugged in/],
    [
      'while the wallbox reports a fault',
      (bench: CoreBench) => bench.alter({ faults: ['relay'] }).pass(2000),
      /fault/,
    ],
    ['while the wallbox does not answer', (bench: CoreBench) => silent(bench), /does not answer/],
  ] as const) {
    it(`${name} is refused and writes nothing`, () => {
      const bench = stopped();
      arrange(bench);
      const before = bench.writes.length;
      const start = bench.order({ kind: 'start' });
      bench.pass(6000);
      assert.match(bench.ending(start), reason);
      assert.equal(bench.writes.length, before);
      assert.notEqual(bench.model.intent, 'start');
    });
  }

  it('given during an outage never comes alive later', () => {
    const bench = stopped();
    silent(bench);
    const start = bench.order({ kind: 'start' });
    bench.pass(2000);
    assert.match(bench.ending(start), /does not answer/);
    bench.mishap = () => 'none';
    bench.pass(120_000);
    assert.equal(bench.flowingA, 0);
    assert.equal(bench.state, 'ready_to_charge');
  });

  it('whose line dies under it is taken back, and what may have arrived is put right', () => {
    const bench = stopped();
    let isDead = false;
    bench.mishap = (request) => {
      if (request.kind === 'write') isDead = true;
      return isDead ? 'answer-lost' : 'none';
    };
    const start = bench.order({ kind: 'start' });
    bench.pass(12_000);
    assert.match(bench.ending(start), /taken back/);
    assert.equal(bench.model.intent, 'stop');
    bench.mishap = () => 'none';
    bench.pass(10_000);
    assert.equal(bench.flowingA, 0, 'the write had arrived; the pause followed it');
  });

  it('that the wallbox refuses names register, value and answer, and is taken back', () => {
    const bench = stopped();
    bench.mishap = (request) => (request.kind === 'write' ? { exception: 4 } : 'none');
    const start = bench.order({ kind: 'start' });
    bench.pass(2000);
    assert.match(
      bench.ending(start),
      /limit \(0x4100\) = 16000 mA: exception 4 \(device failure\); the start was taken back/,
    );
    assert.equal(bench.model.intent, 'stop');
  });

  it('survives a gap when the session counter did not go back, and not when it did', () => {
    for (const isSwapped of [false, true]) {
      const bench = started().pass(120_000);
      silent(bench);
      if (isSwapped) bench.alter({ sessionKWh: 0 });
      bench.mishap = () => 'none';
      bench.pass(5000);
      assert.equal(bench.model.intent, isSwapped ? 'none' : 'start');
    }
  });
});

describe('a car found plugged in without saved state', () => {
  it('is neither resumed nor raised before a start', () => {
    const bench = new CoreBench({ car: 'charges' });
    bench.meddle(0).pass(60_000);
    assert.equal(bench.writes.length, 0);
    assert.equal(bench.flowingA, 0);
    bench.meddle(8).pass(60_000);
    assert.equal(bench.writes.length, 0);
    const start = bench.order({ kind: 'start' });
    bench.pass(20_000);
    assert.equal(bench.ending(start), 'done');
    assert.equal(bench.flowingA, 16);
  });

  it('is brought down to the limit', () => {
    const bench = new CoreBench({ car: 'charges', settings: { maxA: 10 } });
    bench.pass(20_000);
    assert.equal(bench.flowingA, 10);
  });

  it('is an ordinary car from the next plug-in on', () => {
    const bench = new CoreBench({ car: 'charges' });
    bench.meddle(0).pass(60_000).unplug().pass(90_000).plugIn().pass(30_000);
    assert.equal(bench.state, 'charging');
  });
});

describe('free_charging: false', () => {
  it('lets no car charge before its start', () => {
    const bench = new CoreBench({ settings: { freeCharging: false } });
    bench.pass(3000).plugIn().pass(60_000);
    assert.equal(bench.state, 'ready_to_charge');
    assert.equal(bench.flowingA, 0);
    bench.order({ kind: 'start' });
    bench.pass(10_000);
    assert.equal(bench.state, 'charging');
  });

  it('changed by a restart counts from the next plug-in', () => {
    const bench = charging();
    bench.restart({ freeCharging: false });
    bench.pass(20_000);
    assert.equal(bench.state, 'charging');
    bench.unplug().pass(90_000).plugIn().pass(20_000);
    assert.equal(bench.state, 'ready_to_charge');
  });
});

describe('control: false', () => {
  it('never writes, and refuses commands', () => {
    const bench = new CoreBench({ settings: { control: false, maxA: 6 } });
    bench.pass(3000).plugIn().pass(60_000);
    const stop = bench.order({ kind: 'stop' });
    bench.pass(20_000);
    assert.match(bench.ending(stop), /only observed/);
    assert.equal(bench.writes.length, 0);
    assert.equal(bench.state, 'charging');
  });
});

/** Three polls fail: the wallbox is out of reach. */
function silent(bench: CoreBench): CoreBench {
  bench.mishap = () => 'lost';
  return bench.pass(8000);
}
