// What a schema cannot say about a driver, room by room of the file.
import type { Driver } from './definition';
import type { Finding } from './finding';
import { lintCommands } from './lint-commands';
import { lintLimits, lintSources } from './lint-limits';
import { lintMeter } from './lint-meter';
import { lintReferences } from './lint-references';
import { lintRegisters } from './lint-registers';
import { lintTables } from './lint-tables';
import type { Use } from './uses';

/**
 * Every finding about one variant. `extra`: uses outside it (the condition under which the variant is chosen). `chooses`: registers
 * by which the other variants are chosen.
 */
export function lintDriver(
  driver: Driver,
  extra: readonly Use[] = [],
  chooses: readonly string[] = [],
): readonly Finding[] {
  const common = [
    ...lintReferences(driver, extra),
    ...lintRegisters(driver, [...extra.map(({ register }) => register), ...chooses]),
    ...lintSources(driver),
  ];
  if (driver.kind === 'meter') return [...common, ...lintMeter(driver)];
  return [...common, ...lintTables(driver), ...lintCommands(driver), ...lintLimits(driver)];
}
