// A meter: it measures, and has nothing that can be asked of it.
import { FLAG_READINGS, METER_READINGS, NUMBER_READINGS } from './definition';
import type { Driver } from './definition';
import { wrong, wrongKey } from './finding';
import type { Finding } from './finding';

export function lintMeter(driver: Driver): readonly Finding[] {
  return [
    ...foreignSections(driver),
    ...foreignReadings(driver),
    ...measuresNothing(driver),
    ...writes(driver),
  ];
}

/** Sections that only a wallbox has. */
function foreignSections(driver: Driver): readonly Finding[] {
  const { limits, pilot, status, faults, lock, setup, commands, watchdog } = driver;
  const filled = {
    limits: limits.maxA > 0,
    pilot: pilot.length > 0,
    status: status.length > 0,
    faults: faults.length > 0,
    lock: lock !== undefined,
    setup: setup.length > 0,
    commands: Object.keys(commands).length > 0,
    watchdog: watchdog !== undefined,
  };
  return Object.entries(filled)
    .filter(([, isFilled]) => isFilled)
    .map(([section]) => wrongKey([section], 'is nothing that a meter has', 'leave it out'));
}

function foreignReadings({ readings: { numbers, flags } }: Driver): readonly Finding[] {
  const measured: readonly string[] = METER_READINGS;
  const foreign = [...NUMBER_READINGS, ...FLAG_READINGS].filter((name) => !measured.includes(name));
  return foreign
    .filter((name) => name in numbers || name in flags)
    .map((name) => wrongKey(['readings', name], 'is nothing that a meter measures', 'leave it out'));
}

function measuresNothing({ readings: { numbers } }: Driver): readonly Finding[] {
  if (numbers.powerW !== undefined && numbers.totalKWh !== undefined) return [];
  return [wrong(['readings'], 'lacks `powerW` or `totalKWh`', 'a meter has both')];
}

function writes({ registers }: Driver): readonly Finding[] {
  return Object.values(registers)
    .filter(({ access }) => access !== 'r')
    .map(({ name }) =>
      wrong(['registers', name, 'access'], 'nothing is ever written to a meter', 'leave it out'),
    );
}
