// The one table from pilot, wallbox and intent to the chargepoint's state (`design.md` section 4; first match wins).
import { isAllowed } from './offer';
import { isFresh } from './link';
import type { Model, Turn } from './model';
import type { Snapshot } from './parts';
import { change, clear } from './model';
import { isContactorPilot, largestA, largestW } from './snapshot';
import type { ChargeState } from './vocabulary';

const FLOW_W = 100;
const FLOW_A = 0.5;
/** C2/D2 without current for so long counts as B2. */
const NO_FLOW_MS = 60_000;
/** B2 after energy flowed counts as finished after so long. */
const FINISHED_MS = 300_000;

/** What the table looks at, already decided; pure data so that a test can exhaust it. */
export interface StateFacts {
  readonly isFresh: boolean;
  readonly isRightModel: boolean;
  readonly pilot: Snapshot['pilot'];
  readonly statuses: Snapshot['statuses'];
  readonly hasFault: boolean;
  readonly isAllowed: boolean;
  /** Our pause has been written and seen. */
  readonly isPauseLanded: boolean;
  /** Our offer has been written and seen. */
  readonly isOfferLanded: boolean;
  readonly isSwitchingPhases: boolean;
  /** More than 100 W on two polls. */
  readonly hasFlow: boolean;
  /** Measured, and less than 100 W and 0.5 A for 60 s. */
  readonly isWithoutFlow: boolean;
  /** Measured, and nothing flows at this moment. */
  readonly isStill: boolean;
  readonly hasDrawn: boolean;
  /** B2 for 5 min after energy flowed. */
  readonly isDone: boolean;
  readonly isExtended: boolean;
}

export function chargeState(facts: StateFacts): ChargeState {
  const { pilot } = facts;
  const says = (status: Snapshot['statuses'][number]) => facts.statuses.includes(status);
  if (!facts.isFresh) return 'unknown';
  if (!facts.isRightModel || says('outOfService')) return 'unavailable';
  if (pilot === 'F' && !facts.hasFault) return 'unavailable';
  if (pilot === 'E' || facts.hasFault) return 'error';
  if (pilot === undefined) return 'unknown';
  if (pilot.startsWith('A')) return 'disconnected';
  if (says('reserved')) return 'reserved';
  if (facts.isSwitchingPhases) return facts.isExtended ? 'switching_phases' : 'ready_to_charge';
  if (isCharging(facts)) return 'charging';
  if (says('sessionEnded')) return 'finished';
  if (says('awaitingAuthorisation')) return 'requesting';
  return waiting(facts);
}

/** C2, D2 or power; not once nothing has flowed for a minute, and not once a pause has landed and nothing flows. */
function isCharging(facts: StateFacts): boolean {
  if (facts.hasFlow) return true;
  if (!isContactorPilot(facts.pilot) || facts.isWithoutFlow) return false;
  return facts.isAllowed || !facts.isPauseLanded || !facts.isStill;
}

/** A car is plugged in and nothing flows. */
function waiting(facts: StateFacts): ChargeState {
  if (!facts.isAllowed) return 'ready_to_charge';
  const isHeldBack = facts.pilot === 'B1' || facts.pilot === 'C1' || facts.pilot === 'D1';
  if (isHeldBack) return facts.isExtended && facts.isOfferLanded ? 'suspended_by_evse' : 'ready_to_charge';
  if (!facts.hasDrawn) return 'requesting';
  if (facts.isExtended) return 'suspended_by_ev';
  return facts.isDone ? 'finished' : 'requesting';
}

/** Counts the polls with flow: of the wallbox, or of the meter that measures the power in its place. */
export function countFlow(turn: Turn): void {
  const { snapshot } = turn.model;
  if (snapshot === undefined) return;
  const isFlowing = Math.max(snapshot.powerW ?? 0, snapshot.ownPowerW ?? 0) > FLOW_W;
  change(turn, { flowPolls: isFlowing ? turn.model.flowPolls + 1 : 0 });
}

/** Counts what the table needs over time: time without flow, time of B2. Once per poll. */
export function watchFlow(turn: Turn): void {
  const { snapshot } = turn.model;
  if (snapshot === undefined) return;
  const nowMs = turn.now.monotonicMs;
  if (isContactorPilot(snapshot.pilot) && isStill(snapshot)) {
    change(turn, { noFlowSinceMs: turn.model.noFlowSinceMs ?? nowMs });
  } else clear(turn, 'noFlowSinceMs');
  if (turn.model.flowPolls >= 2 && !turn.model.session.hasDrawn && turn.model.session.isOpen) {
    change(turn, { session: { ...turn.model.session, hasDrawn: true } });
  }
  if (isWaitingForCar(turn.model, nowMs)) change(turn, { idleSinceMs: turn.model.idleSinceMs ?? nowMs });
  else clear(turn, 'idleSinceMs');
}

/** Measured and nothing flows; unknown is not still. */
export function isStill(snapshot: Snapshot): boolean {
  const powerW = largestW(snapshot);
  const currentA = largestA(snapshot);
  if (powerW === undefined && currentA === undefined) return false;
  return (powerW ?? 0) < FLOW_W && (currentA ?? 0) < FLOW_A;
}

function isWithoutFlow(model: Model, nowMs: number): boolean {
  return model.noFlowSinceMs !== undefined && nowMs - model.noFlowSinceMs >= NO_FLOW_MS;
}

/** B2, or C2/D2 that has drawn nothing for a minute: the car could charge and does not. */
function isWaitingForCar(model: Model, nowMs: number): boolean {
  return isAllowed(model) && (model.snapshot?.pilot === 'B2' || isWithoutFlow(model, nowMs));
}

export function stateFacts(model: Model, nowMs: number): StateFacts {
  const { snapshot, setpoint } = model;
  return {
    isFresh: isFresh(model, nowMs) && snapshot !== undefined,
    isRightModel: model.identity !== 'wrong',
    pilot: snapshot?.pilot,
    statuses: snapshot?.statuses ?? [],
    hasFault: (snapshot?.faults.length ?? 0) > 0,
    isAllowed: isAllowed(model),
    isPauseLanded: setpoint.hasLanded && setpoint.assertedA === 0,
    isOfferLanded: setpoint.hasLanded && (setpoint.assertedA ?? 0) > 0,
    isSwitchingPhases: model.sequence?.command === 'phases',
    hasFlow: model.flowPolls >= 2,
    isWithoutFlow: isWithoutFlow(model, nowMs),
    isStill: snapshot !== undefined && isStill(snapshot),
    hasDrawn: model.session.hasDrawn,
    isDone: model.idleSinceMs !== undefined && nowMs - model.idleSinceMs >= FINISHED_MS,
    isExtended: model.settings.states === 'extended',
  };
}
