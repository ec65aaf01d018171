// What is wrong with a file that a person wrote: where, what, and what to write instead.

export interface Problem {
  /** An error refuses the file; a warning is only told. */
  readonly severity: 'error' | 'warning';
  readonly file: string;
  /** One-based; 1 when the place is the file as a whole. */
  readonly line: number;
  readonly column: number;
  /** The key, dotted: `chargepoints[0].max_current`; empty for the file as a whole. */
  readonly key: string;
  /** What is wrong. */
  readonly message: string;
  /** What to write instead. */
  readonly advice: string;
}

/** `FILE:LINE:COL key: what is wrong; what to write`. */
export function problemText(problem: Problem): string {
  const key = problem.key === '' ? '' : ` ${problem.key}:`;
  const severity = problem.severity === 'warning' ? ' warning:' : '';
  const advice = problem.advice === '' ? '' : `; ${problem.advice}`;
  return `${problem.file}:${problem.line}:${problem.column}${severity}${key} ${problem.message}${advice}`;
}
