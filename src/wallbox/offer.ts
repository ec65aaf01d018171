// What the wallbox should offer now, and what it does offer: the two sides that every poll compares.
import { limitA, onStep } from './limits';
import { truthMs } from './load';
import type { Model } from './model';
import type { Snapshot } from './parts';
import { registersOf } from './readings';
import { switchRegisters, switchState } from './switch';

/** Free charging counts as it was at plug-in; without a car, as it is set now: that is what the next car will meet. */
function isFree(model: Model): boolean {
  return model.session.isOpen ? model.session.freeCharging : model.settings.freeCharging;
}

/** *Allowed* of `design.md` section 4. */
export function isAllowed(model: Model): boolean {
  return model.intent === 'start' || (model.intent === 'none' && isFree(model));
}

/**
 * The wanted offer in A; 0 = pause; undefined = leave the wallbox as it is.
 * A raised limit never raises the offer by itself: `grantedA` stands from the last command or plug-in.
 */
export function wantedA(model: Model): number | undefined {
  if (!isAllowed(model)) return 0;
  const offerA = onStep(model, Math.min(model.session.grantedA, limitA(model), hubCeilingA(model)));
  if (!model.isHeld && !model.setpoint.hasYielded) return offerA;
  const shownA = shownLimitA(model);
  // Held or yielded: never raised or resumed, but still brought down to the limits.
  const mostA = onStep(
    model,
    Math.min(limitA(model), model.session.currentA ?? Infinity, hubCeilingA(model)),
  );
  return shownA !== undefined && isAbove(model, shownA, mostA) ? mostA : undefined;
}

/** While the hub is lost for too long nobody could lower the current: what the installer chose is offered, or nothing. */
function hubCeilingA({ isHubLost, settings }: Model): number {
  return isHubLost ? (settings.failsafeA ?? 0) : Infinity;
}

/** The limit that the wallbox shows, whether charging is switched off beside it or not. */
export function shownLimitA({ snapshot }: Model): number | undefined {
  return snapshot?.offeredA ?? snapshot?.appliedA;
}

/**
 * What the wallbox offers by its own account, 0 = paused: the read-back of the limit where there is one, else the limit in
 * force; where a switch pauses, what that shows. Undefined where none of them can tell.
 */
export function observedOfferA(model: Model): number | undefined {
  const { snapshot, setpoint } = model;
  if (snapshot === undefined) return undefined;
  const { offeredA, appliedA } = snapshot;
  const isNothingInForce = appliedA !== undefined && isPaused(model, appliedA);
  const pausedA = hasReasonToHoldBack(snapshot) ? undefined : 0;
  switch (switchState(model)) {
    case 'off':
      return 0;
    case 'unknown':
      if (isNothingInForce) return pausedA;
      return appliedA === undefined && !((setpoint.assertedA ?? 0) > 0) ? undefined : (offeredA ?? appliedA);
    case 'none':
    case 'on':
      return offeredA ?? (isNothingInForce ? pausedA : appliedA);
  }
}

/** A wallbox that has no car, a fault or something to say beside the pilot has its own reasons to offer nothing. */
function hasReasonToHoldBack({ pilot, faults, statuses }: Snapshot): boolean {
  const isCarIn = pilot !== undefined && !/^[AEF]/.test(pilot);
  return !isCarIn || faults.length > 0 || statuses.length > 0;
}

/** The registers that `observedOfferA` looks at. */
export function offerRegisters(model: Model): readonly string[] {
  const { numbers } = model.driver.readings;
  const isLimitRead = model.snapshot?.offeredA !== undefined;
  const applied = isLimitRead && switchState(model) !== 'unknown' ? undefined : numbers.appliedA;
  const sources = [numbers.offeredA, applied].filter((source) => source !== undefined);
  return [...sources.flatMap((source) => registersOf(source, model)), ...switchRegisters(model)];
}

/** The moment of which `observedOfferA` tells: that of its oldest value, less its lag. */
export function observedOfferMs(model: Model): number | undefined {
  const known = offerRegisters(model).filter((register) => !model.missing.includes(register));
  return known.length === 0 ? undefined : truthMs(model, known);
}

/** Half a step is the resolution of any comparison; a wallbox may round by its own step. */
export function isAbove(model: Model, observedA: number, referenceA: number): boolean {
  return observedA > referenceA + model.driver.limits.stepA / 2;
}

/** Whether a limit means "no charging": below what IEC 61851 can signal. */
export function isPaused(model: Model, offeredA: number): boolean {
  return offeredA < model.driver.limits.minA;
}

/** `same`, `more` or `less` than wanted, as the wallbox shows it. */
export function compareOffer(model: Model, observedA: number, referenceA: number): 'same' | 'more' | 'less' {
  if (isPaused(model, observedA) && isPaused(model, referenceA)) return 'same';
  if (isAbove(model, observedA, referenceA)) return 'more';
  return isAbove(model, referenceA, observedA) ? 'less' : 'same';
}
