// The lowest of everything that limits the current: computed anew at every write, always rounded down.
import type { Model } from './model';

/** IEC 61851-1: no pulse-width signal means less than 6 A. */
export const LEAST_A = 6;

/**
 * The most that may be written now, in A, on the driver's step; 0 when even the driver's minimum is too much.
 * `design.md` section 4, Safety: configuration, persisted FIMP max_current, driver, the box's own limit, the cable.
 */
export function limitA(model: Model): number {
  const { snapshot, driver, settings } = model;
  const lowest = Math.min(
    settings.maxA,
    model.fimpMaxA,
    driver.limits.maxA,
    snapshot?.boxMaxA ?? Infinity,
    cableLimitA(snapshot?.cableA),
  );
  return onStep(model, lowest);
}

/** What is advertised as `sup_max_current`: the lowest of configuration, driver and box, in whole amperes. */
export function supportedMaxA(model: Model): number {
  return Math.floor(
    Math.min(model.settings.maxA, model.driver.limits.maxA, model.snapshot?.boxMaxA ?? Infinity),
  );
}

/** A rating below 6 A is no cable or no rating: it limits nothing. */
function cableLimitA(cableA: number | undefined): number {
  return cableA !== undefined && cableA >= LEAST_A ? cableA : Infinity;
}

/** Rounded down to the driver's step; below its minimum there is nothing that could be offered. */
export function onStep(model: Model, currentA: number): number {
  const { minA, stepA } = model.driver.limits;
  const steps = Math.floor(currentA / stepA + 1e-9);
  const rounded = Number((steps * stepA).toFixed(6));
  return rounded < minA ? 0 : rounded;
}

/** The present mode's ceiling; no modes, no ceiling. */
export function modeCeilingA(model: Model, mode: string | undefined): number {
  return model.settings.chargingModes.find((known) => known.name === mode)?.maxA ?? Infinity;
}

/** What a start, a replug or a new session grants now, before the limits of the moment. */
export function grantA(model: Model, mode: string | undefined): number {
  const askedA = model.session.currentA ?? Infinity;
  return Math.min(model.fimpMaxA, askedA, modeCeilingA(model, mode), limitA(model));
}

export function defaultMode(model: Model): string | undefined {
  return model.settings.chargingModes[0]?.name;
}
