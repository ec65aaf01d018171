// A capture: registers as they were read, and what was seen at the wallbox. From its text to what the core is fed with.
import { readJson } from '../../src/base/json-source';
import { problemText, type Problem } from '../../src/base/problem';
import { compileSchema, keyText } from '../../src/base/schema';
import type { ReadWords } from '../../src/driver/image';
import { numberOf } from '../../src/driver/literal';
import type { Space } from '../../src/modbus/register';
import schema from '../captures/capture.schema.json';

export type SeenValue = number | string | boolean | null | readonly (number | null)[];

export interface Capture {
  readonly driver: string;
  readonly variant?: string;
  readonly from: 'hardware' | 'document';
  readonly note: string;
  readonly registers: Readonly<
    Partial<Record<Space, Readonly<Record<string, RawWord | readonly RawWord[]>>>>
  >;
  readonly seen: {
    readonly state?: string;
    readonly pilot?: string;
    readonly readings?: Readonly<Record<string, SeenValue>>;
    readonly faults?: readonly string[];
  };
}

type RawWord = number | string;

const check = compileSchema(schema);

/** The capture, or every problem of its text as a line with its place. */
export function parseCapture(text: string, file: string): Capture | readonly string[] {
  const source = readJson(text);
  const broken = source.problems.map((problem): Problem => ({
    ...{ severity: 'error', file, key: keyText(problem.path) },
    ...problem,
  }));
  if (broken.length > 0) return broken.map(problemText);
  const problems = check(source.value).map(({ path, key, message, advice }): Problem => {
    const place = source.placeOf(
      key === undefined ? path : [...path, key],
      key === undefined ? 'value' : 'key',
    );
    return { severity: 'error', file, ...place, key: keyText(path), message, advice };
  });
  return problems.length > 0 ? problems.map(problemText) : (source.value as Capture);
}

/** The words in blocks as long as they are in a row, as one poll would have brought them. */
export function readingsOf({ registers }: Capture, sampledMs: number): readonly ReadWords[] {
  return Object.entries(registers).flatMap(([space, rows]) => {
    const words = new Map(
      Object.entries(rows).flatMap(([address, value]) => cellsOf(numberOf(address), value)),
    );
    return runsOf([...words.keys()]).map(([from, to]) => ({
      ...{ space: space as Space, address: from, length: to - from + 1, sampledMs },
      words: Array.from({ length: to - from + 1 }, (_, at) => words.get(from + at) ?? 0),
    }));
  });
}

function cellsOf(first: number, value: RawWord | readonly RawWord[]): readonly [number, number][] {
  const words = typeof value === 'number' || typeof value === 'string' ? [value] : value;
  return words.map((word, at) => [first + at, numberOf(word)]);
}

/** First and last address of each row without a gap. */
function runsOf(addresses: readonly number[]): readonly [number, number][] {
  const runs: [number, number][] = [];
  for (const address of [...addresses].sort((left, right) => left - right)) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] + 1 === address) last[1] = address;
    else runs.push([address, address]);
  }
  return runs;
}
