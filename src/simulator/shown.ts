// What the registers say about the physics: numbers painted, decision tables solved backwards.
import type { Condition, Driver, Pilot } from '../driver/definition';
import { isPlugged } from './car';
import type { Claim } from './candidates';
import { caseClaims } from './cases';
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
  electrics: Electrics,
  about: { readonly settings: Settings; readonly identity: Identity },
): Memory {
  const measured = measuredOf(electrics, about.settings);
  const current = painted(driver, memory, measured, isReadOnly);
  const writable = Object.values(driver.registers).filter((register) => !isReadOnly(register));
  const fixed = new Set([...measuredRegisters(driver), ...writable.map((register) => register.name)]);
  const told = caseClaims(driver, measured, fixed);
  for (const claims of withAndWithout(accounts(driver, electrics, identityClaims(about.identity)), told)) {
    const solved = solve(driver, current, claims, fixed);
    if (solved !== undefined) {
      return solved;
    }
  }
  return current;
}

/** Each account with what else should be told, then without. */
function* withAndWithout(
  accounts: Iterable<readonly Claim[]>,
  more: readonly Claim[],
): Generator<readonly Claim[]> {
  for (const account of accounts) {
    if (more.length > 0) {
      yield [...account, ...more];
    }
    yield account;
  }
}

export function identityClaims(identity: Identity): readonly Claim[] {
  return [
    ...identity.always.map((when) => ({ when, is: true })),
    ...identity.never.map((when) => ({ when, is: false })),
  ];
}

export function measuredOf(electrics: Electrics, settings: Settings): Measured {
  const isIn = isPlugged(electrics.car);
  return {
    numbers: {
      boxMaxA: electrics.boxMaxA,
      offeredA: electrics.setpointA,
      appliedA: appliedA(electrics),
      cableA: isIn ? electrics.cableA : 0,
      powerW: powerW(electrics),
      sessionKWh: electrics.sessionKWh,
      totalKWh: electrics.totalKWh,
      sessionS: Math.floor(electrics.pluggedMs / 1000),
      uptimeS: Math.floor(electrics.upMs / 1000),
      phases: electrics.phases,
      watchdogS: settings.watchdogMs / 1000,
      fallbackA: settings.fallbackA,
    },
    triples: { currentsA: currentsA(electrics), voltagesV: electrics.volts, powersW: powersW(electrics) },
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
function* accounts(
  driver: Driver,
  electrics: Electrics,
  identity: readonly Claim[],
): Generator<readonly Claim[]> {
  const wanted = pilotOf(electrics);
  const letters = ALIKE[wanted] ?? [wanted];
  const pilots = letters.flatMap((letter) =>
    driver.pilot.flatMap((rule, index) => (rule.is === letter ? [decides(driver.pilot, index)] : [])),
  );
  const always = [...identity, ...faultClaims(driver, electrics)];
  const status = statusClaims(driver, electrics);
  const flags = flagClaims(driver, electrics);
  const told = electrics.status === undefined ? [] : [...always, ...status];
  for (const pilot of pilots) {
    yield [...always, ...pilot, ...status, ...flags];
    yield [...always, ...pilot, ...status];
  }
  // A status that was asked for is more important than the letter beside it.
  if (told.length > 0) {
    yield told;
  }
  for (const pilot of pilots) {
    yield [...always, ...pilot];
  }
  yield always;
}

function faultClaims(driver: Driver, electrics: Electrics): readonly Claim[] {
  const first = electrics.faults.map((fault) => driver.faults.findIndex((rule) => rule.is === fault));
  return driver.faults.flatMap((rule, index) => {
    const isWanted = electrics.faults.includes(rule.is);
    return !isWanted || first.includes(index) ? [{ when: rule.when, is: isWanted }] : [];
  });
}

function statusClaims(driver: Driver, electrics: Electrics): readonly Claim[] {
  const wanted = electrics.status ?? (electrics.hasEnded ? 'sessionEnded' : undefined);
  const index = driver.status.findIndex((rule) => rule.is === wanted);
  return index < 0 ? noneHolds(driver.status) : decides(driver.status, index);
}

function flagClaims(driver: Driver, electrics: Electrics): readonly Claim[] {
  const { isLocked, isCableIn } = driver.readings.flags;
  return [
    ...(isLocked === undefined ? [] : [{ when: isLocked, is: electrics.isLocked }]),
    ...(isCableIn === undefined ? [] : [{ when: isCableIn, is: isPlugged(electrics.car) }]),
  ];
}
