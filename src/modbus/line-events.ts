// What happens to a line, in words for the log: one line when something is lost, one when it is back.
import type { LogFields, LogLevel } from '../base/log';
import type { LineEvent } from './line-state';

export interface LogRecord {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}

/** `name` is the port or host as the user knows it. */
export function recordOf(event: LineEvent, name: string): LogRecord {
  switch (event.kind) {
    case 'linkLost':
      return { level: 'error', message: `${name} is lost; trying again`, fields: { cause: event.cause } };
    case 'linkBack':
      return { level: 'info', message: `${name} is back`, fields: sums(event) };
    case 'unitLost':
      return {
        level: 'warning',
        message: `${event.label} does not answer`,
        fields: { line: name, cause: event.cause },
      };
    case 'unitBack':
      return {
        level: 'info',
        message: `${event.label} answers again`,
        fields: { line: name, ...sums(event) },
      };
    case 'allSilent':
      return {
        level: 'error',
        message: `No unit on ${name} answers: look at the adapter and the wiring`,
        fields: { units: event.units },
      };
    case 'reset':
      return {
        level: 'debug',
        message: `${name} is closed, to be opened again`,
        fields: { cause: event.cause },
      };
  }
}

function sums(event: { readonly afterMs: number; readonly failures: number }): LogFields {
  return { after: durationText(event.afterMs), failures: event.failures };
}

/** `0.4 s`, `12 s`, `4 min`, `3.2 h`. */
export function durationText(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${seconds.toFixed(0)} s`;
  return seconds < 7200 ? `${(seconds / 60).toFixed(0)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
