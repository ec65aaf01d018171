// The one way into the core: (model, input, now) -> the next model and what is to be done.
import type { Instant } from '../base/clock';
import { followCapabilities } from './capabilities';
import { chargeState, countFlow, stateFacts, watchFlow } from './charge-state';
import { followEnergy } from './energy';
import { followFaults } from './faults';
import { chooseVariant, proveIdentity } from './identity';
import { greet } from './greeting';
import { hubSeen, watchHub } from './hub';
import { pollFailed, pollSucceeded, watchFreshness } from './link';
import { countCalmPoll } from './lock-order';
import { remember } from './memory';
import { meterFailed, meterPolled, watchMeter } from './meter';
import { followLifetime } from './meter-report';
import { change, type Model, type Turn } from './model';
import { failRefreshes, receive, workOrders } from './orders';
import { followPhaseSwitch } from './phase-order';
import { followPhases, followPlug } from './plug';
import { watchReboot } from './reboot';
import { advanceSequence } from './sequence';
import { followState, followWallClock } from './session';
import { reconcileOffer, watchLanding } from './setpoint';
import { absorbReadings, sourceOf, takeSnapshot } from './snapshot';
import { failureText } from './texts';
import { doUpkeep } from './upkeep';
import type { Effect } from './effects';
import type { Input } from './inputs';
import { writeAcknowledged, writeFailed } from './writes';

export interface Step {
  readonly model: Model;
  readonly effects: readonly Effect[];
}

/** Level-triggered: whatever the input, desired is compared with observed and at most the next write issued. */
export function step(model: Model, input: Input, now: Instant): Step {
  const turn: Turn = { model, now, effects: [] };
  followWallClock(turn);
  absorb(turn, input);
  watchFreshness(turn);
  watchMeter(turn);
  watchHub(turn);
  settle(turn);
  workOrders(turn);
  advanceSequence(turn);
  followPhaseSwitch(turn, model);
  reconcileOffer(turn);
  doUpkeep(turn);
  settle(turn);
  followCapabilities(turn);
  greet(turn);
  remember(turn);
  return { model: turn.model, effects: turn.effects };
}

function absorb(turn: Turn, input: Input): void {
  switch (input.kind) {
    case 'polled':
      absorbPoll(turn, input);
      break;
    case 'metered':
      meterPolled(turn, input);
      break;
    case 'meter-failed':
      meterFailed(turn);
      break;
    case 'poll-failed':
      pollFailed(turn, input.failure, input.span);
      failRefreshes(turn, failureText(input.failure, input.span));
      break;
    case 'wrote':
      writeAcknowledged(turn, input.write);
      break;
    case 'write-failed':
      writeFailed(turn, input.write, input.failure);
      break;
    case 'command':
      receive(turn, input.command);
      break;
    case 'settings':
      change(turn, { settings: input.settings });
      break;
    case 'hub':
      hubSeen(turn, input.isOnline);
      break;
    case 'tick':
      break;
  }
}

function absorbPoll(turn: Turn, input: Input & { kind: 'polled' }): void {
  const before = turn.model.snapshot;
  const sampledMs = Math.min(...input.readings.map((reading) => reading.sampledMs));
  absorbReadings(turn, input);
  pollSucceeded(turn, input.epoch);
  if (chooseVariant(turn)) absorbReadings(turn, input);
  proveIdentity(turn);
  takeSnapshot(turn, sampledMs);
  watchReboot(turn, before);
  if (turn.model.identity === 'wrong') return;
  followPlug(turn);
  if (isOwnPower(turn.model)) countFlow(turn);
  followEnergy(turn);
  followLifetime(turn);
  followPhases(turn);
  watchFlow(turn);
  watchLanding(turn);
  countCalmPoll(turn);
}

/** No meter measures the power in the wallbox's place. */
function isOwnPower(model: Model): boolean {
  return sourceOf(model, 'powerW') === model;
}

/** The state after what has been learnt or decided, with all that hangs on it. */
function settle(turn: Turn): void {
  const state = chargeState(stateFacts(turn.model, turn.now.monotonicMs));
  change(turn, { state });
  followState(turn);
  followFaults(turn);
}
