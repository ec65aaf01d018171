// Command discipline: first in, first answered; a stop at once; every command answered in time, whatever the line does.
import assert from 'node:assert/strict';
import type { Order } from '../../src/wallbox/vocabulary';
import { CoreBench } from '../support/core-bench';

const MODES = [{ name: 'normal', maxA: 16 }];
/** What a command may take on top of the time that its driver declares: a poll, a reply that never comes, a tick. */
const SLACK_MS = 2500;

function charging(driver: string): CoreBench {
  const settings = { gridType: 'TN', phases: 3, chargingModes: MODES } as const;
  const bench = new CoreBench({ driver, settings }).pass(6000).plugIn().pass(60_000);
  assert.equal(bench.state, 'charging');
  return bench;
}

const ORDERS: readonly Order[] = [
  { kind: 'stop' },
  { kind: 'start' },
  { kind: 'setCurrent', amps: 8 },
  { kind: 'setMaxCurrent', amps: 10 },
  { kind: 'lock', isLocked: true },
  { kind: 'refresh', reports: ['state'] },
];

/** How long each command of ORDERS takes to be answered when nothing else is on its way. */
function answerTimes(bench: CoreBench): readonly (readonly [string, number])[] {
  return ORDERS.map((order) => {
    const sinceMs = bench.nowMs;
    const id = bench.order(order);
    while (bench.ending(id) === 'open' && bench.nowMs - sinceMs < 60_000) bench.pass(50);
    return [order.kind, bench.nowMs - sinceMs] as const;
  });
}

function assertInTime(bench: CoreBench): void {
  for (const [kind, ms] of answerTimes(bench)) assert.ok(ms <= 3000 + SLACK_MS, `${kind} took ${ms} ms`);
}

describe('every command is answered in time', () => {
  for (const driver of ['abb/terra-ac', 'alfen/ng9xx']) {
    it(`by ${driver} on a healthy line`, () => {
      assertInTime(charging(driver));
    });

    it(`by ${driver} on a line that has just died, and on one that is known to be dead`, () => {
      const bench = charging(driver);
      bench.mishap = () => 'lost';
      assertInTime(bench);
      bench.pass(30_000);
      assert.equal(bench.state, 'unknown');
      assertInTime(bench);
    });

    for (const exception of [2, 4, 5, 6]) {
      it(`by ${driver} while it answers every write with exception ${exception}`, () => {
        const bench = charging(driver);
        bench.mishap = (request) => (request.kind === 'write' ? { exception } : 'none');
        assertInTime(bench);
      });

      it(`by ${driver} while it answers everything with exception ${exception}`, () => {
        const bench = charging(driver);
        bench.mishap = () => ({ exception });
        assertInTime(bench);
      });
    }

    it(`by ${driver} whose writes arrive and whose answers do not`, () => {
      const bench = charging(driver);
      bench.mishap = (request) => (request.kind === 'write' ? 'answer-lost' : 'none');
      assertInTime(bench);
    });
  }
});

describe('commands of one wallbox', () => {
  it('are answered in the order in which they came', () => {
    const bench = charging('abb/terra-ac');
    const ids = [...ORDERS, ...ORDERS].map((order) => bench.order(order));
    bench.pass(60_000);
    const ended = bench.effects.flatMap((effect) =>
      (effect.kind === 'done' || effect.kind === 'refuse') && ids.includes(effect.command)
        ? [effect.command]
        : [],
    );
    assert.deepEqual(ended, ids);
  });

  it('are refused as busy beyond what anybody waits for, each by itself', () => {
    const bench = charging('abb/terra-ac');
    const ids = Array.from({ length: 20 }, () => bench.order({ kind: 'setCurrent', amps: 8 }));
    bench.pass(60_000);
    const endings = ids.map((id) => bench.ending(id));
    assert.ok(endings.every((ending) => ending === 'done' || ending.startsWith('busy')));
    assert.ok(endings.some((ending) => ending.startsWith('busy')));
  });
});

describe('a stop takes effect on arrival', () => {
  it('while a start is on its way', () => {
    const bench = charging('abb/terra-ac');
    bench.order({ kind: 'stop' });
    bench.pass(10_000);
    const start = bench.order({ kind: 'start' });
    bench.pass(50);
    const stop = bench.order({ kind: 'stop' });
    bench.pass(10_000);
    assert.match(bench.ending(start), /overtaken/);
    assert.equal(bench.ending(stop), 'done');
    assert.equal(bench.flowingA, 0);
  });

  it('also when so many commands wait that its answer is "busy"', () => {
    const bench = charging('alfen/ng9xx');
    bench.order({ kind: 'setPhaseMode', mode: 'NL1' });
    for (let count = 0; count < 15; count++) bench.order({ kind: 'start' });
    const stop = bench.order({ kind: 'stop' });
    assert.match(bench.ending(stop), /^busy: .*; the stop stays wanted$/);
    bench.pass(20_000);
    assert.equal(bench.flowingA, 0);
    assert.equal(bench.state, 'ready_to_charge');
  });
});
