// The scheduler of one line: says what to do now, and learns from what became of it. Time and jitter are arguments.
import { countsOf } from './counters';
import type { Outcome, ReadRequest, Request } from './exchange';
import { failed, hasAnswered, HEALTHY } from './health';
import { pick } from './lanes';
import { closed, resetCause } from './line-link';
import type { Flight, Line, LineEvent, Turn, Unit } from './line-state';
import { changeUnit, count, failure, isToldByShape, settle, unitOf } from './line-state';
import { earliestSendMs, exchangeTimeoutMs } from './pace';
import { choose, hasOneShape, judge, learn, owe } from './resync';

/** What the owner of the port has to do; all but `wait` end in a call of the function named. */
export type Action =
  /** `opened` or `openFailed`. */
  | { readonly kind: 'open' }
  | { readonly kind: 'drop' }
  /** `finished`. */
  | { readonly kind: 'send'; readonly flight: Flight; readonly transactionId: 'echoed' | 'ignored' }
  /** Until that moment or the next change; undefined: until the next change. */
  | { readonly kind: 'wait'; readonly untilMs: number | undefined };

/** The moment of a call, and a number in [0, 1) to spread what would otherwise happen at once everywhere. */
export interface Moment {
  readonly nowMs: number;
  readonly jitter: number;
}

/** A serial port is not reopened for silence more often than this. */
const SILENCE_REOPEN_MS = 30_000;
/** No unit is given more reply timeouts than this to catch up. */
const MOST_CATCH_UP = 10;

/** What to do now. */
export function next(line: Line, nowMs: number): { readonly line: Line; readonly action: Action } {
  const { link } = line;
  if (link.kind === 'closed' && link.mustDrop) {
    return { line: { ...line, link: { ...link, mustDrop: false } }, action: { kind: 'drop' } };
  }
  if (link.kind === 'closed' && nowMs >= link.retryAtMs) {
    return { line: { ...line, link: { kind: 'opening' } }, action: { kind: 'open' } };
  }
  if (link.kind === 'closed') return { line, action: { kind: 'wait', untilMs: link.retryAtMs } };
  if (link.kind !== 'open' || line.flight !== undefined) {
    return { line, action: { kind: 'wait', untilMs: undefined } };
  }
  return nextOnOpenLine(line, nowMs);
}

function nextOnOpenLine(line: Line, nowMs: number): { readonly line: Line; readonly action: Action } {
  const job = pick(line, nowMs);
  if (job === undefined) {
    const ends = line.queue.map((waiting) => unitOf(line, waiting.unitId).quietUntilMs);
    return { line, action: { kind: 'wait', untilMs: ends.length === 0 ? undefined : Math.min(...ends) } };
  }
  const unit = unitOf(line, job.unitId);
  const readyMs = earliestSendMs(line, unit);
  if (readyMs > nowMs) return { line, action: { kind: 'wait', untilMs: readyMs } };
  const reads = resyncReads(unit);
  const { purpose, request, owed } = choose(job.request, unit.owed, reads, unit.isTrustedAfterQuiet);
  const timeoutMs = exchangeTimeoutMs(line, unit, job, request);
  const flight: Flight = { job, request, purpose, startedMs: nowMs, timeoutMs };
  const queue = purpose === 'job' ? line.queue.filter((other) => other !== job) : line.queue;
  const kept = changeUnit(line, job.unitId, { owed, isTrustedAfterQuiet: false, isTried: true });
  return {
    line: { ...kept, queue, flight },
    action: { kind: 'send', flight, transactionId: unit.profile.transactionId },
  };
}

function resyncReads(unit: Unit): readonly ReadRequest[] {
  return [...unit.profile.resyncReads, ...unit.knownReads];
}

/** The exchange on the wire has ended. */
export function finished(line: Line, outcome: Outcome, moment: Moment): Turn {
  const { flight, ...landed } = line;
  if (flight === undefined) return { line, settled: [], events: [] };
  const { nowMs } = moment;
  const noted = note({ ...landed, lastEndMs: nowMs, lastUnitId: flight.job.unitId }, flight, outcome, nowMs);
  const isReply = outcome.ok || outcome.failure.kind === 'exception';
  const judged = isReply ? believe(noted, flight, outcome, nowMs) : { line: noted, outcome };
  const hasReplied = hasAnswered(outcome) === true;
  // A resync read ends no job, unless it failed: then the job it was for cannot be carried out either.
  const isJobOver = flight.purpose === 'job' || !hasReplied;
  const isWaiting = flight.purpose === 'job' || line.queue.some((job) => job.id === flight.job.id);
  const job = line.queue.find((waiting) => waiting.id === flight.job.id) ?? flight.job;
  const ended = isJobOver && isWaiting ? settle([job], judged.outcome, flight.startedMs, nowMs) : [];
  const queue = isJobOver ? judged.line.queue.filter((waiting) => waiting.id !== job.id) : judged.line.queue;
  const turn = follow({ ...judged.line, queue }, flight, outcome, moment);
  return { ...turn, settled: [...ended, ...turn.settled] };
}

/** What the exchange means to the unit and to the port. */
function follow(line: Line, flight: Flight, outcome: Outcome, moment: Moment): Turn {
  if (hasAnswered(outcome) === true) return answeredBy(line, flight.job.unitId, moment.nowMs);
  if (!outcome.ok && outcome.failure.kind === 'down') {
    return closed(line, outcome.failure.detail, moment.nowMs, moment.jitter);
  }
  return silentAt(line, flight, outcome, moment);
}

function note(line: Line, flight: Flight, outcome: Outcome, nowMs: number): Line {
  const { job, purpose, request, startedMs } = flight;
  const counts = countsOf(request, outcome, purpose === 'resync', nowMs - startedMs);
  const { knownReads } = unitOf(line, job.unitId);
  const isLearnt = outcome.ok && job.lane === 'poll';
  const change = { lastRequest: request, knownReads: isLearnt ? learn(knownReads, request) : knownReads };
  return count(changeUnit(line, job.unitId, change), job.unitId, counts);
}

/** Whether the reply answers this request, or one before it that was given up. */
function believe(
  line: Line,
  flight: Flight,
  outcome: Outcome,
  nowMs: number,
): { readonly line: Line; readonly outcome: Outcome } {
  const unit = unitOf(line, flight.job.unitId);
  if (!isToldByShape(line, unit)) return { line, outcome };
  const times = { sentMs: flight.startedMs, nowMs };
  const { owed, isBelieved, catchUpMs } = judge(unit.owed, flight.request, outcome, times);
  if (isBelieved) return { line: changeUnit(line, flight.job.unitId, { owed }), outcome };
  const detail = 'the reply may belong to an earlier request';
  const quietMs = catchUpTimeMs([...resyncReads(unit), flight.request], flight.timeoutMs, catchUpMs);
  const doubted = changeUnit(line, flight.job.unitId, {
    owed,
    quietUntilMs: nowMs + quietMs,
    isTrustedAfterQuiet: quietMs > 0,
  });
  return { line: doubted, outcome: failure({ kind: 'desync', detail }) };
}

/** A unit with one shape only must be left quiet until whatever it still owes has come. */
function catchUpTimeMs(reads: readonly Request[], timeoutMs: number, catchUpMs: number): number {
  return hasOneShape(reads) ? Math.min(MOST_CATCH_UP * timeoutMs, Math.max(timeoutMs, catchUpMs)) : 0;
}

function answeredBy(line: Line, unitId: number, nowMs: number): Turn {
  const { health, profile } = unitOf(line, unitId);
  const { isDown, failures, sinceMs } = health;
  const back: LineEvent = { kind: 'unitBack', label: profile.label, afterMs: nowMs - sinceMs, failures };
  const well = changeUnit({ ...line, fruitlessOpenings: 0, silentSinceMs: undefined }, unitId, {
    health: HEALTHY,
  });
  return { line: well, settled: [], events: isDown ? [back] : [] };
}

/** No answer: the unit's poll cycle ends, the line is kept quiet, and the connection may have to go. */
function silentAt(line: Line, flight: Flight, outcome: Outcome, moment: Moment): Turn {
  const { nowMs, jitter } = moment;
  const { unitId } = flight.job;
  const unit = unitOf(line, unitId);
  const health = failed(unit.health, flight.timeoutMs, nowMs, jitter);
  const ofCycle = line.queue.filter((job) => job.unitId === unitId && isOverWith(job.lane, health.isDown));
  const rest = { ...line, queue: line.queue.filter((job) => !ofCycle.includes(job)) };
  const marked = changeUnit(rest, unitId, { health });
  const isNew = health.isDown && !unit.health.isDown;
  const lost: LineEvent = { kind: 'unitLost', label: unit.profile.label, cause: causeOf(outcome) };
  // A gateway that reports a silent unit has answered: nothing is owed and the connection is sound.
  const isGateway = !outcome.ok && outcome.failure.kind === 'exception';
  const turn = isGateway
    ? { line: marked, settled: [], events: [] }
    : letGo(quieten(marked, flight, nowMs), flight, outcome, moment);
  return {
    line: turn.line,
    settled: [...settle(ofCycle, outcome, nowMs, nowMs), ...turn.settled],
    events: [...(isNew ? [lost] : []), ...turn.events],
  };
}

/** Where replies are told by shape, silence for one reply timeout, and a reply that is still owed. */
function quieten(line: Line, flight: Flight, nowMs: number): Line {
  const unit = unitOf(line, flight.job.unitId);
  if (!isToldByShape(line, unit)) return line;
  const quietUntilMs = nowMs + flight.timeoutMs;
  const owed = owe(unit.owed, flight.request, flight.startedMs);
  const marked = changeUnit(line, flight.job.unitId, { owed, quietUntilMs });
  // A unit that counts as down is told from the others by its unit id; they need not wait for it.
  return unit.health.isDown ? marked : { ...marked, quietUntilMs: Math.max(line.quietUntilMs, quietUntilMs) };
}

function isOverWith(lane: 'command' | 'watchdog' | 'poll', isDown: boolean): boolean {
  return lane === 'poll' || (lane === 'watchdog' && isDown);
}

function causeOf(outcome: Outcome): string {
  if (outcome.ok) return '';
  const { failure: one } = outcome;
  if (one.kind === 'timeout') return `no reply within ${Math.round(one.afterMs)} ms`;
  return one.kind === 'exception' ? `the gateway reports exception ${one.code}` : one.detail;
}

/** Drops the connection where nothing later on it could be trusted, or where nobody at all answers. */
function letGo(line: Line, flight: Flight, outcome: Outcome, moment: Moment): Turn {
  const tried = [...line.units.values()].filter((unit) => unit.isTried);
  const isAllSilent = tried.every((unit) => unit.health.isDown);
  const isFirst = isAllSilent && line.silentSinceMs === undefined && line.units.size > 1;
  const events: LineEvent[] = isFirst ? [{ kind: 'allSilent', units: tried.length }] : [];
  const silent = isAllSilent ? { ...line, silentSinceMs: line.silentSinceMs ?? moment.nowMs } : line;
  const cause =
    (isAllSilent && isReopenDue(line, moment.nowMs) ? 'no unit answers' : undefined) ??
    protocolCause(line, flight, outcome);
  if (cause === undefined) return { line: silent, settled: [], events };
  const marked = isAllSilent ? { ...silent, silenceReopenMs: moment.nowMs } : silent;
  const turn = closed(marked, cause, moment.nowMs, moment.jitter);
  return { ...turn, events: [...events, ...turn.events] };
}

function protocolCause(line: Line, flight: Flight, outcome: Outcome): string | undefined {
  if (outcome.ok || outcome.failure.kind === 'exception' || outcome.failure.kind === 'down') return undefined;
  return resetCause(line, flight.job.unitId, outcome.failure.kind);
}

/** On a socket at once: the growing delay before it is reopened is limit enough. */
function isReopenDue(line: Line, nowMs: number): boolean {
  const { silenceReopenMs, options } = line;
  if (options.framing !== 'rtu' || silenceReopenMs === undefined) return true;
  return nowMs - silenceReopenMs >= SILENCE_REOPEN_MS;
}

/**
 * `replies` whole replies came when nobody waited. Where replies are told by shape, the unit asked last may have
 * answered twice, or late: its next reply must prove itself.
 */
export function strayReplies(line: Line, replies: number): Line {
  const { lastUnitId } = line;
  if (lastUnitId === undefined || replies === 0) return line;
  const unit = unitOf(line, lastUnitId);
  const counted = count(line, lastUnitId, { lateReplies: replies });
  const { lastRequest } = unit;
  const isSuspect = isToldByShape(line, unit) && unit.owed.length === 0 && lastRequest !== undefined;
  if (!isSuspect) return counted;
  return changeUnit(counted, lastUnitId, { owed: owe([], lastRequest, line.lastEndMs) });
}
