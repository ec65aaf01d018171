// Times as FIMP writes them: RFC 3339 out, a little more than that in (fimp.md b.3).

const DATE = /^(\d{4})-(\d\d)-(\d\d)/;
const CLOCK = /^[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?/;
const OFFSET = /^ ?(?:[Zz]|([+-])(\d\d):?(\d\d))$/;

/** `2026-03-01T10:08:27.512Z`, for `ctime`. */
export function rfc3339Millis(wallMs: number): string {
  return new Date(wallMs).toISOString();
}

/** `2026-03-01T10:08:27Z`, for `started_at` and `finished_at`. */
export function rfc3339Seconds(wallMs: number): string {
  return rfc3339Millis(wallMs).replace(/\.\d+Z$/, 'Z');
}

/**
 * Milliseconds since 1970, or undefined for what is no time. Beside RFC 3339 it takes `+0100` without colon,
 * and a space instead of `T` and before the offset.
 */
export function parseTime(text: string): number | undefined {
  const date = DATE.exec(text);
  const clock = date && CLOCK.exec(text.slice(date[0].length));
  const offset = clock && OFFSET.exec(text.slice(date[0].length + clock[0].length));
  if (!date || !clock || !offset) return undefined;
  const dayMs = midnight(Number(date[1]), Number(date[2]), Number(date[3]));
  const timeMs = sinceMidnight(Number(clock[1]), Number(clock[2]), Number(clock[3]));
  const offsetMs = sinceMidnight(Number(offset[2] ?? 0), Number(offset[3] ?? 0), 0);
  if (dayMs === undefined || timeMs === undefined || offsetMs === undefined) return undefined;
  const fractionMs = Number((clock[4] ?? '').padEnd(3, '0').slice(0, 3));
  return dayMs + timeMs + fractionMs - (offset[1] === '-' ? -offsetMs : offsetMs);
}

/** Undefined for the 30th of February and its like, and for Go's zero time, which nobody meant. */
function midnight(year: number, month: number, day: number): number | undefined {
  if (year < 1970) return undefined;
  const ms = Date.UTC(year, month - 1, day);
  const date = new Date(ms);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? ms : undefined;
}

/** A leap second is let through as the next minute's first. */
function sinceMidnight(hours: number, minutes: number, seconds: number): number | undefined {
  if (hours > 23 || minutes > 59 || seconds > 60) return undefined;
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}
