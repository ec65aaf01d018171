// Numbers that a driver reads from cases, read backwards: which case has to hold for a number to be told.
import type { Driver, NumberReading, Rule } from '../driver/definition';
import type { Claim } from './candidates';
import type { Measured } from './paint';
import { decides } from './solve';

/** The claims that make each such number the measured one. Registers that hold what was written to them decide by themselves. */
export function caseClaims(driver: Driver, measured: Measured, fixed: ReadonlySet<string>): readonly Claim[] {
  return Object.entries(driver.readings.numbers).flatMap(([name, source]) => {
    if (source.kind !== 'cases' || isDecided(source.of, fixed)) {
      return [];
    }
    const value = measured.numbers[name as NumberReading];
    const literal = source.of.findIndex(({ is }) => is === value);
    const index = literal < 0 ? source.of.findIndex(({ is }) => typeof is === 'string') : literal;
    return index < 0 ? [] : decides(source.of, index);
  });
}

function isDecided(cases: readonly Rule<string | number>[], fixed: ReadonlySet<string>): boolean {
  return cases.every(({ when }) => Object.keys(when).every((register) => fixed.has(register)));
}
