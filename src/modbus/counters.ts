// What a unit and its line have been through, as totals that only grow.
import type { Outcome, Request } from './exchange';
import { replyLength, requestLength } from './request';

export interface Counters {
  readonly exchanges: number;
  readonly timeouts: number;
  /** Replies with a wrong checksum, noise, broken headers. */
  readonly corrupt: number;
  /** Answers to another question, and answers that could not be told from one. */
  readonly desyncs: number;
  readonly exceptions: number;
  /** Reads sent only to prove that late replies have passed. */
  readonly resyncs: number;
  /** Whole replies that nobody waited for any more. */
  readonly lateReplies: number;
  readonly bytesSent: number;
  /** Of accepted replies only. */
  readonly bytesReceived: number;
  /** Time from request to reply or timeout. */
  readonly wireMs: number;
}

export const NO_COUNTS: Counters = {
  exchanges: 0,
  timeouts: 0,
  corrupt: 0,
  desyncs: 0,
  exceptions: 0,
  resyncs: 0,
  lateReplies: 0,
  bytesSent: 0,
  bytesReceived: 0,
  wireMs: 0,
};

const KEYS = Object.keys(NO_COUNTS) as readonly (keyof Counters)[];

export function addCounts(a: Counters, b: Partial<Counters>): Counters {
  const sum = { ...a };
  for (const key of KEYS) Object.assign(sum, { [key]: a[key] + (b[key] ?? 0) });
  return sum;
}

/** What one exchange adds. */
export function countsOf(
  request: Request,
  outcome: Outcome,
  isResync: boolean,
  wireMs: number,
): Partial<Counters> {
  const kind = outcome.ok ? 'ok' : outcome.failure.kind;
  const received = kind === 'ok' ? replyLength(request) : kind === 'exception' ? 5 : 0;
  return {
    exchanges: 1,
    resyncs: isResync ? 1 : 0,
    timeouts: kind === 'timeout' ? 1 : 0,
    corrupt: kind === 'corrupt' ? 1 : 0,
    desyncs: kind === 'desync' ? 1 : 0,
    exceptions: kind === 'exception' ? 1 : 0,
    bytesSent: kind === 'down' ? 0 : requestLength(request),
    bytesReceived: received,
    wireMs,
  };
}
