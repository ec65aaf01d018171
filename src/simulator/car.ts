// A simulated car: when it comes, when it asks, and how much it takes of what it is offered.
import { between, nextSeed } from './seeded';
import type { Seed } from './seeded';

/** What the car does all the time; `visits` comes, waits, charges, is full, leaves and comes again. */
export const CAR_HABITS = ['none', 'waits', 'charges', 'full', 'visits'] as const;
export type CarHabit = (typeof CAR_HABITS)[number];

export interface CarOptions {
  readonly habit: CarHabit;
  /** What a visiting car takes before it is full; drawn from the seed for each visit when absent. */
  readonly appetiteKWh?: number;
}

export interface Car {
  readonly options: CarOptions;
  readonly stage: 'away' | 'waiting' | 'asking' | 'full';
  /** Time left in this stage; Infinity where the habit never leaves it. */
  readonly leftMs: number;
  /** Switch S2 of IEC 61851-1: the car asks for current, pilot C. */
  readonly isAsking: boolean;
  /** How long the pilot signal has been on. */
  readonly sawPwmMs: number;
  /** Current drawn on each phase in use, A. */
  readonly drawnA: number;
  readonly takenKWh: number;
  readonly appetiteKWh: number;
  /** The most its charger takes on each phase, A. */
  readonly maxA: number;
  readonly seed: Seed;
}

/** What the wallbox gives the car. */
export interface Supply {
  /** 0 while the pilot signal is off. */
  readonly offeredA: number;
  /** Power that flowed during the step, W. */
  readonly powerW: number;
}

/** Cars take a moment between the pilot signal and closing S2. */
const REACTION_MS = 2000;
const RAMP_UP_A_PER_S = 2;
/** IEC 61851-1 gives 5 s to follow a lower offer; from 32 A this takes about 3 s. */
const RAMP_DOWN_A_PER_S = 10;
/** Below this share of its appetite left, a battery takes less and less. */
const TAPER_SHARE = 0.2;
const LEAST_TAPER = 0.2;

export function newCar(options: CarOptions, seed: Seed): Car {
  const stage = FIRST_STAGE[options.habit];
  const car = { options, stage, leftMs: Infinity, isAsking: false, sawPwmMs: 0, drawnA: 0, takenKWh: 0 };
  return entered({ ...car, appetiteKWh: Infinity, maxA: 16, seed }, stage);
}

const FIRST_STAGE = {
  none: 'away',
  waits: 'waiting',
  charges: 'asking',
  full: 'full',
  visits: 'away',
} as const;

export function isPlugged(car: Car): boolean {
  return car.stage !== 'away';
}

/** The car `stepMs` later. */
export function advanceCar(car: Car, supply: Supply, stepMs: number): Car {
  return drawing(asking(aged(car, supply, stepMs), supply, stepMs), supply, stepMs);
}

/** Puts the car into a stage at once, as when somebody pulls the plug. */
export function entered(car: Car, stage: Car['stage']): Car {
  const seed = nextSeed(car.seed);
  const isVisiting = car.options.habit === 'visits';
  const fresh = { ...car, stage, seed, leftMs: isVisiting ? stayMs(stage, seed) : Infinity };
  switch (stage) {
    case 'away':
      return { ...fresh, isAsking: false, drawnA: 0, sawPwmMs: 0, takenKWh: 0 };
    case 'asking':
      return { ...fresh, appetiteKWh: isVisiting ? appetite(car, seed) : Infinity };
    case 'waiting':
    case 'full':
      return fresh;
  }
}

function stayMs(stage: Car['stage'], seed: Seed): number {
  switch (stage) {
    case 'away':
      return between(seed, 5_000, 20_000);
    case 'waiting':
      return between(seed, 5_000, 10_000);
    case 'asking':
      return Infinity;
    case 'full':
      return between(seed, 15_000, 40_000);
  }
}

function appetite(car: Car, seed: Seed): number {
  return car.options.appetiteKWh ?? between(seed, 6, 20);
}

const NEXT_STAGE = { away: 'waiting', waiting: 'asking', asking: 'full', full: 'away' } as const;

function aged(car: Car, supply: Supply, stepMs: number): Car {
  const takenKWh = isPlugged(car) ? car.takenKWh + (supply.powerW * stepMs) / 3.6e9 : 0;
  const leftMs = car.leftMs - stepMs;
  const isDone = car.stage === 'asking' ? takenKWh >= car.appetiteKWh : leftMs <= 0;
  const older = { ...car, takenKWh, leftMs };
  return isDone ? entered(older, NEXT_STAGE[car.stage]) : older;
}

/** S2 opens as soon as the car has enough, or, once its current has gone, when the pilot signal is off. */
function asking(car: Car, supply: Supply, stepMs: number): Car {
  const isOn = supply.offeredA > 0;
  const sawPwmMs = isOn && isPlugged(car) ? car.sawPwmMs + stepMs : 0;
  const wants = car.stage === 'asking' && isOn && sawPwmMs >= REACTION_MS;
  const lingers = car.stage === 'asking' && car.isAsking && (isOn || car.drawnA > 0);
  return { ...car, sawPwmMs, isAsking: wants || lingers };
}

function drawing(car: Car, supply: Supply, stepMs: number): Car {
  const target = car.isAsking ? Math.min(supply.offeredA, car.maxA * taper(car)) : 0;
  const up = car.drawnA + (RAMP_UP_A_PER_S * stepMs) / 1000;
  const down = car.drawnA - (RAMP_DOWN_A_PER_S * stepMs) / 1000;
  return { ...car, drawnA: target > car.drawnA ? Math.min(target, up) : Math.max(target, down) };
}

function taper(car: Car): number {
  const left = (car.appetiteKWh - car.takenKWh) / (TAPER_SHARE * car.appetiteKWh);
  return car.appetiteKWh === Infinity ? 1 : Math.min(1, Math.max(LEAST_TAPER, left));
}
