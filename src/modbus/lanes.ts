// Who goes next: commands, then watchdog refreshes, then polls; and who is not let in at all.
import type { Job, Lane, Line, Queued, Turn, Unit } from './line-state';
import { failure, settle, unitOf } from './line-state';

/** More orders than this at once are no orders of a person. */
const MOST_COMMANDS = 32;
/** Different blocks of one unit that may wait; each waits once only. */
const MOST_POLLS = 32;

const ORDER: readonly Lane[] = ['command', 'watchdog', 'poll'];

/**
 * Takes a job in, or ends it at once: no port, a unit in its back-off window, a full lane. A poll of registers that are
 * already waiting joins them, so polls never queue up. While the port is being opened only reads may wait, because what
 * is at its other end must be identified before anything is written to it.
 */
export function enqueue(line: Line, job: Job, nowMs: number): Turn {
  const queued: Queued = { ...job, joined: [] };
  const refusal = refusalOf(line, job, nowMs);
  if (refusal !== undefined) {
    const outcome = failure({ kind: 'down', detail: refusal });
    return { line, settled: settle([queued], outcome, nowMs, nowMs), events: [] };
  }
  const twin = line.queue.find((other) => isSamePoll(other, job));
  if (twin !== undefined) {
    const both = { ...twin, joined: [...twin.joined, job.id] };
    const queue = line.queue.map((other) => (other === twin ? both : other));
    return { line: { ...line, queue }, settled: [], events: [] };
  }
  return { line: { ...line, queue: [...line.queue, queued] }, settled: [], events: [] };
}

function refusalOf(line: Line, job: Job, nowMs: number): string | undefined {
  const unit = unitOf(line, job.unitId);
  if (line.link.kind === 'stopped') return 'the line is stopped';
  const isWaitingForPort = line.link.kind === 'opening' && job.request.kind === 'read';
  if (line.link.kind !== 'open' && !isWaitingForPort) return 'the line is down';
  if (!mayTry(unit, job.lane, nowMs)) return backOffText(unit, nowMs);
  const inLane = line.queue.filter((other) => other.lane === job.lane);
  if (job.lane === 'command') return inLane.length < MOST_COMMANDS ? undefined : 'too many commands at once';
  const ofUnit = inLane.filter((other) => other.unitId === job.unitId && !isSamePoll(other, job));
  return ofUnit.length < MOST_POLLS ? undefined : 'too many polls at once';
}

function backOffText(unit: Unit, nowMs: number): string {
  const seconds = (ms: number): string => (ms / 1000).toFixed(1);
  const { sinceMs, nextTryMs } = unit.health;
  return `${unit.profile.label} has not answered for ${seconds(nowMs - sinceMs)} s; next try in ${seconds(nextTryMs - nowMs)} s`;
}

function isSamePoll(a: Job, b: Job): boolean {
  if (a.lane !== 'poll' || b.lane !== 'poll' || a.unitId !== b.unitId) return false;
  const [one, other] = [a.request, b.request];
  if (one.kind !== 'read' || other.kind !== 'read') return false;
  return one.space === other.space && one.address === other.address && one.length === other.length;
}

/** A command is tried at once, whatever the unit has not answered before. */
export function mayTry(unit: Unit, lane: Lane, nowMs: number): boolean {
  return lane === 'command' || nowMs >= unit.health.nextTryMs;
}

/**
 * The job whose turn it is. Units that must be left quiet for a while are passed over, so that they hold up nobody;
 * undefined when no other unit has anything to do.
 */
export function pick(line: Line, nowMs: number): Queued | undefined {
  const ready = line.queue.filter((job) => unitOf(line, job.unitId).quietUntilMs <= nowMs);
  const urgent = earliestDeadline(ready.filter((job) => isUrgent(line, job, nowMs)));
  if (urgent !== undefined) return urgent;
  for (const lane of ORDER) {
    const jobs = ready.filter((job) => job.lane === lane);
    const first = lane === 'watchdog' ? earliestDeadline(jobs) : jobs[0];
    if (first !== undefined) return first;
  }
  return undefined;
}

/** A refresh that could miss its deadline if one more exchange that times out went first. */
function isUrgent(line: Line, job: Queued, nowMs: number): boolean {
  if (job.lane !== 'watchdog' || job.deadlineMs === undefined) return false;
  const longest = Math.max(...line.queue.map((other) => timeoutOf(line, other)));
  return job.deadlineMs - nowMs <= longest + 2 * timeoutOf(line, job);
}

function earliestDeadline(jobs: readonly Queued[]): Queued | undefined {
  const deadline = (job: Queued): number => job.deadlineMs ?? Number.MAX_VALUE;
  return jobs.reduce<Queued | undefined>(
    (best, job) => (best === undefined || deadline(job) < deadline(best) ? job : best),
    undefined,
  );
}

function timeoutOf(line: Line, job: Queued): number {
  return job.timeoutMs ?? unitOf(line, job.unitId).profile.replyTimeoutMs;
}
