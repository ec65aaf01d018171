// Whether a unit answers, and how often one that does not is still tried.
import type { Outcome } from './exchange';

/** Failures in a row after which a unit counts as down; a lone timeout is everyday life on a long cable. */
const DOWN_AFTER = 3;
/** The window never grows over this many reply timeouts: a dead unit costs at most one in a hundred. */
const MOST_TIMEOUTS = 100;
/** Gateway exceptions that say: the unit behind me is silent. */
const GATEWAY_CODES = [10, 11];

export interface Health {
  /** In a row. */
  readonly failures: number;
  readonly isDown: boolean;
  /** Since the first of these failures. */
  readonly sinceMs: number;
  /** Until then only commands are tried. */
  readonly nextTryMs: number;
}

export const HEALTHY: Health = { failures: 0, isDown: false, sinceMs: 0, nextTryMs: 0 };

/** Undefined: the outcome says nothing about the unit, as the line itself was down. */
export function hasAnswered(outcome: Outcome): boolean | undefined {
  if (outcome.ok) return true;
  const { failure } = outcome;
  if (failure.kind === 'down') return undefined;
  return failure.kind === 'exception' && !GATEWAY_CODES.includes(failure.code);
}

/** One more failure. The window doubles from two reply timeouts on; `jitter` in [0, 1) takes up to half of it away. */
export function failed(health: Health, timeoutMs: number, nowMs: number, jitter: number): Health {
  const failures = health.failures + 1;
  const isDown = failures >= DOWN_AFTER;
  const doublings = Math.min(failures - DOWN_AFTER + 1, 20);
  const windowMs = isDown ? timeoutMs * Math.min(MOST_TIMEOUTS, 2 ** doublings) * (1 - jitter / 2) : 0;
  const sinceMs = health.failures === 0 ? nowMs : health.sinceMs;
  return { failures, isDown, sinceMs, nextTryMs: nowMs + windowMs };
}
