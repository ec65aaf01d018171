// What the wallbox should offer now, and what it does offer: the two sides that every poll compares.
import { limitA, onStep } from './limits';
import type { Model } from './model';

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
  const observedA = observedOfferA(model);
  // Held or yielded: never raised or resumed, but still brought down to the limits.
  const mostA = onStep(
    model,
    Math.min(limitA(model), model.session.currentA ?? Infinity, hubCeilingA(model)),
  );
  return observedA !== undefined && isAbove(model, observedA, mostA) ? mostA : undefined;
}

/** While the hub is lost for too long nobody could lower the current: what the installer chose is offered, or nothing. */
function hubCeilingA({ isHubLost, settings }: Model): number {
  return isHubLost ? (settings.failsafeA ?? 0) : Infinity;
}

/** What the wallbox has as its limit: the read-back where there is one, else the limit in force. */
export function observedOfferA(model: Model): number | undefined {
  return model.snapshot?.offeredA ?? model.snapshot?.appliedA;
}

/** When `observedOfferA` was read. */
export function observedOfferMs(model: Model): number | undefined {
  const { snapshot } = model;
  return snapshot?.offeredA === undefined ? snapshot?.appliedSampledMs : snapshot.offeredSampledMs;
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
