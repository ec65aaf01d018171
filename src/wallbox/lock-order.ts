// cmd.cable_lock.set: never unlocked under load, never locked without a cable, always answered by the feedback.
import { answer, refuse, update } from './answers';
import type { Model, Turn } from './model';
import { loadMs } from './load';
import type { Pending } from './parts';
import { canWrite, startSequence } from './sequence';
import { spacingLeftMs, spacingText } from './spacing';
import { commandSteps, flatSteps, landsWithinMs, longestLagMs } from './steps';
import { isPauseLanded } from './setpoint';
import { isMeterLater } from './meter';
import { isContactorPilot, largestA, largestW } from './snapshot';

/** An unlock that could not be done safely by then is given up, nothing written. */
const UNLOCK_MS = 60_000;
const NO_LOCK = 'this wallbox has no lock that can be commanded; nothing was written';
/** Two fresh polls later than the pause must show no load. */
const CALM_POLLS = 2;
const CALM_A = 0.5;
/** IEC 61851-1 gives a car 5 s to stop drawing; without a measurement it is given them. */
const CAR_STOPS_MS = 5000;

export function beginLock(turn: Turn, entry: Pending): void {
  const { model, now } = turn;
  const { order } = entry.command;
  if (order.kind !== 'lock') return;
  if (model.capabilities !== undefined && model.capabilities.lock !== 'settable')
    refuse(turn, entry, NO_LOCK);
  else if (model.link.reach !== 'up') refuse(turn, entry, 'the wallbox does not answer; nothing was written');
  else if (order.isLocked && model.snapshot?.isCableIn === false) {
    refuse(turn, entry, 'no cable is in the socket; nothing was written');
  } else update(turn, entry, { deadlineMs: now.monotonicMs + (order.isLocked ? 0 : UNLOCK_MS) });
}

export function workLock(turn: Turn, entry: Pending): void {
  const { order } = entry.command;
  if (order.kind !== 'lock') return;
  if (turn.model.link.reach !== 'up') refuse(turn, entry, lostText(entry));
  else if (entry.trouble !== undefined) refuse(turn, entry, entry.trouble);
  else if (entry.lockWrittenMs !== undefined) awaitBolt(turn, entry, order.isLocked, entry.lockWrittenMs);
  else if (order.isLocked || isCalm(turn, entry)) moveBolt(turn, entry, order.isLocked);
  else if (turn.now.monotonicMs >= (entry.deadlineMs ?? 0)) {
    refuse(turn, entry, 'the load did not go away within 60 s; nothing was written to the lock');
  }
}

function lostText(entry: Pending): string {
  const what =
    entry.lockWrittenMs === undefined ? 'nothing was written to the lock' : 'the lock was written, not seen';
  return `the wallbox does not answer; ${what}`;
}

/** Not under load: with a car plugged in the pause must have landed, and nothing may have flowed since. */
function isCalm(turn: Turn, entry: Pending): boolean {
  const { model } = turn;
  return model.plug.car === 'away' || (isPauseLanded(model) && entry.calmPolls >= CALM_POLLS);
}

/** After every good poll: an unlock under way counts the polls, later than the pause, that show no load. */
export function countCalmPoll(turn: Turn): void {
  const entry = turn.model.pending[0];
  if (entry?.command.order.kind !== 'lock' || entry.command.order.isLocked) return;
  const writtenMs = turn.model.setpoint.writtenMs ?? -Infinity;
  const isLater = loadMs(turn.model) >= writtenMs && isMeterLater(turn.model, writtenMs);
  const isQuiet = isPauseLanded(turn.model) && isLater && isWithoutLoad(turn.model);
  update(turn, entry, { calmPolls: isQuiet ? entry.calmPolls + 1 : 0 });
}

/** Neither C2/D2 nor current above 0.5 A. */
function isWithoutLoad(model: Model): boolean {
  const { snapshot, setpoint } = model;
  if (snapshot?.pilot === undefined || isContactorPilot(snapshot.pilot)) return false;
  const isMeasured = largestA(snapshot) !== undefined || largestW(snapshot) !== undefined;
  if (!isMeasured && snapshot.sampledMs < (setpoint.writtenMs ?? -Infinity) + CAR_STOPS_MS) return false;
  return (largestA(snapshot) ?? 0) <= CALM_A && (largestW(snapshot) ?? 0) <= 100;
}

function moveBolt(turn: Turn, entry: Pending, isLocked: boolean): void {
  const { model } = turn;
  if (!canWrite(model) || model.sequence !== undefined) {
    giveUpLate(turn, entry, isLocked);
    return;
  }
  const command = isLocked ? 'lock' : 'unlock';
  const leftMs = spacingLeftMs(model, command, turn.now.monotonicMs);
  if (model.driver.commands[command] === undefined) {
    refuse(turn, entry, NO_LOCK);
    return;
  }
  if (leftMs > 0) {
    if (leftMs > landsWithinMs(model.driver, command))
      refuse(turn, entry, `${spacingText(command, leftMs)}; nothing was written to the lock`);
    return;
  }
  const start = { purpose: 'lock', command, parameters: {}, reason: `${command} was asked for` } as const;
  startSequence(turn, start, flatSteps(model.driver, commandSteps(model.driver, command)));
}

/** A lock that cannot be written for as long as it may take to land is refused; an unlock has its pause to wait for. */
function giveUpLate(turn: Turn, entry: Pending, isLocked: boolean): void {
  const { model, now } = turn;
  const waitedMs = now.monotonicMs - (entry.activeMs ?? now.monotonicMs);
  const isOver = waitedMs >= (isLocked ? 0 : UNLOCK_MS) + landsWithinMs(model.driver, 'lock');
  if (isOver) refuse(turn, entry, 'the wallbox has not proved its identity; nothing was written to the lock');
}

function awaitBolt(turn: Turn, entry: Pending, isLocked: boolean, writtenMs: number): void {
  const { model, now } = turn;
  const lagMs = longestLagMs(model.driver, Object.keys(model.driver.readings.flags.isLocked ?? {}));
  const isLater = (model.snapshot?.sampledMs ?? -Infinity) >= writtenMs + lagMs;
  const command = isLocked ? 'lock' : 'unlock';
  if (isLater && model.snapshot?.isLocked === isLocked) answer(turn, entry, ['lock']);
  else if (now.monotonicMs >= writtenMs + landsWithinMs(model.driver, command) + lagMs) {
    refuse(turn, entry, `the ${command} was written, but the wallbox does not show it`);
  }
}

/** The lock's write was acknowledged: only feedback sampled from now on counts. */
export function lockWritten(turn: Turn): void {
  const entry = turn.model.pending[0];
  if (entry?.command.order.kind === 'lock') update(turn, entry, { lockWrittenMs: turn.now.monotonicMs });
}
