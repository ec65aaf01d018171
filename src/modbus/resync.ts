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
/** Shapes that are kept to choose from. */
const MOST_KNOWN = 4;
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
 * reads, most preferred first. When every shape is owed, the one owed last is asked for: whatever its reply answers, the
 * most has passed by then. With one shape only, the reply is thrown away; once that has happened, and the unit has been
 * left quiet (`isTrusted`), there is no better proof to wait for.
 */
export function choose(
  job: Request,
  owed: readonly Owed[],
  reads: readonly ReadRequest[],
  isTrusted: boolean,
): Choice {
  if (owed.length === 0) return { purpose: 'job', request: job, owed };
  if (job.kind === 'read' && isUnlike(job, owed)) return { purpose: 'job', request: job, owed };
  const options = job.kind === 'read' ? [...reads, job] : reads;
  const probe = options.reduce<ReadRequest | undefined>(
    (best, read) => (best === undefined || firstOwed(read, owed) > firstOwed(best, owed) ? read : best),
    undefined,
  );
  const isHopeless = probe === undefined || (isTrusted && hasOneShape(options));
  return isHopeless
    ? { purpose: 'job', request: job, owed: [] }
    : { purpose: 'resync', request: probe, owed };
}

/** The place of the first request of this shape; beyond the end when there is none. */
function firstOwed(read: ReadRequest, owed: readonly Owed[]): number {
  const shape = replyShape(read);
  const place = owed.findIndex((one) => one.shape === shape);
  return place === -1 ? owed.length : place;
}

/** Whether the replies to these reads cannot be told apart. */
export function hasOneShape(reads: readonly Request[]): boolean {
  return new Set(reads.map(replyShape)).size <= 1;
}

/** `reads` and `read`, if its shape is new among them. */
export function learn(reads: readonly ReadRequest[], read: Request): readonly ReadRequest[] {
  const isNew = read.kind === 'read' && reads.length < MOST_KNOWN && isUnlike(read, reads.map(shaped));
  return isNew ? [...reads, read] : reads;
}

function shaped(request: Request): Pick<Owed, 'shape'> {
  return { shape: replyShape(request) };
}

function isUnlike(request: Request, owed: readonly Pick<Owed, 'shape'>[]): boolean {
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
