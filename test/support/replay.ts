// Replays a capture: its registers as one poll of the core, and what the core and the driver make of them.
import { allMatches, firstMatch } from '../../src/driver/condition';
import {
  NUMBER_READINGS,
  TEXT_READINGS,
  TRIPLE_READINGS,
  FLAG_READINGS,
  type DriverFile,
} from '../../src/driver/definition';
import { flagReading, numberReading, textReading, tripleReading } from '../../src/driver/reading';
import { initialModel } from '../../src/wallbox/initial';
import type { Model } from '../../src/wallbox/model';
import { currentReports } from '../../src/wallbox/reports';
import { valueOf } from '../../src/wallbox/snapshot';
import { step } from '../../src/wallbox/step';
import { readingsOf, type Capture, type SeenValue } from './capture';
import { SETTINGS } from './bench-options';

const NOW = { monotonicMs: 1_000_000, wallMs: Date.UTC(2026, 2, 1), isWallSynchronised: true };

export interface Replayed {
  readonly variant: string | undefined;
  readonly identity: Model['identity'];
  readonly state: string;
  readonly pilot: string | undefined;
  readonly faults: readonly string[];
  reading(name: string): SeenValue;
}

/** One poll, observed only; optional registers that the capture does not have count as missing. */
export function replay(capture: Capture, file: DriverFile): Replayed {
  const readings = readingsOf(capture, NOW.monotonicMs);
  const blank = initialModel(file, { ...SETTINGS, control: false }, undefined, NOW.monotonicMs);
  const polled = { kind: 'polled', readings, refused: [], epoch: 1 } as const;
  const { model } = step(blank, { ...polled, missing: missingIn(file, readings) }, NOW);
  const read = valueOf(model);
  const { driver } = model;
  return {
    variant: model.isVariantChosen ? driver.variant : undefined,
    identity: model.identity,
    state: currentReports(model, NOW.monotonicMs).find((report) => report.kind === 'state')?.state ?? 'none',
    pilot: firstMatch(driver.pilot, read)?.is,
    faults: [...new Set(allMatches(driver.faults, read).map((rule) => rule.is))],
    reading: (name) => readingNamed(name, model),
  };
}

function missingIn(file: DriverFile, readings: ReturnType<typeof readingsOf>): readonly string[] {
  const [first] = file.variants;
  return Object.values(first?.driver.registers ?? {})
    .filter(
      ({ optional, space, address }) => optional && !readings.some((block) => isIn(block, space, address)),
    )
    .map(({ name }) => name);
}

function isIn(block: ReturnType<typeof readingsOf>[number], space: string, address: number): boolean {
  return block.space === space && address >= block.address && address < block.address + block.length;
}

function readingNamed(name: string, model: Model): SeenValue {
  const { driver } = model;
  const read = valueOf(model);
  const number = NUMBER_READINGS.find((known) => known === name);
  if (number !== undefined) return numberReading(driver, number, read) ?? null;
  const triple = TRIPLE_READINGS.find((known) => known === name);
  if (triple !== undefined) return tripleReading(driver, triple, read)?.map((each) => each ?? null) ?? null;
  const flag = FLAG_READINGS.find((known) => known === name);
  if (flag !== undefined) return flagReading(driver, flag, read) ?? null;
  const text = TEXT_READINGS.find((known) => known === name);
  if (text !== undefined) return textReading(driver, text, read) ?? null;
  throw new Error(`there is no reading ${name}`);
}
