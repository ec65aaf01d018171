// Every poll compares the wanted offer with the observed one and issues at most the next write (section 4, Drift).
import { holds } from '../driver/condition';
import type { CommandName } from '../driver/definition';
import {
  compareOffer,
  isAbove,
  isAllowed,
  isPaused,
  observedOfferA,
  observedOfferMs,
  wantedA,
} from './offer';
import { isStill } from './charge-state';
import { limitA } from './limits';
import { loadMs } from './load';
import { isMeterLater } from './meter';
import { change, clear, say, type Model, type Turn } from './model';
import type { Drift, Snapshot } from './parts';
import { canWrite, startSequence } from './sequence';
import { commandSteps, flatSteps, landsWithinMs, offerLagMs } from './steps';
import { isContactorPilot, largestA, largestW, valueOf } from './snapshot';
import { unsettle } from './plug';
import { spacingLeftMs, spacingText } from './spacing';
import { ampsRegisters } from './switch';
import { blame } from './trouble';
import { NO_DRIFT, reclaimed, UNTOUCHED } from './untouched';

/** Five corrections in ten minutes; then once a minute above a limit, else once in ten minutes. */
export const CORRECTIONS = 5;
const WINDOW_MS = 600_000;
const ABOVE_LIMIT_MS = 60_000;
/** Three raises from a pause within a minute; then the next one waits. */
const RAISES = 3;
const RAISES_MS = 60_000;
const RAISE_WAIT_MS = 20_000;

/** IEC 61851-1 gives a car 5 s to stop; meters take a moment more. */
const CAR_STOPS_MS = 10_000;

/** After a gap or a reboot nothing is known of what the wallbox has: the limit is compared, and written first. */
export function forgetSetpoint(turn: Turn): void {
  change(turn, { setpoint: { ...UNTOUCHED, hasYielded: turn.model.setpoint.hasYielded } });
}

/** A command ends every quarrel about the setpoint. */
export function settleDrift(turn: Turn): void {
  change(turn, { drift: NO_DRIFT, setpoint: reclaimed(turn.model.setpoint) });
}

/** A sequence on its way to more current does not go on once nobody wants that any more. */
export function dropRaise(turn: Turn): void {
  if (turn.model.sequence?.command !== 'pause') clear(turn, 'sequence');
}

/** The write for `assertedA` was acknowledged: values read from now on tell whether it has landed. */
export function setpointWritten(turn: Turn, assertedA: number): void {
  const written = { assertedA, writtenMs: turn.now.monotonicMs, hasLanded: false, failures: 0 };
  change(turn, {
    setpoint: { ...turn.model.setpoint, ...written },
    watchdogFedMs: turn.now.monotonicMs,
  });
}

/** Once per poll: has the last write been seen? */
export function watchLanding(turn: Turn): void {
  const { setpoint } = turn.model;
  if (setpoint.hasLanded || setpoint.assertedA === undefined || setpoint.writtenMs === undefined) return;
  if (isSeen(turn.model, setpoint.assertedA, setpoint.writtenMs)) {
    change(turn, { setpoint: { ...setpoint, hasLanded: true } });
  }
}

/** Read back, or where nothing can be read back, its effect seen (`design.md`, "What cannot be read back"). */
function isSeen(model: Model, assertedA: number, writtenMs: number): boolean {
  const { snapshot } = model;
  const observedA = observedOfferA(model);
  if (snapshot === undefined) return false;
  if (observedA === undefined) {
    const isLater = loadMs(model) >= writtenMs && isMeterLater(model, writtenMs);
    return isLater && isEffectSeen(snapshot, assertedA);
  }
  if ((observedOfferMs(model) ?? -Infinity) < writtenMs) return false;
  const verdict = compareOffer(model, observedA, assertedA);
  // A limit in force below the wanted one is no drift: the wallbox may have a lower one of its own.
  const isOwnLimit = snapshot.offeredA === undefined && !isPaused(model, observedA) && assertedA > 0;
  return verdict === 'same' || (verdict === 'less' && isOwnLimit);
}

function isEffectSeen(snapshot: Snapshot, assertedA: number): boolean {
  if (assertedA > 0) return snapshot.pilot?.endsWith('2') === true && !isFlowAbove(snapshot, assertedA);
  return !isContactorPilot(snapshot.pilot) && (isStill(snapshot) || largestW(snapshot) === undefined);
}

/** Meters and cars are not exact to the ampere. */
function isFlowAbove(snapshot: Snapshot, limitA: number): boolean {
  return (largestA(snapshot) ?? 0) > limitA + 1;
}

/** Whether the last write may still be on its way into the wallbox. */
export function isLanding(model: Model, nowMs: number): boolean {
  const { setpoint, driver } = model;
  if (setpoint.hasLanded || setpoint.writtenMs === undefined) return false;
  const command = setpoint.assertedA === 0 ? 'pause' : 'resume';
  // The read-back is asked for at once while something lands; it comes with the next poll.
  const readBackMs = driver.link.replyTimeoutMs + offerLagMs(driver) + effectLagMs(model);
  return nowMs < setpoint.writtenMs + landsWithinMs(driver, command) + readBackMs;
}

/** Where only the effect can be seen, a meter shows it later than it comes. */
function effectLagMs(model: Model): number {
  const { meter } = model;
  return meter?.reach === 'up' && observedOfferA(model) === undefined ? meter.lagMs : 0;
}

/** The heart of the core: desired against observed. */
export function reconcileOffer(turn: Turn): void {
  const { model, now } = turn;
  if (!canWrite(model) || model.sequence !== undefined || model.snapshot === undefined) return;
  const wished = wantedA(model);
  if (wished === undefined || now.monotonicMs < model.setpoint.notBeforeMs) return;
  if (!isUnderstood(model, wished)) return;
  if (model.setpoint.assertedA !== wished) assertAnew(turn, wished);
  else if (model.setpoint.hasLanded) keep(turn, wished);
  else if (!isLanding(model, now.monotonicMs)) repeat(turn, wished);
}

/** Another wish than before, or the first one after a gap: written only where the wallbox differs. */
function assertAnew(turn: Turn, wished: number): void {
  const { model } = turn;
  const observedA = observedOfferA(model);
  const sinceMs = Math.max(model.setpoint.writtenMs ?? -Infinity, model.knownSinceMs);
  const isRead = (observedOfferMs(model) ?? -Infinity) >= sinceMs;
  if (observedA !== undefined && isRead && compareOffer(model, observedA, wished) === 'same') {
    change(turn, { setpoint: { ...model.setpoint, assertedA: wished, hasLanded: true } });
  } else if (!isRaiseHeld(turn, wished)) assert(turn, wished, reasonFor(model, wished));
}

/** Raises from a pause wear contactors and cars: after three within a minute the next one waits. */
function isRaiseHeld(turn: Turn, wished: number): boolean {
  const { setpoint, raisedMs } = turn.model;
  const nowMs = turn.now.monotonicMs;
  if (wished === 0 || setpoint.assertedA !== 0) return false;
  if (nowMs < raiseHeldUntilMs(turn.model, nowMs)) return true;
  const recent = raisedMs.filter((raised) => nowMs - raised < RAISES_MS);
  change(turn, { raisedMs: [...recent, nowMs] });
  return false;
}

/** When the next raise from a pause may go out; in the past where nothing holds it. */
export function raiseHeldUntilMs({ raisedMs }: Model, nowMs: number): number {
  const recent = raisedMs.filter((raised) => nowMs - raised < RAISES_MS);
  return recent.length < RAISES ? -Infinity : (recent.at(-1) ?? 0) + RAISE_WAIT_MS;
}

/** Written and not seen. What cannot be read back is written again only where its contrary is seen. */
function repeat(turn: Turn, wished: number): void {
  const { model } = turn;
  if (observedOfferA(model) !== undefined) correct(turn, wished, 'our write was never read back');
  else if (wished > 0 && model.snapshot !== undefined && isFlowAbove(model.snapshot, wished))
    correct(turn, wished, `more than ${wished} A flow`);
  else keep(turn, wished);
}

/** The wish has landed before: is it still there? */
function keep(turn: Turn, wished: number): void {
  const { model } = turn;
  const observedA = observedOfferA(model);
  if (isFlowAgainstPause(turn, wished)) correct(turn, wished, 'current flows although charging is paused');
  if (observedA === undefined || turn.model.sequence !== undefined) return;
  const verdict = compareOffer(model, observedA, wished);
  if (verdict === 'same') return;
  if (verdict === 'more') correct(turn, wished, `the wallbox shows ${observedA} A`);
  else if (model.snapshot?.offeredA !== undefined || isPaused(model, observedA))
    yieldTo(turn, observedA, wished);
}

/** Whatever is read back: a car that still draws long after the pause is not paused. */
function isFlowAgainstPause({ model, now }: Turn, wished: number): boolean {
  const stoppedMs = (model.setpoint.writtenMs ?? -Infinity) + CAR_STOPS_MS;
  const isLater = now.monotonicMs >= stoppedMs && isMeterLater(model, stoppedMs);
  return wished === 0 && model.flowPolls >= 2 && isLater;
}

/** Somebody lowered it at the wallbox: told, and left alone until a command or a replug. */
function yieldTo(turn: Turn, observedA: number, wished: number): void {
  unsettle(turn);
  change(turn, { setpoint: { ...turn.model.setpoint, hasYielded: true } });
  const message = `the offered current was changed from ${wished} A to ${observedA} A and not by us: somebody at the wallbox, its app or a second master; left alone until the next command or plug-in`;
  turn.effects.push({ kind: 'fault', code: 'offerLoweredAtWallbox', message });
  say(turn, 'warning', message);
}

/** More than wanted is put right at once, within the budget; one error report per onset. */
function correct(turn: Turn, wished: number, finding: string): void {
  const nowMs = turn.now.monotonicMs;
  const drift = driftSeen(turn.model.drift, nowMs);
  change(turn, { drift });
  if (!mayCorrect(turn.model, drift, nowMs) || isHeldBack(turn, wished)) return;
  const isFlash = isSetpointInFlash(turn.model);
  reportDrift(turn, wished, `${finding}${isFlash ? ', left as it is because it is in flash' : ''}`);
  change(turn, { drift: { ...drift, correctedMs: [...drift.correctedMs, nowMs], isReported: true } });
  if (!isFlash) assert(turn, wished, `drift: ${finding}`);
}

/** Ten quiet minutes end a quarrel; a quarrel that has used up its budget is slow until then. */
function driftSeen(before: Drift, nowMs: number): Drift {
  const isOnset = nowMs - (before.seenMs ?? -Infinity) >= WINDOW_MS;
  const drift = isOnset ? NO_DRIFT : before;
  const correctedMs = drift.correctedMs.filter((timeMs) => nowMs - timeMs < WINDOW_MS);
  const isSlow = drift.isSlow || correctedMs.length >= CORRECTIONS;
  return { ...drift, correctedMs, isSlow, seenMs: nowMs };
}

function mayCorrect(model: Model, drift: Drift, nowMs: number): boolean {
  if (!drift.isSlow) return true;
  const observedA = observedOfferA(model);
  const isOverLimit = observedA !== undefined && isAbove(model, observedA, limitA(model));
  const lastMs = drift.correctedMs.at(-1) ?? -Infinity;
  return nowMs - lastMs >= (isOverLimit ? ABOVE_LIMIT_MS : WINDOW_MS);
}

function reportDrift(turn: Turn, wished: number, finding: string): void {
  if (turn.model.drift.isReported) return;
  unsettle(turn);
  const what = wished === 0 ? 'the pause' : `${wished} A`;
  const message = `${setpointRegister(turn.model)}: wanted is ${what}, ${finding}; likely the wallbox's own fallback, its app or a second master`;
  turn.effects.push({ kind: 'fault', code: 'setpointDrift', message });
  say(turn, 'warning', message);
}

/** Flash wears out: it is written by a command, never in a quarrel. */
function isSetpointInFlash({ driver }: Model): boolean {
  return [...ampsRegisters(driver)].some((register) => driver.registers[register]?.wear === 'flash');
}

/** The register that an offer writes, for messages. */
function setpointRegister(model: Model): string {
  const step = model.driver.commands.offer?.steps.find((known) => known.kind === 'write');
  return step?.kind === 'write' ? step.register : 'setpoint';
}

function reasonFor(model: Model, wished: number): string {
  if (wished > 0 && model.isHeld) return 'above what is allowed';
  if (wished > 0) return model.intent === 'start' ? 'charging was asked for' : 'charging is free';
  return model.intent === 'stop' ? 'charging was stopped' : 'charging waits for a start';
}

/** Writes the wish: the driver's pause, or its offer. */
export function assert(turn: Turn, wished: number, reason: string): void {
  const { driver } = turn.model;
  if (isHeldBack(turn, wished)) return;
  const command = commandFor(turn.model, wished);
  const parameters = wished === 0 ? {} : { amps: wished };
  const start = { purpose: 'setpoint', command, parameters, reason } as const;
  startSequence(turn, start, flatSteps(driver, commandSteps(driver, command)));
}

/** Whether the command that would say it has to wait; who waits for long learns how long. */
function isHeldBack(turn: Turn, wished: number): boolean {
  const command = commandFor(turn.model, wished);
  const leftMs = spacingLeftMs(turn.model, command, turn.now.monotonicMs);
  if (leftMs > landsWithinMs(turn.model.driver, command))
    blame(turn, 'setpoint', spacingText(command, leftMs));
  return leftMs > 0;
}

function commandFor(model: Model, wished: number): CommandName {
  if (wished === 0) return 'pause';
  return mayOfferAlone(model) ? 'offer' : 'resume';
}

/** Whether charging goes on already, or is to stay as it is: then the limit alone is written. A pause is ended by `resume`. */
function mayOfferAlone(model: Model): boolean {
  const { assertedA, hasYielded } = model.setpoint;
  if (model.isHeld || hasYielded) return true;
  const observedA = observedOfferA(model);
  if (assertedA === 0 || (observedA !== undefined && isPaused(model, observedA))) return false;
  return observedA !== undefined || assertedA !== undefined;
}

/** A driver may say when a command would be misunderstood; then it waits. */
export function isUnderstood(model: Model, wished: number): boolean {
  const { onlyWhen } = model.driver.commands[commandFor(model, wished)] ?? {};
  return onlyWhen === undefined || holds(onlyWhen, valueOf(model)) === true;
}

/** Whether the wallbox is at this moment told to let no current flow, and has been seen to obey. */
export function isPauseLanded(model: Model): boolean {
  return !isAllowed(model) && model.setpoint.assertedA === 0 && model.setpoint.hasLanded;
}
