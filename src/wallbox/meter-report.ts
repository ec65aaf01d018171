// What the meter shows, in FIMP's keys: momentary values of the last poll, and a lifetime counter that never falls.
import type { TripleReading } from '../driver/definition';
import { numberReading, tripleReading } from '../driver/reading';
import { change, type Model, type Turn } from './model';
import { sourceOf, valueOf } from './snapshot';
import type { MeterKey, MeterReport, MeterUnit } from './vocabulary';

const TRIPLES: readonly (readonly [TripleReading, readonly [MeterKey, MeterKey, MeterKey]])[] = [
  ['powersW', ['p1', 'p2', 'p3']],
  ['voltagesV', ['u1', 'u2', 'u3']],
  ['currentsA', ['i1', 'i2', 'i3']],
];

/** The keys that this wallbox can deliver, by what its driver declares and the wallbox has. */
export function meterKeys(model: Model): readonly MeterKey[] {
  const keys: MeterKey[] = [];
  if (hasNumber(model, 'powerW')) keys.push('p_import');
  if (hasNumber(model, 'totalKWh')) keys.push('e_import');
  for (const [reading, names] of TRIPLES) {
    if (sourceOf(model, reading).driver.readings.triples[reading] === undefined) continue;
    keys.push(...(model.settings.phases === 1 ? names.slice(0, 1) : names));
  }
  return keys;
}

export function meterUnits(model: Model): readonly MeterUnit[] {
  return [
    ...(hasNumber(model, 'powerW') ? (['W'] as const) : []),
    ...(hasNumber(model, 'totalKWh') ? (['kWh'] as const) : []),
  ];
}

function hasNumber(model: Model, name: 'powerW' | 'totalKWh'): boolean {
  const { driver, missing } = sourceOf(model, name);
  const source = driver.readings.numbers[name];
  if (source === undefined) return false;
  return source.kind !== 'register' || !missing.includes(source.register);
}

/** Undefined where there is no meter at all. A value that is not known is left out. */
export function meterReport(model: Model): MeterReport | undefined {
  const keys = meterKeys(model);
  if (keys.length === 0) return undefined;
  const known = values(model);
  const told = keys.flatMap((key) => (known[key] === undefined ? [] : [[key, known[key]] as const]));
  return { kind: 'meter', values: Object.fromEntries(told) };
}

function values(model: Model): Partial<Record<MeterKey, number>> {
  const found: Partial<Record<MeterKey, number>> = {};
  const power = sourceOf(model, 'powerW');
  const powerW = numberReading(power.driver, 'powerW', valueOf(power));
  if (powerW !== undefined) found.p_import = Math.max(0, powerW);
  if (model.lifetimeKWh !== undefined && !isMeterSilent(model)) found.e_import = model.lifetimeKWh;
  for (const [reading, names] of TRIPLES) {
    const device = sourceOf(model, reading);
    const triple = tripleReading(device.driver, reading, valueOf(device));
    names.forEach((name, phase) => {
      const value = triple?.[phase];
      if (value !== undefined) found[name] = value;
    });
  }
  return found;
}

/** The energy comes from a meter that tells nothing at the moment. */
function isMeterSilent(model: Model): boolean {
  return model.snapshot?.totalKWh === undefined && sourceOf(model, 'totalKWh') !== model;
}

/** A lifetime counter only grows: a reading below the last one is a fault of the reading, not of time. */
export function followLifetime(turn: Turn): void {
  const { snapshot, lifetimeKWh } = turn.model;
  const totalKWh = snapshot?.totalKWh;
  if (totalKWh === undefined || totalKWh < (lifetimeKWh ?? -Infinity)) return;
  change(turn, { lifetimeKWh: totalKWh });
}
