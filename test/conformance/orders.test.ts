// Every driver: each command under each mishap ends in time, with the truth, and wallbox and wish come together again.
import assert from 'node:assert/strict';
import type { Driver } from '../../src/driver/definition';
import type { Order, Settings } from '../../src/wallbox/vocabulary';
import type { CoreBench } from '../support/core-bench';
import { declaredMs, mishapsFor, putRight } from '../support/mishaps';
import { specimens, type Specimen } from '../support/wallboxes';

interface Ceilings {
  readonly normalA: number;
  readonly slowA: number;
}

/** Two modes that the wallbox can tell apart: some have a least of more than 6 A. */
function ceilings({ limits }: Driver): Ceilings {
  return limits.minA <= 8 ? { normalA: 13, slowA: 8 } : { normalA: 16, slowA: 13 };
}

function settingsFor(driver: Driver): Partial<Settings> {
  const { normalA, slowA } = ceilings(driver);
  const chargingModes = [
    { name: 'normal', maxA: normalA },
    { name: 'slow', maxA: slowA },
  ];
  return { maxA: 16, chargingModes };
}

const CONVERGES_MS = 180_000;

interface Case {
  readonly title: string;
  readonly order: Order;
  readonly from: 'charging' | 'stopped';
}

function cases(driver: Driver): readonly Case[] {
  const isLockable = driver.commands.lock !== undefined && driver.commands.unlock !== undefined;
  return [
    { title: 'stop', order: { kind: 'stop' }, from: 'charging' },
    { title: 'start', order: { kind: 'start' }, from: 'stopped' },
    { title: 'start at a lower current', order: { kind: 'start', mode: 'slow' }, from: 'charging' },
    ...(isLockable
      ? ([
          { title: 'unlock', order: { kind: 'lock', isLocked: false }, from: 'charging' },
          { title: 'lock', order: { kind: 'lock', isLocked: true }, from: 'stopped' },
        ] as const)
      : []),
  ];
}

/** Charging in its first mode, or stopped after that, with any enforced pause between commands over. */
function prepared(specimen: Specimen): Readonly<Record<Case['from'], CoreBench>> {
  const charging = specimen
    .bench({ settings: settingsFor(specimen.driver) })
    .pass(3000)
    .plugIn()
    .pass(40_000);
  assert.equal(charging.state, 'charging');
  const stopped = charging.fork();
  const stop = stopped.order({ kind: 'stop' });
  stopped.pass(40_000);
  assert.equal(stopped.ending(stop), 'done');
  return { charging, stopped };
}

/** How the command ended; it has to end in time, whatever happens. */
function ended(bench: CoreBench, order: Order): string {
  const id = bench.order(order);
  const atMostMs = declaredMs(bench.model.driver, order);
  assert.ok(
    bench.passUntil(() => bench.ending(id) !== 'open', atMostMs),
    `still open after ${atMostMs} ms`,
  );
  return bench.ending(id);
}

function isPaused(bench: CoreBench): boolean {
  return bench.flowingA === 0 && bench.state === 'ready_to_charge';
}

function isCharging(bench: CoreBench, atMostA: number): boolean {
  return bench.state === 'charging' && bench.flowingA > 0 && bench.flowingA <= atMostA;
}

/** Whether what flows is what is wanted after the command. */
function isConverged(bench: CoreBench, from: Case['from'], order: Order, ending: string): boolean {
  const { normalA, slowA } = ceilings(bench.model.driver);
  if (order.kind !== 'start') return isPaused(bench);
  if (ending === 'done') return isCharging(bench, order.mode === 'slow' ? slowA : normalA);
  return from === 'stopped' ? isPaused(bench) : isCharging(bench, normalA);
}

/** Whether something comes to hold in time, and then does for a while. */
function settles(bench: CoreBench, holds: () => boolean, atMostMs: number): boolean {
  for (const endMs = bench.nowMs + atMostMs; bench.passUntil(holds, endMs - bench.nowMs);) {
    if (!bench.passUntil(() => !holds(), 5000)) return true;
  }
  return false;
}

function intentAfter({ order, from }: Case, ending: string): string {
  if (order.kind === 'start') return ending === 'done' ? 'start' : from === 'stopped' ? 'stop' : 'none';
  return 'stop';
}

for (const specimen of specimens()) {
  describe(`${specimen.title}: commands`, () => {
    let from: ReturnType<typeof prepared>;
    before(() => {
      from = prepared(specimen);
    });

    for (const known of cases(specimen.driver))
      for (const [mishap, arrange] of mishapsFor(known.order))
        it(`${known.title}: ${mishap}`, () => {
          const { order } = known;
          const bench = from[known.from].fork();
          arrange(bench);
          const ending = ended(bench, order);
          if (mishap === 'nothing in the way') assert.equal(ending, 'done');
          if (order.kind === 'start' && ending !== 'done') assert.match(ending, /taken back|unplugged/);
          if (order.kind === 'stop' && ending !== 'done') assert.match(ending, /stays wanted/);
          putRight(bench);
          // A minute of ignored corrections uses up their budget (Drift): the next command clears it.
          if (order.kind === 'lock' && mishap.includes('ignored')) bench.order({ kind: 'stop' });
          assert.ok(
            settles(bench, () => isConverged(bench, known.from, order, ending), CONVERGES_MS),
            `${ending}: ${bench.state}, ${bench.flowingA} A, intent ${bench.model.intent}`,
          );
          assert.equal(bench.model.intent, intentAfter(known, ending), ending);
        });
  });
}
