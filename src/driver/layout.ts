// Where a driver file differs from its canonical layout, line by line.
import { readJson } from '../base/json-source';
import type { Problem } from '../base/problem';
import { printDriver } from './print';

/** So many places are told one by one; a file in another layout altogether would only repeat itself. */
const MOST_TOLD = 8;
/** How many lines ahead the two texts are searched for where they meet again. */
const LOOK_AHEAD = 60;

/** Warnings in the order of the text; none for a text that is not JSON or that says a thing twice: what to print is not known there. */
export function layoutProblems(text: string, file: string): readonly Problem[] {
  const { value, problems } = readJson(text);
  if (problems.length > 0) return [];
  const differences = differing(text.split('\n'), printDriver(value).split('\n'));
  const told = differences.slice(0, MOST_TOLD).map(({ line, column, advice }) => ({
    ...{ severity: 'warning' as const, file, line, column, key: '' },
    ...{ message: 'not in the canonical layout', advice },
  }));
  const [next] = differences.slice(MOST_TOLD);
  if (next === undefined) return told;
  const count = differences.length - MOST_TOLD;
  const message = `the layout differs in ${count} more place${count === 1 ? '' : 's'} from here on`;
  return [
    ...told,
    { severity: 'warning', file, line: next.line, column: next.column, key: '', message, advice: '' },
  ];
}

/** One-based. */
interface Difference {
  readonly line: number;
  readonly column: number;
  readonly advice: string;
}

function differing(is: readonly string[], wanted: readonly string[]): readonly Difference[] {
  const found: Difference[] = [];
  let [at, to] = [0, 0];
  while (at < is.length || to < wanted.length) {
    if (is[at] === wanted[to]) {
      at++;
      to++;
      continue;
    }
    const [nextAt, nextTo] = meeting(is, wanted, [at, to]);
    found.push({
      line: Math.min(at, is.length - 1) + 1,
      column: firstDifference(is[at] ?? '', wanted[to] ?? ''),
      advice: adviceFor(is.slice(at, nextAt), wanted.slice(to, nextTo)),
    });
    [at, to] = [nextAt, nextTo];
  }
  return found;
}

/** The nearest two lines, behind `from`, that are the same again; the ends of both where there are none. */
function meeting(is: readonly string[], wanted: readonly string[], [at, to]: readonly [number, number]) {
  for (let distance = 1; distance <= 2 * LOOK_AHEAD; distance++) {
    for (let ahead = 0; ahead <= distance; ahead++) {
      const [left, right] = [at + ahead, to + distance - ahead];
      if (left < is.length && right < wanted.length && is[left] === wanted[right])
        return [left, right] as const;
    }
  }
  return [is.length, wanted.length] as const;
}

function firstDifference(is: string, wanted: string): number {
  let column = 0;
  while (column < is.length && is[column] === wanted[column]) column++;
  return column + 1;
}

function adviceFor(is: readonly string[], wanted: readonly string[]): string {
  const [first = ''] = wanted;
  if (wanted.length === 0)
    return is.every((line) => line.trim() === '') ? 'leave the empty line out' : 'leave it out';
  if (wanted.length > 1) return `write ${wanted.length} lines here, beginning with \`${first.trim()}\``;
  if (first === '') return 'end the file with one line feed';
  if (is.length === 1 && is[0]?.trim() === first.trim()) return `indent it by ${first.search(/\S|$/)} spaces`;
  return `write \`${first.trim()}\`${is.length > 1 ? ' on one line' : ''}`;
}
