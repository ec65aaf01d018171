// Register values of the last polls turned into our words: one Snapshot, every value as old as it says.
import { allMatches, firstMatch, type ValueOf } from '../driver/condition';
import type { Driver, FlagReading, MeterReading, NumberReading, Pilot } from '../driver/definition';
import { flagReading, numberReading, textReading, tripleReading } from '../driver/reading';
import { valuesIn, type Sample } from '../driver/image';
import { change, type Model, type Turn } from './model';
import { observedOfferA } from './offer';
import type { Snapshot } from './parts';
import type { Polled } from './inputs';

/** The value of a register as last read; unknown when it never was, or when the device says "not available". */
export function valueOf(model: Pick<Model, 'image'>): ValueOf {
  return (register) => model.image[register]?.value;
}

/** As `valueOf`, but only values whose reading began at or after `sinceMs`: older ones prove nothing. */
export function valueSince(model: Model, sinceMs: number): ValueOf {
  return (register) => {
    const sample = model.image[register];
    return sample !== undefined && sample.sampledMs >= sinceMs + lagMs(model, register)
      ? sample.value
      : undefined;
  };
}

function lagMs(model: Model, register: string): number {
  return model.driver.registers[register]?.lagMs ?? 0;
}

/** A device that is polled: the wallbox, or the meter beside it. */
export type Device = Pick<Model, 'driver' | 'image' | 'missing' | 'refused'>;

/** Takes the words of a poll into the image. */
export function absorbReadings(turn: Turn, polled: Polled): void {
  change(turn, absorbed(turn.model, polled));
}

/** What a poll changes in what is known of a device. */
export function absorbed(device: Device, polled: Omit<Polled, 'kind'>): Partial<Device> {
  const { readings, missing, refused } = polled;
  const image: Record<string, Sample> = { ...device.image };
  for (const [register, sample] of valuesIn(device.driver, readings)) image[register] = sample;
  return {
    image,
    ...(missing.length > 0 ? { missing: [...new Set([...device.missing, ...missing])] } : {}),
    ...(refused.length > 0 ? { refused: [...device.refused, ...refused] } : {}),
  };
}

/** The device that a reading comes from: the meter where its driver has it, otherwise the wallbox. Never both. */
export function sourceOf(model: Model, name: MeterReading): Device {
  const { meter } = model;
  return meter !== undefined && declares(meter.driver, name) ? meter : model;
}

function declares({ readings: { numbers, triples } }: Driver, name: MeterReading): boolean {
  return name in numbers || name in triples;
}

/** Evaluates the driver's readings and tables over the image. */
export function takeSnapshot(turn: Turn, sampledMs: number): void {
  change(turn, { snapshot: snapshotOf(turn.model, sampledMs) });
}

function snapshotOf(model: Model, sampledMs: number): Snapshot {
  const told = toldBy(model, sampledMs);
  const { setpoint } = model;
  const observedA = observedOfferA({ ...model, snapshot: told });
  // A wallbox that tells no limit has the one that it acknowledged.
  const inForceA = told.appliedA ?? observedA ?? setpoint.assertedA;
  return { ...told, pilot: normalised(told.pilot, inForceA) };
}

function toldBy(model: Model, sampledMs: number): Snapshot {
  const { driver } = model;
  const read = valueOf(model);
  const number = (name: NumberReading) => numberReading(driver, name, read);
  const flag = (name: FlagReading) => flagReading(driver, name, read);
  return {
    sampledMs,
    pilot: firstMatch(driver.pilot, read)?.is,
    statuses: allMatches(driver.status, read).map((rule) => rule.is),
    faults: [...new Set(allMatches(driver.faults, read).map((rule) => rule.is))],
    offeredA: number('offeredA'),
    appliedA: number('appliedA'),
    boxMaxA: number('boxMaxA'),
    cableA: number('cableA'),
    phases: number('phases'),
    ...measured(model),
    sessionKWh: number('sessionKWh'),
    sessionS: number('sessionS'),
    uptimeS: number('uptimeS'),
    fallbackA: number('fallbackA'),
    isLocked: flag('isLocked'),
    isCableIn: flag('isCableIn'),
    serial: textReading(driver, 'serial', read),
  };
}

type Measured = Pick<Snapshot, 'powerW' | 'currentsA' | 'totalKWh' | 'ownPowerW' | 'ownCurrentsA'>;

function measured(model: Model): Measured {
  const number = (device: Device, name: 'powerW' | 'totalKWh') =>
    numberReading(device.driver, name, valueOf(device));
  const currents = (device: Device) => tripleReading(device.driver, 'currentsA', valueOf(device));
  const [power, current] = [sourceOf(model, 'powerW'), sourceOf(model, 'currentsA')];
  return {
    powerW: number(power, 'powerW'),
    currentsA: currents(current),
    totalKWh: number(sourceOf(model, 'totalKWh'), 'totalKWh'),
    ownPowerW: power === model ? undefined : number(model, 'powerW'),
    ownCurrentsA: current === model ? undefined : currents(model),
  };
}

/** What is measured anew, beside everything that only the wallbox tells. */
export function remeasure(turn: Turn): void {
  const { snapshot } = turn.model;
  if (snapshot !== undefined) change(turn, { snapshot: { ...snapshot, ...measured(turn.model) } });
}

/** Bare letters: C and D are C2, D2; B is B2 while the offer in force is at least 6 A, else B1 (section 4). */
function normalised(pilot: Pilot | undefined, inForceA: number | undefined): Pilot | undefined {
  if (pilot === 'C') return 'C2';
  if (pilot === 'D') return 'D2';
  if (pilot === 'B') return inForceA !== undefined && inForceA >= 6 ? 'B2' : 'B1';
  return pilot;
}

/** C2 or D2: the car asks for energy and the pulse-width signal is on. */
export function isContactorPilot(pilot: Pilot | undefined): boolean {
  return pilot === 'C2' || pilot === 'D2';
}

/** The largest power that anything measures, whichever way it flows; undefined where nothing does. */
export function largestW({ powerW, ownPowerW }: Snapshot): number | undefined {
  if (powerW === undefined && ownPowerW === undefined) return undefined;
  return Math.max(Math.abs(powerW ?? 0), Math.abs(ownPowerW ?? 0));
}

/** The largest phase current that anything measures, or undefined where nothing does. */
export function largestA(snapshot: Snapshot): number | undefined {
  let largest: number | undefined;
  for (const currentA of [...(snapshot.currentsA ?? []), ...(snapshot.ownCurrentsA ?? [])]) {
    if (currentA !== undefined) largest = Math.max(largest ?? 0, Math.abs(currentA));
  }
  return largest;
}
