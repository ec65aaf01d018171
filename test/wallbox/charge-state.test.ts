// Section 4, the table from pilot to state: every combination of facts, and what takes time.
import assert from 'node:assert/strict';
import { PILOTS, STATUSES, type Status } from '../../src/driver/definition';
import { chargeState, type StateFacts } from '../../src/wallbox/charge-state';
import { STANDARD_STATES } from '../../src/wallbox/vocabulary';
import { demanded } from '../support/charge-table';
import { CoreBench } from '../support/core-bench';

/** Letters as the table sees them: bare B, C and D have become B1 or B2, C2, D2 by then. */
const LETTERS: readonly StateFacts['pilot'][] = [
  undefined,
  ...PILOTS.filter((pilot) => !['B', 'C', 'D'].includes(pilot)),
];
const FLAGS = [
  ...(['isFresh', 'isRightModel', 'hasFault', 'isAllowed', 'isPauseLanded', 'isOfferLanded'] as const),
  ...([
    'isSwitchingPhases',
    'hasFlow',
    'isWithoutFlow',
    'isStill',
    'hasDrawn',
    'isDone',
    'isExtended',
  ] as const),
];

function statusSets(): readonly (readonly Status[])[] {
  return STATUSES.reduce<Status[][]>(
    (sets, status) => [...sets, ...sets.map((set) => [...set, status])],
    [[]],
  );
}

/** Every combination of flags for one letter and one set of statuses. */
function* combinations(pilot: StateFacts['pilot'], statuses: readonly Status[]): Generator<StateFacts> {
  for (let bits = 0; bits < 2 ** FLAGS.length; bits += 1) {
    const flags = Object.fromEntries(FLAGS.map((flag, index) => [flag, ((bits >> index) & 1) === 1]));
    yield { pilot, statuses, ...(flags as Omit<StateFacts, 'pilot' | 'statuses'>) };
  }
}

describe('the table of states', () => {
  it('is what the design says, in every combination of facts', function () {
    this.timeout(60_000);
    for (const pilot of LETTERS)
      for (const statuses of statusSets())
        for (const facts of combinations(pilot, statuses)) {
          const state = chargeState(facts);
          if (state !== demanded(facts)) assert.equal(state, demanded(facts), JSON.stringify(facts));
        }
  });

  it('tells nothing but the nine states while `states` is standard', () => {
    for (const pilot of LETTERS)
      for (const facts of combinations(pilot, []))
        if (!facts.isExtended) assert.ok((STANDARD_STATES as readonly string[]).includes(chargeState(facts)));
  });
});

/** A car that charged for a minute and is full. */
function full(states: 'standard' | 'extended'): CoreBench {
  const bench = new CoreBench({ settings: { states } }).pass(3000).plugIn().pass(60_000);
  return bench.alter({ car: { ...bench.box.electrics.car, stage: 'full' } }).pass(5000);
}

describe('a full car', () => {
  it('is requesting, and finished after five minutes with finished_at', () => {
    const bench = full('standard');
    assert.equal(bench.state, 'requesting');
    assert.ok(!('finishedAtMs' in bench.session));
    bench.pass(290_000);
    assert.equal(bench.state, 'requesting');
    bench.pass(15_000);
    assert.equal(bench.state, 'finished');
    assert.ok('finishedAtMs' in bench.session);
    assert.equal(bench.session.offeredA, 0);
  });

  it('is suspended_by_ev throughout with extended states', () => {
    assert.equal(full('extended').state, 'suspended_by_ev');
    assert.equal(full('extended').pass(600_000).state, 'suspended_by_ev');
  });

  it('that draws again goes on with the same session, and finished_at disappears', () => {
    const bench = full('standard').pass(310_000);
    assert.equal(bench.state, 'finished');
    const { energyKWh, startedAtMs } = bench.session;
    bench.alter({ car: { ...bench.box.electrics.car, stage: 'asking' } }).pass(60_000);
    assert.equal(bench.state, 'charging');
    assert.ok(!('finishedAtMs' in bench.session));
    assert.equal(bench.session.startedAtMs, startedAtMs);
    assert.ok(bench.session.energyKWh > energyKWh);
  });
});
