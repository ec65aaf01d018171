// Measured numbers into the registers that a driver's readings name: the readings, read backwards.
import type { Driver, NumberReading, NumberSource, Register, TripleReading } from '../driver/definition';
import { registersOf, unitOfReading } from '../driver/reading';
import { convert } from '../driver/unit';
import type { Memory } from './memory';
import { withMeasured } from './memory';

/** What there is to show, in the units of the readings' names. */
export interface Measured {
  readonly numbers: Readonly<Record<NumberReading, number>>;
  readonly triples: Readonly<Record<TripleReading, readonly [number, number, number]>>;
}

/** Which registers may change: writable ones hold what was written to them, except when the wallbox starts. */
export type MayPaint = (register: Register) => boolean;

interface Stroke {
  readonly source: NumberSource;
  readonly name: NumberReading | TripleReading;
  readonly value: number;
}

/** The memory with every reading of the driver showing the measured number. */
export function painted(driver: Driver, memory: Memory, measured: Measured, mayPaint: MayPaint): Memory {
  const perPhase = Object.entries(driver.readings.triples).flatMap(([name, sources]) =>
    sources.map((source, phase) => {
      const triple = name as TripleReading;
      return { source, name: triple, value: measured.triples[triple][phase] ?? 0 };
    }),
  );
  const phaseRegisters = new Set(perPhase.flatMap((stroke) => registersOf(stroke.source)));
  const single = Object.entries(driver.readings.numbers).map(([name, source]) => {
    const number = name as NumberReading;
    return { source, name: number, value: measured.numbers[number] };
  });
  // A sum of registers that already show one phase each is right by itself.
  const open = single.filter(({ source }) => !isSumOf(source, phaseRegisters));
  // A case may borrow the register of another reading, which then has the last word.
  const borrowed = open.filter(({ source }) => source.kind === 'cases');
  const own = open.filter(({ source }) => source.kind !== 'cases');
  return [...perPhase, ...borrowed, ...own].reduce(
    (now, stroke) => struck(driver, now, stroke, mayPaint),
    memory,
  );
}

/** Names of the registers that readings in numbers are taken from. */
export function measuredRegisters(driver: Driver): readonly string[] {
  const triples = Object.values(driver.readings.triples).flat();
  return [...Object.values(driver.readings.numbers), ...triples].flatMap(registersOf);
}

function isSumOf(source: NumberSource, registers: ReadonlySet<string>): boolean {
  return source.kind === 'sum' && source.of.every((register) => registers.has(register));
}

function struck(driver: Driver, memory: Memory, stroke: Stroke, mayPaint: MayPaint): Memory {
  const { source, name } = stroke;
  const names = registersOf(source);
  const share = source.kind === 'sum' ? stroke.value / names.length : stroke.value;
  const unit = unitOfReading(name);
  return names.reduce((now, registerName) => {
    const register = driver.registers[registerName];
    if (register === undefined || !mayPaint(register)) {
      return now;
    }
    const own = unit === undefined ? share : (convert(share, unit, register.unit ?? unit) ?? share);
    return withMeasured(now, register, own, source.kind === 'register' ? source.index : 0);
  }, memory);
}
