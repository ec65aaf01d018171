// Durations as people write them: 250ms, 1s, 15m, 2h.

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds; undefined for a text that is no duration. */
export function durationMs(text: string): number | undefined {
  const [, digits, unit] = /^(\d+)(ms|s|m|h)$/.exec(text) ?? [];
  const factor = UNIT_MS[unit ?? ''];
  return digits === undefined || factor === undefined ? undefined : Number(digits) * factor;
}

/** The shortest way to write a duration: 1000 is `1s`. */
export function durationText(ms: number): string {
  if (ms === 0) return '0s';
  const unit = ['h', 'm', 's'].find((name) => ms % (UNIT_MS[name] ?? NaN) === 0) ?? 'ms';
  return `${ms / (UNIT_MS[unit] ?? 1)}${unit}`;
}
