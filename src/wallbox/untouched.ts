// The setpoint while nothing is known of it, and drift before there was any.
import type { Drift, Setpoint } from './parts';

export const UNTOUCHED: Setpoint = { hasLanded: false, hasYielded: false, notBeforeMs: 0, failures: 0 };
export const NO_DRIFT: Drift = { correctedMs: [], isSlow: false, isReported: false };

/** Nobody's lowered limit is respected any longer: what the wallbox has is compared anew. */
export function reclaimed(setpoint: Setpoint): Setpoint {
  return setpoint.hasYielded ? UNTOUCHED : { ...setpoint, notBeforeMs: 0, failures: 0 };
}
