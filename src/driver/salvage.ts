// What is left of a driver file when the rows that break the schema are taken out, so that the rest can be checked too.
import type { SchemaCheck, SchemaProblem } from '../base/schema';
import { isObject } from './variants';

export interface Salvage {
  readonly value: Readonly<Record<string, unknown>>;
  /** Names of registers that were taken out: what refers to them is not wrong for that. */
  readonly ignored: ReadonlySet<string>;
}

/** A name for what was taken out; it refers to nothing and is never complained about. */
const GONE = 'takenOut';

/** What a row of a list becomes: the rows behind it must keep their numbers. */
const EMPTY_ROWS: Readonly<Record<string, unknown>> = {
  sources: { id: GONE, title: GONE },
  pilot: { when: {}, is: 'A' },
  status: { when: {}, is: 'reserved' },
  faults: { when: {}, is: GONE },
  setup: { write: GONE, value: 0 },
};

/** What a section becomes that is missing or altogether wrong. */
const EMPTY_SECTIONS: Readonly<Record<string, unknown>> = {
  format: 1,
  id: 'taken/out',
  ...{ manufacturer: GONE, model: GONE, summary: GONE },
  sources: [EMPTY_ROWS.sources],
  verified: { on: 'paper', note: GONE },
  link: { transports: ['rtu'] },
  limits: { minA: 6, maxA: 6, stepA: 1, phases: [1] },
  identify: { [GONE]: 0 },
  ...{ readings: {}, pilot: [], commands: {} },
};

/** Rows that can simply go, because nothing counts them. */
const KEYED_SECTIONS = ['registers', 'readings', 'identify', 'commands', 'link'];

/** Each pass may uncover another violation (a link without transports); undefined when nothing sound is left. */
const MOST_PASSES = 4;

export function salvage(file: unknown, check: SchemaCheck): Salvage | undefined {
  if (!isObject(file) || !isObject(file.registers)) return undefined;
  let value = file;
  const ignored = new Set([GONE]);
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const problems = check(value);
    if (problems.length === 0) return { value, ignored };
    if (problems.some(({ path, key }) => path[0] === 'registers' && path.length === 1 && key === undefined)) {
      return undefined;
    }
    value = problems.reduce((rest, problem) => without(rest, problem, ignored), value);
    value = { ...EMPTY_SECTIONS, ...value };
  }
  return undefined;
}

function without(
  value: Readonly<Record<string, unknown>>,
  problem: SchemaProblem,
  ignored: Set<string>,
): Readonly<Record<string, unknown>> {
  const [section, row] = problem.key === undefined ? problem.path : [...problem.path, problem.key];
  if (typeof section !== 'string') return value;
  const content = value[section];
  if (typeof row === 'number' && Array.isArray(content) && section in EMPTY_ROWS) {
    return {
      ...value,
      [section]: content.map((kept: unknown, at) => (at === row ? EMPTY_ROWS[section] : kept)),
    };
  }
  if (typeof row === 'string' && isObject(content) && KEYED_SECTIONS.includes(section)) {
    if (section === 'registers') ignored.add(row);
    return { ...value, [section]: withoutKey(content, row) };
  }
  return withoutKey(value, section);
}

function withoutKey(
  value: Readonly<Record<string, unknown>>,
  key: string,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}
