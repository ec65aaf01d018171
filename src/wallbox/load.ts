// What tells whether a car draws: the pilot, currents and power, and how old the oldest of them is.
import type { Model } from './model';
import { registersOf } from './readings';

export function loadRegisters(model: Model): readonly string[] {
  const { pilot, readings } = model.driver;
  const sources = [readings.numbers.powerW, ...(readings.triples.currentsA ?? [])];
  const measured = sources.flatMap((source) => (source === undefined ? [] : registersOf(source, model)));
  const names = [...measured, ...pilot.flatMap((rule) => Object.keys(rule.when))];
  return [...new Set(names)].filter((name) => !model.missing.includes(name));
}

/** The moment of which they tell: a load that began later is not seen yet. */
export function loadMs(model: Model): number {
  return truthMs(model, loadRegisters(model));
}

/** The moment of which the oldest of some registers tells: when it was read, less its lag. */
export function truthMs({ image, driver }: Model, registers: readonly string[]): number {
  const moments = registers.map(
    (name) => (image[name]?.sampledMs ?? -Infinity) - (driver.registers[name]?.lagMs ?? 0),
  );
  return Math.min(...moments);
}
