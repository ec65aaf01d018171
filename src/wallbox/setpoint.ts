// Every poll compares the wanted offer with the observed one and issues at most the next write (section 4, Drift).
import { holds } from '../driver/condition';
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
import { change, say, type Model, type Turn } from './model';
import type { Drift, Setpoint } from './parts';
import { canWrite, commandSteps, flatSteps, landsWithinMs, startSequence } from './sequence';
import { isContactorPilot, valueOf } from './snapshot';
import { unsettle } from './plug';

/** Five corrections in ten minutes; then once a minute above a limit, else once in ten minutes. */
const CORRECTIONS = 5;
const WINDOW_MS = 600_000;
const ABOVE_LIMIT_MS = 60_000;
/** Three raises from a pause within a minute; then the next one waits. */
const RAISES = 3;
const RAISES_MS = 60_000;
const RAISE_WAIT_MS = 20_000;

export const UNTOUCHED: Setpoint = { hasLanded: false, hasYielded: false, notBeforeMs: 0 };
export const NO_DRIFT: Drift = { correctedMs: [], isReported: false };

/** After a gap or a reboot nothing is known of what the wallbox has: the limit is compared, and written first. */
export function forgetSetpoint(turn: Turn): void {
  change(turn, { setpoint: { ...UNTOUCHED, hasYielded: turn.model.setpoint.hasYielded } });
}

/** A command ends every quarrel about the setpoint. */
export function settleDrift(turn: Turn): void {
  change(turn, { drift: NO_DRIFT, setpoint: { ...turn.model.setpoint, hasYielded: false, notBeforeMs: 0 } });
}

/** The write for `assertedA` was acknowledged: values read from now on tell whether it has landed. */
export function setpointWritten(turn: Turn, assertedA: number): void {
  const { hasYielded, notBeforeMs } = turn.model.setpoint;
  change(turn, {
    setpoint: { assertedA, writtenMs: turn.now.monotonicMs, hasLanded: false, hasYielded, notBeforeMs },
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
  if (observedA === undefined) return snapshot.sampledMs >= writtenMs && isEffectSeen(model, assertedA);
  if ((observedOfferMs(model) ?? -Infinity) < writtenMs) return false;
  const verdict = compareOffer(model, observedA, assertedA);
  // A limit in force below the wanted one is no drift: the wallbox may have a lower one of its own.
  const isOwnLimit = snapshot.offeredA === undefined && !isPaused(model, observedA) && assertedA > 0;
  return verdict === 'same' || (verdict === 'less' && isOwnLimit);
}

function isEffectSeen(model: Model, assertedA: number): boolean {
  const { snapshot } = model;
  if (assertedA > 0) return snapshot?.pilot?.endsWith('2') === true;
  return (
    snapshot !== undefined &&
    !isContactorPilot(snapshot.pilot) &&
    (isStill(snapshot) || snapshot.powerW === undefined)
  );
}

/** Whether the last write may still be on its way into the wallbox. */
export function isLanding(model: Model, nowMs: number): boolean {
  const { setpoint, driver } = model;
  if (setpoint.hasLanded || setpoint.writtenMs === undefined) return false;
  const command = setpoint.assertedA === 0 ? 'pause' : 'resume';
  return nowMs < setpoint.writtenMs + landsWithinMs(driver, command) + readBackDelayMs(model);
}

/** The read-back is asked for at once while something lands; it comes with the next poll. */
function readBackDelayMs(model: Model): number {
  return model.driver.link.replyTimeoutMs;
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
  else if (isLanding(model, now.monotonicMs)) return;
  else if (!isReadBack(model)) keep(turn, wished);
  else correct(turn, wished, 'our write was never read back');
}

/** Where nothing reads back what was written, only a contrary effect is a reason to write it again. */
function isReadBack({ driver }: Model): boolean {
  const { offeredA, appliedA } = driver.readings.numbers;
  return offeredA !== undefined || appliedA !== undefined;
}

/** Another wish than before, or the first one after a gap: written only where the wallbox differs. */
function assertAnew(turn: Turn, wished: number): void {
  const { model } = turn;
  const observedA = observedOfferA(model);
  const isRead = (observedOfferMs(model) ?? -Infinity) >= (model.setpoint.writtenMs ?? -Infinity);
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

/** The wish has landed before: is it still there? */
function keep(turn: Turn, wished: number): void {
  const { model } = turn;
  const observedA = observedOfferA(model);
  if (observedA === undefined) {
    if (wished === 0 && model.flowPolls >= 2)
      correct(turn, wished, 'current flows although charging is paused');
    return;
  }
  const verdict = compareOffer(model, observedA, wished);
  if (verdict === 'same') return;
  if (verdict === 'more') correct(turn, wished, `the wallbox shows ${observedA} A`);
  else if (model.driver.readings.numbers.offeredA !== undefined || isPaused(model, observedA))
    yieldTo(turn, observedA, wished);
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
  const { model, now } = turn;
  const correctedMs = model.drift.correctedMs.filter((timeMs) => now.monotonicMs - timeMs < WINDOW_MS);
  change(turn, { drift: { correctedMs, isReported: model.drift.isReported && correctedMs.length > 0 } });
  if (!mayCorrect(model, correctedMs, now.monotonicMs)) return;
  reportDrift(turn, wished, finding);
  change(turn, { drift: { correctedMs: [...correctedMs, now.monotonicMs], isReported: true } });
  assert(turn, wished, `drift: ${finding}`);
}

function mayCorrect(model: Model, correctedMs: readonly number[], nowMs: number): boolean {
  if (correctedMs.length < CORRECTIONS) return true;
  const observedA = observedOfferA(model);
  const isOverLimit = observedA !== undefined && isAbove(model, observedA, limitA(model));
  const lastMs = correctedMs.at(-1) ?? -Infinity;
  return nowMs - lastMs >= (isOverLimit ? ABOVE_LIMIT_MS : WINDOW_MS);
}

function reportDrift(turn: Turn, wished: number, finding: string): void {
  if (turn.model.drift.isReported) return;
  unsettle(turn);
  const what = wished === 0 ? 'the pause' : `${wished} A`;
  const message = `${setpointRegister(turn.model)}: ${finding}, wanted is ${what}; likely the wallbox's own fallback, its app or a second master; put right`;
  turn.effects.push({ kind: 'fault', code: 'setpointDrift', message });
  say(turn, 'warning', message);
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
  const command = commandFor(turn.model, wished);
  const parameters = wished === 0 ? {} : { amps: wished };
  const start = { purpose: 'setpoint', command, parameters, reason } as const;
  startSequence(turn, start, flatSteps(driver, commandSteps(driver, command)));
}

/** A pause is ended by `resume`, whoever made it; where nothing tells whether there is one, there may be. */
function commandFor(model: Model, wished: number): 'pause' | 'resume' | 'offer' {
  if (wished === 0) return 'pause';
  const { assertedA } = model.setpoint;
  const observedA = observedOfferA(model);
  if (observedA === undefined) return assertedA === undefined || assertedA === 0 ? 'resume' : 'offer';
  return assertedA === 0 || isPaused(model, observedA) ? 'resume' : 'offer';
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
