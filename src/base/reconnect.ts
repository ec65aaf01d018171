// When to try the broker again, what to tell about it, and whether somebody else uses our name.
import type { LogFields, LogLevel } from './log';

/** First wait after a loss; it doubles with each round through the nodes. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** The next node of a cluster is tried almost at once: another one is probably well. */
const NEXT_NODE_MS = 250;

const KICKS_WITHIN_MS = 60_000;
const KICKS_THAT_TELL = 3;
const CONTESTED_WAIT_MS = 60_000;
/** A rival that also tries once a minute has come and gone by then. */
export const CONTESTED_HOLD_MS = 75_000;

export interface Reconnect {
  /** Index of the node that is tried next. */
  readonly node: number;
  /** Failed attempts since the last success. */
  readonly failures: number;
  /** Since when there is no connection; undefined before the first attempt has failed and while there is one. */
  readonly downSinceMs?: number;
  /** The causes that were told in this outage: each is told once. */
  readonly told: readonly string[];
  /** When the broker closed a working connection, within the last minute. */
  readonly kicksMs: readonly number[];
  /** Another client uses our id: connections are tried once a minute and obeyed only once they have lasted. */
  readonly isContested: boolean;
  readonly hasBeenUp: boolean;
}

export const FRESH: Reconnect = {
  node: 0,
  failures: 0,
  told: [],
  kicksMs: [],
  isContested: false,
  hasBeenUp: false,
};

/** Causes whose texts differ every time must not fill the log, nor the memory. */
const MOST_CAUSES = 8;

/** One line for the log; absent when there is nothing new. */
export interface Said {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}

export interface Loss {
  readonly cause: string;
  /** The connection had been up. */
  readonly wasUp: boolean;
  /** The broker closed it in good order, as it does with the older of two clients with one id. */
  readonly byBroker: boolean;
  readonly nowMs: number;
}

/** A connection is up. */
export function connected(state: Reconnect, nowMs: number): { state: Reconnect; said?: Said } {
  const { downSinceMs, ...rest } = state;
  const next: Reconnect = { ...rest, failures: 0, told: [], hasBeenUp: true };
  if (state.isContested) return { state: next };
  const message = state.hasBeenUp ? 'broker back' : 'broker reached';
  const afterS = downSinceMs === undefined ? undefined : Math.round((nowMs - downSinceMs) / 1000);
  const failures = state.failures === 0 ? undefined : state.failures;
  return { state: next, said: { level: 'info', message, fields: { afterS, failures } } };
}

/** A contested connection has lasted for CONTESTED_HOLD_MS. */
export function held(state: Reconnect): { state: Reconnect; said: Said } {
  return {
    state: { ...state, isContested: false, kicksMs: [] },
    said: { level: 'info', message: 'no other client uses this id any more', fields: {} },
  };
}

/** A connection was lost, or an attempt failed. `nodes` is how many there are; `fraction` in [0, 1) spreads the waits. */
export function lost(
  state: Reconnect,
  loss: Loss,
  nodes: number,
  fraction: number,
): { state: Reconnect; waitMs: number; said?: Said } {
  const kicksMs = kicks(state, loss);
  const isNews = !state.told.includes(loss.cause) && state.told.length < MOST_CAUSES;
  const failures = loss.wasUp ? 0 : state.failures + 1;
  const next: Reconnect = {
    node: loss.wasUp ? state.node : (state.node + 1) % nodes,
    failures,
    downSinceMs: state.downSinceMs ?? loss.nowMs,
    told: isNews ? [...state.told, loss.cause] : state.told,
    kicksMs,
    isContested: state.isContested || kicksMs.length >= KICKS_THAT_TELL,
    hasBeenUp: state.hasBeenUp,
  };
  if (next.isContested && !state.isContested)
    return { state: next, waitMs: CONTESTED_WAIT_MS, said: contested() };
  if (next.isContested) return { state: next, waitMs: CONTESTED_WAIT_MS };
  const waitMs = wait(failures, nodes, fraction);
  if (!isNews) return { state: next, waitMs };
  const message = loss.wasUp ? 'broker lost' : 'broker not reached';
  return { state: next, waitMs, said: { level: 'warning', message, fields: { cause: loss.cause } } };
}

/** A broker that cannot be reached right after it closed was restarted: it did not close for the sake of a rival. */
function kicks({ kicksMs, failures }: Reconnect, { wasUp, byBroker, nowMs }: Loss): readonly number[] {
  const wasRestarted = !wasUp && failures === 0;
  const before = wasRestarted ? kicksMs.slice(0, -1) : kicksMs;
  const recent = before.filter((at) => nowMs - at < KICKS_WITHIN_MS);
  return wasUp && byBroker ? [...recent, nowMs] : recent;
}

function contested(): Said {
  const advice =
    'one of the two needs another mqtt.client_id; if there is no second one, the log of the broker says why it closes the connection';
  const fields = { advice };
  return { level: 'error', message: 'another client uses this id', fields };
}

function wait(failures: number, nodes: number, fraction: number): number {
  if (failures % nodes !== 0) return Math.round(NEXT_NODE_MS * (0.5 + fraction));
  const round = failures / nodes;
  const base = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, round - 1));
  return Math.round(base * (0.5 + fraction / 2));
}
