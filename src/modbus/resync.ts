// Which replies of a unit can be believed while an earlier one may still be on its way.
import type { Outcome, ReadRequest, Request } from './exchange';
import { functionOf, replyShape } from './request';

/** A request whose reply has not come and still may. A unit answers in order, each request once or never. */
export interface Owed {
  readonly shape: string;
  readonly code: number;
  readonly sentMs: number;
}

/** Older ones than these many are taken for lost. */
const MOST_OWED = 16;
/** A unit that can be asked in one shape only is given this many times the lateness seen, to catch up. */
const CATCH_UP = 1.5;

export function owe(owed: readonly Owed[], request: Request, sentMs: number): readonly Owed[] {
  return [...owed, { shape: replyShape(request), code: functionOf(request), sentMs }].slice(-MOST_OWED);
}

/** What to send to a unit next. */
export interface Choice {
  /**
   * `job`: the job itself; it is believed, or proves itself by a shape that nothing owed has. `resync`: a read of which
   * only the arrival counts.
   */
  readonly purpose: 'job' | 'resync';
  readonly request: Request;
  /** What is still owed when it goes out. */
  readonly owed: readonly Owed[];
}

/**
 * A write never goes out before a read has proved that nothing older is on its way. `reads` are the unit's resync
 * reads, most preferred first. With no read of a shape of its own, one is sent all the same and its reply thrown away;
 * once that has happened, and the unit has been left quiet (`isTrusted`), there is no better proof to wait for.
 */
export function choose(
  job: Request,
  owed: readonly Owed[],
  reads: readonly ReadRequest[],
  isTrusted: boolean,
): Choice {
  if (owed.length === 0) return { purpose: 'job', request: job, owed };
  if (job.kind === 'read' && isUnlike(job, owed)) return { purpose: 'job', request: job, owed };
  const unlike = reads.find((read) => isUnlike(read, owed));
  if (unlike !== undefined) return { purpose: 'resync', request: unlike, owed };
  const any = reads[0] ?? (job.kind === 'read' ? job : undefined);
  if (isTrusted || any === undefined) return { purpose: 'job', request: job, owed: [] };
  return { purpose: 'resync', request: any, owed };
}

function isUnlike(request: Request, owed: readonly Owed[]): boolean {
  const shape = replyShape(request);
  return owed.every((one) => one.shape !== shape);
}

export interface Judgement {
  /** What may still be on its way after this. */
  readonly owed: readonly Owed[];
  /** False: the reply may belong to an earlier request. */
  readonly isBelieved: boolean;
  /** How long to be quiet before trusting a unit that has no other shape; 0 when the reply is believed. */
  readonly catchUpMs: number;
}

/**
 * Judges an answer (a success or an exception) that came at `nowMs` to `request`, sent at `sentMs`. An exception
 * carries no length: it is told from an owed one by its function code alone.
 */
export function judge(
  owed: readonly Owed[],
  request: Request,
  outcome: Outcome,
  times: { readonly sentMs: number; readonly nowMs: number },
): Judgement {
  const shape = replyShape(request);
  const code = functionOf(request);
  const first = owed.findIndex((one) => (outcome.ok ? one.shape === shape : one.code === code));
  if (first === -1) return { owed: [], isBelieved: true, catchUpMs: 0 };
  const oldest = owed[first]?.sentMs ?? times.sentMs;
  const left = owe(owed.slice(first + 1), request, times.sentMs);
  return { owed: left, isBelieved: false, catchUpMs: CATCH_UP * (times.nowMs - oldest) };
}
