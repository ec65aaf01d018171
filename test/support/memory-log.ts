// A Log that keeps its records for a test to read.
import type { Log, LogFields, LogLevel } from '../../src/base/log';

export interface MemoryLog extends Log {
  readonly records: readonly {
    readonly level: LogLevel;
    readonly message: string;
    readonly fields?: LogFields;
  }[];
  /** Records above debug, as one line each. */
  told(): readonly string[];
}

export function memoryLog(): MemoryLog {
  const records: { level: LogLevel; message: string; fields?: LogFields }[] = [];
  return {
    records,
    write: (level, message, fields) => {
      records.push(fields === undefined ? { level, message } : { level, message, fields });
    },
    told: () =>
      records
        .filter(({ level }) => level !== 'debug' && level !== 'trace')
        .map(({ message, fields }) =>
          [message, ...Object.entries(fields ?? {}).map((pair) => pair.join('='))].join(' '),
        ),
  };
}
