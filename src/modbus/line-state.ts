// The state of one line: its units, what waits, what is on the wire, and whether the port is open.
import type { Counters } from './counters';
import { addCounts, NO_COUNTS } from './counters';
import type { Exchanged, Failure, Outcome, ReadRequest, Request } from './exchange';
import type { Health } from './health';
import { HEALTHY } from './health';
import type { Owed } from './resync';
import type { CharacterFormat } from './rtu';

/** `command`: writes of a person's order and their read-backs. `watchdog`: refreshes. `poll`: everything else. */
export type Lane = 'command' | 'watchdog' | 'poll';

export interface LineOptions {
  readonly framing: 'rtu' | 'tcp' | 'rtu-over-tcp';
  /** Serial lines only: what their frames cost in time. */
  readonly format?: CharacterFormat;
}

/** What the line must know about a unit. */
export interface UnitProfile {
  readonly unitId: number;
  /** Turnaround, without the time that frames need on the wire. */
  readonly replyTimeoutMs: number;
  readonly quietMs: number;
  /** Additional silence when the last exchange was with another unit. */
  readonly unitSwitchGapMs: number;
  /** Between the end of one TCP connection and the next attempt. */
  readonly holdOffMs: number;
  readonly transactionId: 'echoed' | 'ignored';
  /** Harmless reads of different shapes, the shortest first, one word where that is possible. */
  readonly resyncReads: readonly ReadRequest[];
  /** For log lines: `Driveway (unit 1)`. */
  readonly label: string;
}

/** A request that waits for its turn. */
export interface Job {
  readonly id: number;
  readonly unitId: number;
  readonly request: Request;
  readonly lane: Lane;
  /** Instead of the unit's reply timeout. */
  readonly timeoutMs?: number;
  /** Of a watchdog refresh: the moment at which the wallbox gives up on us. */
  readonly deadlineMs?: number;
}

/** A job with the ids of later polls of the same registers, which share its answer. */
export interface Queued extends Job {
  readonly joined: readonly number[];
}

export interface Flight {
  readonly job: Queued;
  readonly request: Request;
  readonly purpose: 'job' | 'resync';
  readonly startedMs: number;
  readonly timeoutMs: number;
}

export interface Unit {
  readonly profile: UnitProfile;
  readonly health: Health;
  /** Replies that may still come; stays empty where a transaction id tells them apart. */
  readonly owed: readonly Owed[];
  /** Nothing is sent to this unit before; what arrives until then is thrown away. */
  readonly quietUntilMs: number;
  /** The quiet time above is all the proof there can be: afterwards nothing is owed any more. */
  readonly isTrustedAfterQuiet: boolean;
  readonly isTried: boolean;
  readonly lastRequest?: Request;
  /** Polls that the unit has answered, one of each shape: reads that it takes for certain. */
  readonly knownReads: readonly ReadRequest[];
  readonly counters: Counters;
}

export type LinkState =
  | { readonly kind: 'closed'; readonly retryAtMs: number; readonly mustDrop: boolean }
  | { readonly kind: 'opening' }
  | { readonly kind: 'open' }
  | { readonly kind: 'stopped' };

export interface Line {
  readonly options: LineOptions;
  readonly units: ReadonlyMap<number, Unit>;
  readonly queue: readonly Queued[];
  readonly flight?: Flight;
  readonly link: LinkState;
  /** Openings since a unit last answered. */
  readonly fruitlessOpenings: number;
  /** Since when and how often opening has failed; absent while all is well. */
  readonly outage?: { readonly sinceMs: number; readonly failures: number };
  /** Since when no unit at all has answered; undefined while one does. */
  readonly silentSinceMs: number | undefined;
  /** When the port was last reopened because all units were silent. */
  readonly silenceReopenMs?: number;
  /** End of the last exchange. */
  readonly lastEndMs: number;
  readonly lastUnitId?: number;
  /** Nothing at all is sent before. */
  readonly quietUntilMs: number;
}

/** A job that has ended. */
export interface Settled {
  readonly ids: readonly number[];
  readonly exchanged: Exchanged;
}

/** Something worth a log line; each told once per onset. */
export type LineEvent =
  | { readonly kind: 'linkLost'; readonly cause: string }
  | { readonly kind: 'linkBack'; readonly afterMs: number; readonly failures: number }
  | { readonly kind: 'unitLost'; readonly label: string; readonly cause: string }
  | {
      readonly kind: 'unitBack';
      readonly label: string;
      readonly afterMs: number;
      readonly failures: number;
    }
  | { readonly kind: 'allSilent'; readonly units: number }
  | { readonly kind: 'reset'; readonly cause: string };

/** What a change of the line brings: its new state, the jobs that ended by it, and what to log. */
export interface Turn {
  readonly line: Line;
  readonly settled: readonly Settled[];
  readonly events: readonly LineEvent[];
}

/** A line with its port still closed, to be opened at once. */
export function newLine(options: LineOptions, nowMs: number): Line {
  return {
    options,
    units: new Map(),
    queue: [],
    link: { kind: 'closed', retryAtMs: nowMs, mustDrop: false },
    fruitlessOpenings: 0,
    silentSinceMs: undefined,
    lastEndMs: nowMs,
    quietUntilMs: nowMs,
  };
}

export function withUnit(line: Line, profile: UnitProfile): Line {
  const unit: Unit = {
    profile,
    health: HEALTHY,
    owed: [],
    quietUntilMs: 0,
    isTrustedAfterQuiet: false,
    isTried: false,
    knownReads: [],
    counters: NO_COUNTS,
  };
  return { ...line, units: new Map(line.units).set(profile.unitId, unit) };
}

/** A job for a unit that was never added is a bug of the caller. */
export function unitOf(line: Line, unitId: number): Unit {
  const unit = line.units.get(unitId);
  if (unit === undefined) throw new RangeError(`Unit ${unitId} is not on this line`);
  return unit;
}

export function changeUnit(line: Line, unitId: number, change: Partial<Unit>): Line {
  const unit = { ...unitOf(line, unitId), ...change };
  return { ...line, units: new Map(line.units).set(unitId, unit) };
}

export function changeUnits(line: Line, change: (unit: Unit) => Partial<Unit>): Line {
  const units = [...line.units].map(([id, unit]) => [id, { ...unit, ...change(unit) }] as const);
  return { ...line, units: new Map(units) };
}

export function count(line: Line, unitId: number, counts: Partial<Counters>): Line {
  return changeUnit(line, unitId, { counters: addCounts(unitOf(line, unitId).counters, counts) });
}

/** Where replies carry no mark of their question, their shape is all that tells them apart. */
export function isToldByShape(line: Line, unit: Unit): boolean {
  return line.options.framing !== 'tcp' || unit.profile.transactionId === 'ignored';
}

/** An outcome for jobs that never went on the wire, or ended at the moment `nowMs`. */
export function settle(
  jobs: readonly Queued[],
  outcome: Outcome,
  startedMs: number,
  endedMs: number,
): Settled[] {
  const exchanged: Exchanged = { outcome, startedMs, endedMs };
  return jobs.map((job) => ({ ids: [job.id, ...job.joined], exchanged }));
}

export function failure(one: Failure): Outcome {
  return { ok: false, failure: one };
}
