// Text tables for a terminal or a pipe: aligned columns, no frames, no colours. The only file that knows cli-table3.
import Table from 'cli-table3';

export interface TextTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const NO_FRAME = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ' },
};

/** What is left of the last column, at the least, before lines are broken. */
const LEAST_LAST_COLUMN = 24;

/**
 * The table as lines. With `width`, the last column is broken into lines so that the table fits, as far as that is
 * possible; without, every row is one line, as other programs want it.
 */
export function textTable({ head, rows }: TextTable, width?: number): string {
  const columns = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const before = columns.slice(0, -1).reduce((sum, column) => sum + column + 2, 0);
  const last = width === undefined ? undefined : Math.max(LEAST_LAST_COLUMN, width - before);
  const isBroken = last !== undefined && last < (columns.at(-1) ?? 0);
  const table = new Table({
    chars: NO_FRAME,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    wordWrap: true,
    ...(isBroken ? { colWidths: [...columns.slice(0, -1).map(() => null), last] } : {}),
  });
  table.push(
    head.map((title) => title.toUpperCase()),
    ...rows.map((row) => [...row]),
  );
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
