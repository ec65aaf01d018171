// The wallbox's own physics: what it offers, when the pilot signal is on, when the bolt moves, what its meter counts.
import type { Driver, Pilot, Status } from '../driver/definition';
import { advanceCar, isPlugged } from './car';
import type { Car } from './car';
import { between, fractionOf, nextSeed } from './seeded';
import type { Seed } from './seeded';

export interface Electrics {
  readonly car: Car;
  /** The limit last written, A. */
  readonly setpointA: number;
  /** The installer's limit, A. */
  readonly boxMaxA: number;
  /** What the plugged cable may carry, A. */
  readonly cableA: number;
  readonly phases: 1 | 3;
  readonly isPaused: boolean;
  /** The wallbox ended the session by itself; it offers nothing until the car is plugged in again. */
  readonly hasEnded: boolean;
  /** What the expired watchdog leaves of the offer, A; undefined while it is fed. */
  readonly fallbackA: number | undefined;
  readonly isLocked: boolean;
  /** How long the car has been plugged in. */
  readonly pluggedMs: number;
  readonly sessionKWh: number;
  readonly totalKWh: number;
  readonly upMs: number;
  readonly volts: readonly [number, number, number];
  /** Power through a meter, W, in the place of what the car draws; undefined where the car decides. */
  readonly loadW?: number;
  readonly faults: readonly string[];
  readonly status: Status | undefined;
  readonly seed: Seed;
}

/** IEC 61851-1: no offer below 6 A exists. */
const LEAST_OFFER_A = 6;
/** A meter limits nothing: what the car behind it may draw. */
const METERED_A = 16;
/** Wallboxes with a bolt throw it by themselves shortly after the plug goes in. */
const AUTO_LOCK_MS = 2000;

export function newElectrics(driver: Driver, car: Car, phases: 1 | 3 | undefined): Electrics {
  const isMeter = driver.kind === 'meter';
  const maxA = isMeter ? METERED_A : driver.limits.maxA;
  const inUse = phases ?? (isMeter || driver.limits.phases.includes(3) ? 3 : 1);
  const seed = nextSeed(car.seed);
  const flags = { isPaused: false, hasEnded: false, isLocked: false, fallbackA: undefined };
  const meters = { pluggedMs: 0, sessionKWh: 0, upMs: 0, totalKWh: Math.round(between(seed, 100, 5000)) };
  const told = { faults: [], status: undefined };
  return {
    ...{ car, setpointA: maxA, boxMaxA: maxA, cableA: maxA, phases: inUse, ...flags, ...meters, ...told },
    volts: [230, 230, 230],
    seed,
  };
}

/** The current that the wallbox allows the car, A; 0 = pilot signal off. */
export function appliedA(electrics: Electrics): number {
  const isHeld =
    electrics.isPaused ||
    electrics.hasEnded ||
    electrics.faults.length > 0 ||
    electrics.status === 'outOfService';
  const own = Math.min(electrics.boxMaxA, electrics.cableA, electrics.fallbackA ?? Infinity);
  const limit = Math.min(electrics.setpointA, own);
  return isHeld || limit < LEAST_OFFER_A ? 0 : limit;
}

/** Current on each phase, A. */
export function currentsA(electrics: Electrics): readonly [number, number, number] {
  const { car, loadW, volts, phases } = electrics;
  if (loadW !== undefined) {
    const [l1, l2, l3] = volts;
    return phases === 3 ? [loadW / 3 / l1, loadW / 3 / l2, loadW / 3 / l3] : [loadW / l1, 0, 0];
  }
  const { drawnA } = car;
  return electrics.phases === 3 ? [drawnA, drawnA, drawnA] : [drawnA, 0, 0];
}

export function powersW(electrics: Electrics): readonly [number, number, number] {
  const [l1, l2, l3] = currentsA(electrics);
  return [l1 * electrics.volts[0], l2 * electrics.volts[1], l3 * electrics.volts[2]];
}

export function powerW(electrics: Electrics): number {
  const [l1, l2, l3] = powersW(electrics);
  return l1 + l2 + l3;
}

/** The pilot, with digit: 2 = signal on. */
export function pilotOf(electrics: Electrics): Pilot {
  const isOn = appliedA(electrics) > 0;
  if (!isPlugged(electrics.car)) {
    return 'A';
  }
  if (electrics.car.isAsking) {
    return isOn ? 'C2' : 'C1';
  }
  return isOn ? 'B2' : 'B1';
}

/** The wallbox and its car `stepMs` later. `hasBolt`: the driver knows a cable lock. */
export function advanceElectrics(electrics: Electrics, hasBolt: boolean, stepMs: number): Electrics {
  const flowedW = powerW(electrics);
  const kWh = (flowedW * stepMs) / 3.6e9;
  const car = advanceCar(electrics.car, { offeredA: appliedA(electrics), powerW: flowedW }, stepMs);
  const counted = { ...electrics, car, totalKWh: electrics.totalKWh + kWh, upMs: electrics.upMs + stepMs };
  const seed = nextSeed(electrics.seed);
  return { ...plugged(counted, electrics, kWh, { hasBolt, stepMs }), seed, volts: volts(seed) };
}

function plugged(
  electrics: Electrics,
  before: Electrics,
  kWh: number,
  step: { readonly hasBolt: boolean; readonly stepMs: number },
): Electrics {
  if (!isPlugged(electrics.car)) {
    return { ...electrics, pluggedMs: 0, isLocked: false, hasEnded: false };
  }
  if (before.pluggedMs === 0) {
    return { ...electrics, pluggedMs: step.stepMs, sessionKWh: 0 };
  }
  const pluggedMs = electrics.pluggedMs + step.stepMs;
  const locksNow = step.hasBolt && before.pluggedMs < AUTO_LOCK_MS && pluggedMs >= AUTO_LOCK_MS;
  return {
    ...electrics,
    pluggedMs,
    sessionKWh: electrics.sessionKWh + kWh,
    isLocked: electrics.isLocked || locksNow,
  };
}

/** A little restless, as mains voltage is. */
function volts(seed: Seed): readonly [number, number, number] {
  const wobble = fractionOf(seed) - 0.5;
  return [230 + wobble, 231 - wobble, 229.5 + wobble];
}

/** Moves the bolt. Unlocking under load opens the contactor and ends the session; an empty socket has nothing to lock. */
export function withBolt(electrics: Electrics, isLocked: boolean): Electrics {
  if (isLocked) {
    return { ...electrics, isLocked: isPlugged(electrics.car) };
  }
  const endsSession = electrics.car.drawnA > 0;
  const car = endsSession ? { ...electrics.car, drawnA: 0 } : electrics.car;
  return { ...electrics, car, isLocked: false, hasEnded: electrics.hasEnded || endsSession };
}
