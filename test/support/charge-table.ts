// The table of states a second time, row by row as people read it: what tests hold the core against.
import type { StateFacts } from '../../src/wallbox/charge-state';
import type { ChargeState } from '../../src/wallbox/vocabulary';

interface Row {
  readonly name: string;
  readonly isMet: (facts: StateFacts) => boolean;
  readonly allowed: (facts: StateFacts) => ChargeState;
  readonly notAllowed: ChargeState;
}

const said = (status: StateFacts['statuses'][number]) => (facts: StateFacts) =>
  facts.statuses.includes(status);
const same = (state: ChargeState) => ({ allowed: () => state, notAllowed: state });
const extended = (facts: StateFacts, state: ChargeState, standard: ChargeState) =>
  facts.isExtended ? state : standard;

/** C2 or D2, or B2 for want of current. */
function isAskedFor({ pilot }: StateFacts): boolean {
  return pilot === 'C2' || pilot === 'D2';
}

/** "Charging until the pause has landed": then current that still flows is charging all the same. */
function isChargingRow(facts: StateFacts): boolean {
  if (facts.hasFlow) return true;
  if (!isAskedFor(facts) || facts.isWithoutFlow) return false;
  const isPausedForGood = !facts.isAllowed && facts.isPauseLanded && facts.isStill;
  return !isPausedForGood;
}

/** First match wins. */
const ROWS: readonly Row[] = [
  { name: 'no fresh reading', isMet: (facts) => !facts.isFresh, ...same('unknown') },
  { name: 'another model answers', isMet: (facts) => !facts.isRightModel, ...same('unavailable') },
  { name: 'out of service', isMet: said('outOfService'), ...same('unavailable') },
  { name: 'F alone', isMet: (facts) => facts.pilot === 'F' && !facts.hasFault, ...same('unavailable') },
  { name: 'E or a fault', isMet: (facts) => facts.pilot === 'E' || facts.hasFault, ...same('error') },
  { name: 'no letter', isMet: (facts) => facts.pilot === undefined, ...same('unknown') },
  { name: 'A', isMet: (facts) => ['A', 'A1', 'A2'].includes(String(facts.pilot)), ...same('disconnected') },
  { name: 'reserved', isMet: said('reserved'), ...same('reserved') },
  {
    name: 'a phase sequence of ours',
    isMet: (facts) => facts.isSwitchingPhases && !facts.isExtended,
    ...same('ready_to_charge'),
  },
  { name: 'the same, extended', isMet: (facts) => facts.isSwitchingPhases, ...same('switching_phases') },
  { name: 'current flows', isMet: isChargingRow, ...same('charging') },
  { name: 'the session has ended', isMet: said('sessionEnded'), ...same('finished') },
  { name: 'its own authorisation', isMet: said('awaitingAuthorisation'), ...same('requesting') },
  {
    name: 'the wallbox holds back',
    isMet: (facts) => ['B1', 'C1', 'D1'].includes(String(facts.pilot)),
    allowed: (facts) =>
      facts.isOfferLanded ? extended(facts, 'suspended_by_evse', 'ready_to_charge') : 'ready_to_charge',
    notAllowed: 'ready_to_charge',
  },
  {
    name: 'the car waits, nothing drawn yet',
    isMet: (facts) => !facts.hasDrawn,
    allowed: () => 'requesting',
    notAllowed: 'ready_to_charge',
  },
  {
    name: 'the car waits after energy flowed',
    isMet: () => true,
    allowed: (facts) => extended(facts, 'suspended_by_ev', facts.isDone ? 'finished' : 'requesting'),
    notAllowed: 'ready_to_charge',
  },
];

/** The state that the table demands. */
export function demanded(facts: StateFacts): ChargeState {
  const row = ROWS.find(({ isMet }) => isMet(facts));
  if (row === undefined) throw new Error('the last row always holds');
  return facts.isAllowed ? row.allowed(facts) : row.notAllowed;
}
