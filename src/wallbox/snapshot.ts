// Register values of the last polls turned into our words: one Snapshot, every value as old as it says.
import { allMatches, firstMatch, type ValueOf } from '../driver/condition';
import type { FlagReading, NumberReading, NumberSource, Pilot, Rule } from '../driver/definition';
import { flagReading, numberReading, textReading, tripleReading } from '../driver/reading';
import { valuesIn, type Sample } from '../driver/image';
import { change, type Model, type Turn } from './model';
import type { Snapshot } from './parts';
import type { Polled } from './inputs';

/** The value of a register as last read; unknown when it never was, or when the device says "not available". */
export function valueOf(model: Model): ValueOf {
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

/** Takes the words of a poll into the image. */
export function absorbReadings(turn: Turn, polled: Polled): void {
  const { readings, missing, refused } = polled;
  const image: Record<string, Sample> = { ...turn.model.image };
  for (const [register, sample] of valuesIn(turn.model.driver, readings)) image[register] = sample;
  change(turn, {
    image,
    ...(missing.length > 0 ? { missing: [...new Set([...turn.model.missing, ...missing])] } : {}),
    ...(refused.length > 0 ? { refused: [...turn.model.refused, ...refused] } : {}),
  });
}

/** Evaluates the driver's readings and tables over the image. */
export function takeSnapshot(turn: Turn, sampledMs: number): void {
  change(turn, { snapshot: snapshotOf(turn.model, sampledMs) });
}

function snapshotOf(model: Model, sampledMs: number): Snapshot {
  const { driver } = model;
  const read = valueOf(model);
  const number = (name: NumberReading) => numberReading(driver, name, read);
  const flag = (name: FlagReading) => flagReading(driver, name, read);
  const appliedA = number('appliedA');
  const offeredA = number('offeredA');
  return {
    sampledMs,
    pilot: normalised(firstMatch(driver.pilot, read)?.is, appliedA ?? offeredA),
    statuses: allMatches(driver.status, read).map((rule) => rule.is),
    faults: [...new Set(allMatches(driver.faults, read).map((rule) => rule.is))],
    offeredA,
    offeredSampledMs: sampleTime(model, 'offeredA'),
    appliedA,
    appliedSampledMs: sampleTime(model, 'appliedA'),
    boxMaxA: number('boxMaxA'),
    cableA: number('cableA'),
    phases: number('phases'),
    powerW: number('powerW'),
    currentsA: tripleReading(driver, 'currentsA', read),
    sessionKWh: number('sessionKWh'),
    totalKWh: number('totalKWh'),
    sessionS: number('sessionS'),
    uptimeS: number('uptimeS'),
    fallbackA: number('fallbackA'),
    isLocked: flag('isLocked'),
    isCableIn: flag('isCableIn'),
    serial: textReading(driver, 'serial', read),
  };
}

/** Bare letters: C and D are C2, D2; B is B2 while the offer in force is at least 6 A, else B1 (section 4). */
function normalised(pilot: Pilot | undefined, inForceA: number | undefined): Pilot | undefined {
  if (pilot === 'C') return 'C2';
  if (pilot === 'D') return 'D2';
  if (pilot === 'B') return inForceA !== undefined && inForceA >= 6 ? 'B2' : 'B1';
  return pilot;
}

/** The age of a reading is that of its oldest register; unknown where one of them was never read. */
export function sampleTime(model: Model, name: NumberReading): number | undefined {
  const source = model.driver.readings.numbers[name];
  if (source === undefined) return undefined;
  let oldestMs = Infinity;
  for (const register of registersOf(source, model)) {
    const sample = model.image[register];
    if (sample === undefined) return undefined;
    oldestMs = Math.min(oldestMs, sample.sampledMs);
  }
  return oldestMs;
}

/** The registers that a number comes from; of several alternatives the first that is known. */
export function registersOf(source: NumberSource, model: Model): readonly string[] {
  if (source.kind === 'register') return [source.register];
  if (source.kind === 'sum') return source.of;
  if (source.kind === 'cases') return caseRegisters(source.of, model);
  const known = source.of.find((register) => model.image[register]?.value !== undefined);
  return known === undefined ? source.of.slice(0, 1) : [known];
}

/** What decides between the cases, and the register that the deciding one names. */
function caseRegisters(cases: readonly Rule<string | number>[], model: Model): readonly string[] {
  const is = firstMatch(cases, valueOf(model))?.is;
  const tested = cases.flatMap(({ when }) => Object.keys(when));
  return [...new Set([...tested, ...(typeof is === 'string' ? [is] : [])])];
}

/** C2 or D2: the car asks for energy and the pulse-width signal is on. */
export function isContactorPilot(pilot: Pilot | undefined): boolean {
  return pilot === 'C2' || pilot === 'D2';
}

/** The largest phase current, or undefined where none is measured. */
export function largestA(snapshot: Snapshot): number | undefined {
  let largest: number | undefined;
  for (const currentA of snapshot.currentsA ?? []) {
    if (currentA !== undefined) largest = Math.max(largest ?? 0, currentA);
  }
  return largest;
}
