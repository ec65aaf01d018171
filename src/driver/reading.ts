// Our words for what a wallbox says, taken from its registers and converted to the unit that the word names.
import type { Value } from '../modbus/register';
import { firstMatch, holds } from './condition';
import type { ValueOf } from './condition';
import type {
  Driver,
  FlagReading,
  NumberReading,
  NumberSource,
  TextReading,
  TripleReading,
  Unit,
} from './definition';
import { convert } from './unit';

/** L1, L2, L3; a phase that is not known is undefined. */
export type Triple = readonly [number | undefined, number | undefined, number | undefined];

/** The suffixes that carry a unit, the longer before the shorter that it ends with. */
const SUFFIXES: readonly (readonly [string, Unit])[] = [
  ['KWh', 'kWh'],
  ['A', 'A'],
  ['V', 'V'],
  ['W', 'W'],
  ['S', 's'],
];

/** The registers whose values a number may be; those that its cases test are not among them. */
export function registersOf(source: NumberSource): readonly string[] {
  if (source.kind === 'register') return [source.register];
  if (source.kind !== 'cases') return source.of;
  return [...new Set(source.of.flatMap(({ is }) => (typeof is === 'string' ? [is] : [])))];
}

/** The unit that the name of a reading ends with; undefined for a bare count (`phases`). */
export function unitOfReading(name: string): Unit | undefined {
  return SUFFIXES.find(([suffix]) => name.endsWith(suffix))?.[1];
}

/** A number reading in the unit of its suffix; undefined when it is not declared or not known. */
export function numberReading(driver: Driver, name: NumberReading, valueOf: ValueOf): number | undefined {
  const source = driver.readings.numbers[name];
  return source === undefined ? undefined : numberFrom(driver, source, unitOfReading(name), valueOf);
}

/** A reading per phase; undefined when it is not declared or no phase is known. */
export function tripleReading(driver: Driver, name: TripleReading, valueOf: ValueOf): Triple | undefined {
  const sources = driver.readings.triples[name];
  if (sources === undefined) return undefined;
  const take = (source: NumberSource) => numberFrom(driver, source, unitOfReading(name), valueOf);
  const triple: Triple = [take(sources[0]), take(sources[1]), take(sources[2])];
  return triple.every((phase) => phase === undefined) ? undefined : triple;
}

/** A claim; undefined when it is not declared or a register in it is not known. */
export function flagReading(driver: Driver, name: FlagReading, valueOf: ValueOf): boolean | undefined {
  const condition = driver.readings.flags[name];
  return condition === undefined ? undefined : holds(condition, valueOf);
}

/** A text; numbers become text, the elements of an array are joined by dots (1.2.13). Empty is unknown. */
export function textReading(driver: Driver, name: TextReading, valueOf: ValueOf): string | undefined {
  const register = driver.readings.texts[name];
  const value = register === undefined ? undefined : valueOf(register);
  if (value === undefined) return undefined;
  const text = Array.isArray(value) ? value.join('.') : String(value).trim();
  return text === '' ? undefined : text;
}

function numberFrom(
  driver: Driver,
  source: NumberSource,
  unit: Unit | undefined,
  valueOf: ValueOf,
): number | undefined {
  const inUnit = (register: string, index?: number): number | undefined => {
    const value = elementOf(valueOf(register), index);
    const own = driver.registers[register]?.unit;
    if (value === undefined || unit === undefined || own === undefined) return value;
    return convert(value, own, unit);
  };
  switch (source.kind) {
    case 'register':
      return inUnit(source.register, source.index);
    case 'sum':
      return sumOf(source.of.map((register) => inUnit(register)));
    case 'first':
      return source.of.map((register) => inUnit(register)).find((value) => value !== undefined);
    case 'cases': {
      const is = firstMatch(source.of, valueOf)?.is;
      return typeof is === 'string' ? inUnit(is) : is;
    }
  }
}

function elementOf(value: Value | undefined, index: number | undefined): number | undefined {
  const element = index !== undefined && typeof value === 'object' ? value[index] : value;
  return typeof element === 'number' ? element : undefined;
}

/** A sum with an unknown part is unknown, not smaller. */
function sumOf(values: readonly (number | undefined)[]): number | undefined {
  let sum = 0;
  for (const value of values) {
    if (value === undefined) return undefined;
    sum += value;
  }
  return sum;
}
