// One log record as one line of text; a line break inside it would become a record of its own in the journal.
import type { LogFields, LogLevel } from './log';

/** journald cuts lines at 48 KiB; nothing worth reading is that long. */
const MOST_CHARACTERS = 8000;

/** What the journal puts before a line to learn its priority (sd-daemon(3)). */
const PRIORITY: Readonly<Record<LogLevel, number>> = {
  fatal: 2,
  error: 3,
  warning: 4,
  info: 6,
  debug: 7,
  trace: 7,
};

/** A line for journald, which adds the time itself: `<4>bus lost bus=garage`. */
export function journalLine(level: LogLevel, text: string): string {
  return `<${PRIORITY[level]}>${text}`;
}

/** A line for a person: `2026-03-01T12:00:00.000Z warning bus lost bus=garage`. */
export function terminalLine(time: string, level: string, text: string): string {
  return `${time} ${level} ${text}`;
}

/** `message key=value key="two words"`, on one line. Absent fields are left out. */
export function recordText(message: string, fields: LogFields = {}): string {
  const pairs = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${fieldText(String(value))}`);
  const line = escapeBreaks([message, ...pairs].join(' '));
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS)} …` : line;
}

function fieldText(value: string): string {
  return value === '' || /[\s"=]/.test(value) ? JSON.stringify(value) : value;
}

/** Line breaks and control characters as escapes, so that no text from outside can forge a line or a colour. */
function escapeBreaks(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (found) => {
    const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
    return named[found] ?? `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
