// Everything that is wrong with one driver file: what parsing tells, and how its layout differs.
import type { Problem } from '../base/problem';
import type { DriverFile } from '../driver/definition';
import { layoutProblems } from '../driver/layout';
import { parseDriver } from '../driver/parse';
import { readDriver } from '../io/driver-files';

export interface CheckedDriver {
  readonly file: string;
  /** Absent when the file cannot be used. */
  readonly driver?: DriverFile;
  /** In the order of the text, errors and warnings mixed. */
  readonly problems: readonly Problem[];
}

/** `reference`: a path that ends in `.json`, shown as it was given, or an id of the catalogue. */
export async function checkDriver(reference: string, folder: string): Promise<CheckedDriver> {
  const found = await readDriver(reference, folder);
  const file = reference.endsWith('.json') ? reference : found.file;
  if (!found.ok) return { file, problems: [unreadable(file, found.cause)] };
  const { driver, problems } = parseDriver(found.text, file);
  // A line that says something wrong has to be written anew anyhow.
  const layout = layoutProblems(found.text, file).filter(
    ({ line }) => !problems.some((problem) => problem.severity === 'error' && problem.line === line),
  );
  const all = [...problems, ...layout];
  return {
    file,
    ...(driver === undefined ? {} : { driver }),
    problems: all.sort((left, right) => left.line - right.line || left.column - right.column),
  };
}

function unreadable(file: string, cause: string): Problem {
  const message = cause === 'ENOENT' ? 'there is no such file' : `cannot be read (${cause})`;
  const advice = 'name a path that ends in .json, or an id that `chargepointd drivers` lists';
  return { severity: 'error', file, line: 1, column: 1, key: '', message, advice };
}
