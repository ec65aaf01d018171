// What the registers say about the physics: numbers painted, decision tables solved backwards.
import type { Condition, Driver, Pilot } from '../driver/definition';
import { isPlugged } from './car';
import type { Claim } from './candidates';
import { appliedA, currentsA, pilotOf, powersW, powerW } from './electrics';
import type { Electrics } from './electrics';
import type { Memory } from './memory';
import { measuredRegisters, painted } from './paint';
import type { MayPaint, Measured } from './paint';
import { decides, noneHolds, solve } from './solve';

/** What the wallbox shows of itself beside its physics. */
export interface Settings {
  /** Its communication timeout, ms. */
  readonly watchdogMs: number;
  /** What it falls back to when that expires, A. */
  readonly fallbackA: number;
}

/** Conditions that hold whatever happens: who the device is. */
export interface Identity {
  readonly always: readonly Condition[];
  readonly never: readonly Condition[];
}

const isReadOnly: MayPaint = (register) => register.access === 'r';

/** The memory as a reader finds it now. What the driver's tables cannot express stays as it was. */
export function shown(
  driver: Driver,
  memory: Memory,
  box: Electrics,
  about: { readonly settings: Settings; readonly identity: Identity },
): Memory {
  const current = painted(driver, memory, measuredOf(box, about.settings), isReadOnly);
  const writable = Object.values(driver.registers).filter((register) => !isReadOnly(register));
  const fixed = new Set([...measuredRegisters(driver), ...writable.map((register) => register.name)]);
  for (const claims of accounts(driver, box, identityClaims(about.identity))) {
    const solved = solve(driver, current, claims, fixed);
    if (solved !== undefined) {
      return solved;
    }
  }
  return current;
}

export function identityClaims(identity: Identity): readonly Claim[] {
  return [
    ...identity.always.map((when) => ({ when, is: true })),
    ...identity.never.map((when) => ({ when, is: false })),
  ];
}

export function measuredOf(box: Electrics, settings: Settings): Measured {
  const isIn = isPlugged(box.car);
  return {
    numbers: {
      boxMaxA: box.boxMaxA,
      offeredA: box.setpointA,
      appliedA: appliedA(box),
      cableA: isIn ? box.boxMaxA : 0,
      powerW: powerW(box),
      sessionKWh: box.sessionKWh,
      totalKWh: box.totalKWh,
      sessionS: Math.floor(box.pluggedMs / 1000),
      uptimeS: Math.floor(box.upMs / 1000),
      phases: box.phases,
      watchdogS: settings.watchdogMs / 1000,
      fallbackA: settings.fallbackA,
    },
    triples: { currentsA: currentsA(box), voltagesV: box.volts, powersW: powersW(box) },
  };
}

/** The same state in words that a driver may have, the most telling first: not every wallbox prints a digit. */
const ALIKE: Readonly<Partial<Record<Pilot, readonly Pilot[]>>> = {
  A: ['A', 'A1', 'A2'],
  B1: ['B1', 'B', 'B2'],
  B2: ['B2', 'B', 'B1'],
  C1: ['C1', 'B1', 'B', 'B2'],
  C2: ['C2', 'C', 'D2', 'D'],
};

/** Everything that the tables should say, then with less and less beside the pilot and the faults. */
function accounts(driver: Driver, box: Electrics, identity: readonly Claim[]): readonly (readonly Claim[])[] {
  const wanted = pilotOf(box);
  const letters = ALIKE[wanted] ?? [wanted];
  const pilots = letters.flatMap((letter) =>
    driver.pilot.flatMap((rule, index) => (rule.is === letter ? [decides(driver.pilot, index)] : [])),
  );
  const always = [...identity, ...faultClaims(driver, box)];
  const status = statusClaims(driver, box);
  const flags = flagClaims(driver, box);
  const told = box.status === undefined ? [] : [...always, ...status];
  return [
    ...pilots.flatMap((pilot) => [
      [...always, ...pilot, ...status, ...flags],
      [...always, ...pilot, ...status],
    ]),
    // A status that was asked for is more important than the letter beside it.
    ...(told.length > 0 ? [told] : []),
    ...pilots.map((pilot) => [...always, ...pilot]),
    always,
  ];
}

function faultClaims(driver: Driver, box: Electrics): readonly Claim[] {
  const first = box.faults.map((fault) => driver.faults.findIndex((rule) => rule.is === fault));
  return driver.faults.flatMap((rule, index) => {
    const isWanted = box.faults.includes(rule.is);
    return !isWanted || first.includes(index) ? [{ when: rule.when, is: isWanted }] : [];
  });
}

function statusClaims(driver: Driver, box: Electrics): readonly Claim[] {
  const wanted = box.status ?? (box.hasEnded ? 'sessionEnded' : undefined);
  const index = driver.status.findIndex((rule) => rule.is === wanted);
  return index < 0 ? noneHolds(driver.status) : decides(driver.status, index);
}

function flagClaims(driver: Driver, box: Electrics): readonly Claim[] {
  const { isLocked, isCableIn } = driver.readings.flags;
  return [
    ...(isLocked === undefined ? [] : [{ when: isLocked, is: box.isLocked }]),
    ...(isCableIn === undefined ? [] : [{ when: isCableIn, is: isPlugged(box.car) }]),
  ];
}
