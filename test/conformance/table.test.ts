// Every driver: each row of its tables, shown by its wallbox, becomes the state that the design demands.
import assert from 'node:assert/strict';
import { allMatches, firstMatch } from '../../src/driver/condition';
import type { Pilot } from '../../src/driver/definition';
import { valuesOf } from '../../src/simulator/memory';
import type { Claim } from '../../src/simulator/candidates';
import { decides } from '../../src/simulator/solve';
import { refreshed } from '../../src/simulator/wallbox';
import { stateFacts, type StateFacts } from '../../src/wallbox/charge-state';
import { EXTENDED_STATES } from '../../src/wallbox/vocabulary';
import { demanded } from '../support/charge-table';
import type { CoreBench } from '../support/core-bench';
import { specimens } from '../support/wallboxes';

/** Letter, statuses and faults from the registers; times and the setpoint as the core has them. */
function facts(bench: CoreBench): StateFacts {
  const { driver, memory } = refreshed(bench.box);
  const read = valuesOf(driver, memory);
  const letter = firstMatch(driver.pilot, read)?.is;
  return {
    ...stateFacts(bench.model, bench.nowMs),
    pilot: letter === undefined ? undefined : withDigit(letter, bench),
    statuses: allMatches(driver.status, read).map((rule) => rule.is),
    hasFault: allMatches(driver.faults, read).length > 0,
  };
}

function withDigit(letter: Pilot, bench: CoreBench): Pilot {
  if (letter === 'C' || letter === 'D') return `${letter}2`;
  // A bare B is what the core made of it, which is proven with the offers.
  return letter === 'B' ? (bench.model.snapshot?.pilot ?? letter) : letter;
}

function agree(bench: CoreBench, what: string): void {
  const { state } = bench;
  assert.equal(state, demanded(facts(bench)), what);
  assert.ok((EXTENDED_STATES as readonly string[]).includes(state));
}

/** The registers show what the claims demand, for long enough to be polled several times. */
function shown(bench: CoreBench, claims: readonly Claim[]): CoreBench {
  return bench.impose(claims).pass(3000);
}

for (const specimen of specimens()) {
  const { driver } = specimen;
  for (const states of ['standard', 'extended'] as const) {
    describe(`${specimen.title}: its tables as ${states} states`, () => {
      let settled: CoreBench;
      let stopped: CoreBench;
      before(() => {
        settled = specimen.bench({ car: 'waits', settings: { states } }).pass(10_000);
        stopped = settled.fork();
        stopped.order({ kind: 'stop' });
        stopped.pass(10_000);
      });

      it('every pilot letter', () => {
        for (const [index, rule] of driver.pilot.entries())
          for (const bench of [settled.fork(), stopped.fork()]) {
            agree(shown(bench, decides(driver.pilot, index)), `row ${index}, ${rule.is}`);
            // Without current for a minute a car that asks counts as one that waits.
            if (states === 'standard' && bench.model.intent === 'none' && /^[CD]2?$/.test(rule.is))
              agree(bench.pass(62_000), `row ${index}, ${rule.is}, a minute later`);
          }
      });

      it('every status', () => {
        for (const [index, rule] of driver.status.entries())
          for (const bench of [settled.fork(), stopped.fork()])
            agree(shown(bench, decides(driver.status, index)), `row ${index}, ${rule.is}`);
      });

      it('every fault, told once per onset', () => {
        for (const fault of new Set(driver.faults.map((rule) => rule.is))) {
          const bench = settled
            .fork()
            .alter({ faults: [fault] })
            .pass(10_000);
          agree(bench, fault);
          assert.deepEqual(bench.faults(), [fault]);
          // A fault in a slowly polled register is seen to go, and to come, with its own class.
          const seenMs = driver.link.slowMs + 5000;
          bench.alter({ faults: [] }).pass(seenMs);
          agree(bench, `after ${fault}`);
          bench.alter({ faults: [fault] }).pass(seenMs);
          assert.deepEqual(bench.faults(), [fault, fault]);
        }
      });
    });
  }
}
