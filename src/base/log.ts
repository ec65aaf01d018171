// The Log port: one record per change of state, with fields instead of prose to parse.

/** The levels that FIMP names (`fimp.md` e.4), least urgent first. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warning', 'error', 'fatal'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Details of a record. Secrets never go in here. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Log {
  /** Writes one line. `message` is a sentence without a full stop; `fields` follow as key=value. */
  write(level: LogLevel, message: string, fields?: LogFields): void;
}
