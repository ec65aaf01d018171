// The parts of the model: link, snapshot, plug, session, setpoint, sequence, queue.
import type {
  CommandName,
  Condition,
  Driver,
  DriverFile,
  ParameterName,
  Pilot,
  Status,
  StepValue,
} from '../driver/definition';
import type { Sample } from '../driver/image';
import type { Span } from '../modbus/register';
import type { Triple } from '../driver/reading';
import type { Command } from './vocabulary';
import type { Write } from './write';

/** Whether the wallbox answers, and since when. All times monotonic ms. */
export interface LinkState {
  /** Failed polls since the last good one. */
  readonly failures: number;
  /** End of the last good poll, moved on by the time that our own writes took. */
  readonly lastGoodMs?: number;
  /** `never`: no answer since the start of the program. */
  readonly reach: 'never' | 'up' | 'down';
  /** When the wallbox last came (back) into reach. */
  readonly upSinceMs?: number;
  /** How long it had been away then. */
  readonly gapMs?: number;
  /** Number of the line's connection that the last poll used. */
  readonly epoch: number;
}

/** The external meter between two steps. */
export interface Meter {
  readonly file: DriverFile;
  /** The chosen variant; the first one until the meter has told. */
  readonly driver: Driver;
  readonly lagMs: number;
  /** Empty while the meter is silent: what it showed last is not what it shows now. */
  readonly image: Readonly<Record<string, Sample>>;
  readonly missing: readonly string[];
  readonly refused: readonly Span[];
  /** Values sampled before this moment say nothing about who answers. */
  readonly unprovenSinceMs: number;
  readonly epoch: number;
  /** Failed polls since the last good one. */
  readonly failures: number;
  /** When the oldest value of the last good poll was read. */
  readonly sampledMs?: number;
  /** `wrong`: it answers, and is no such meter. */
  readonly reach: 'never' | 'up' | 'silent' | 'wrong';
}

/** What the last polls showed, in our words, from the wallbox or from the meter in its place; unknown is undefined. */
export interface Snapshot {
  /** When the oldest value of the last poll was read. */
  readonly sampledMs: number;
  readonly pilot: Pilot | undefined;
  readonly statuses: readonly Status[];
  readonly faults: readonly string[];
  readonly offeredA: number | undefined;
  readonly appliedA: number | undefined;
  readonly boxMaxA: number | undefined;
  readonly cableA: number | undefined;
  readonly phases: number | undefined;
  readonly powerW: number | undefined;
  readonly currentsA: Triple | undefined;
  /** The wallbox's own measurement where a meter's stands in its place: a guard looks at both. */
  readonly ownPowerW: number | undefined;
  readonly ownCurrentsA: Triple | undefined;
  readonly sessionKWh: number | undefined;
  readonly totalKWh: number | undefined;
  readonly sessionS: number | undefined;
  readonly uptimeS: number | undefined;
  readonly fallbackA: number | undefined;
  readonly isLocked: boolean | undefined;
  readonly isCableIn: boolean | undefined;
  readonly serial: string | undefined;
}

/** Only a command sets it; only a confirmed unplug clears it (`design.md` section 4). */
export type Intent = 'start' | 'stop' | 'none';

/** Whether a car is plugged in, with what is needed to tell an unplug from a glitch. */
export interface Plug {
  /** `unknown` until the first fresh reading without saved state. */
  readonly car: 'unknown' | 'away' | 'here';
  /** First fresh A since the car was here, and how many polls have shown it. */
  readonly goneSinceMs?: number;
  readonly gonePolls: number;
  /** Until then a single A proves nothing: link gap, reboot, pilot interruption or phase sequence before it. */
  readonly unsettledUntilMs: number;
}

/** The session in progress, or the last one; kept until the next one opens. */
export interface Session {
  readonly isOpen: boolean;
  readonly energyKWh: number;
  /** Last accepted value of the counter that the energy comes from. */
  readonly counterKWh?: number;
  /** When `counterKWh` was read; monotonic, so absent after a restart. */
  readonly counterMs?: number;
  /** Polls in a row whose counter value was not believed. */
  readonly doubtfulPolls: number;
  /** The counter fell to nearly nothing here; a leap back to where it was shows that it was no reset. */
  readonly fall?: { readonly fromKWh: number; readonly sinceMs: number };
  /** Last session duration that the wallbox told, in s. */
  readonly boxSessionS?: number;
  readonly hasDrawn: boolean;
  /** `free_charging` as it was at plug-in. */
  readonly freeCharging: boolean;
  /** The mode's name; undefined where there are no modes. */
  readonly mode: string | undefined;
  /** What cmd.current_session.set_current asked for; absent: the session has what max_current leaves. */
  readonly currentA?: number;
  /** Ceiling for this session: set at plug-in and by commands; limits lower it at every use. */
  readonly grantedA: number;
  /** Wall clock; meaningful only while `isStartKnown`. */
  readonly startedWallMs?: number;
  readonly finishedWallMs?: number;
  /** False while the wall clock had not been synchronised when the session began. */
  readonly isStartKnown: boolean;
}

/** The limit that we last wrote into the wallbox. */
export interface Setpoint {
  /** What was last asserted, in A; 0 = pause; undefined = nothing yet since the last link gap. */
  readonly assertedA?: number;
  /** When the write for it was acknowledged; values sampled earlier prove nothing. */
  readonly writtenMs?: number;
  /** Whether it has been seen in the wallbox. */
  readonly hasLanded: boolean;
  /** Somebody lowered it at the wallbox; we leave it alone until a command or a replug. */
  readonly hasYielded: boolean;
  /** Nothing is written before this moment: pace after failures. */
  readonly notBeforeMs: number;
  /** Writes and sequences in a row that failed. */
  readonly failures: number;
}

export interface Drift {
  /** Monotonic times of the corrections in the last ten minutes. */
  readonly correctedMs: readonly number[];
  /** The budget is used up: until there is quiet for ten minutes corrections are few. */
  readonly isSlow: boolean;
  /** When the wallbox last differed from what is wanted. */
  readonly seenMs?: number;
  /** Told once per onset. */
  readonly isReported: boolean;
}

export type FlatStep =
  | { readonly kind: 'write'; readonly register: string; readonly value: StepValue }
  | { readonly kind: 'bit'; readonly register: string; readonly bit: number; readonly is: 0 | 1 }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'until'; readonly when: Condition; readonly withinMs: number };

export type Purpose = 'setpoint' | 'phases' | 'lock' | 'fallback' | 'watchdog' | 'setup';

/** A driver command while it runs. */
export interface Sequence {
  readonly purpose: Purpose;
  readonly command: CommandName | 'fallback' | 'watchdog' | 'setup';
  readonly parameters: Readonly<Partial<Record<ParameterName, number>>>;
  readonly steps: readonly FlatStep[];
  readonly index: number;
  /** When the present step began; only values sampled later count in `until`. */
  readonly stepMs: number;
  readonly reason: string;
}

/** The one write that is out, with what it means once it is acknowledged. */
export interface InFlight {
  readonly write: Write;
  readonly sinceMs: number;
  readonly sequence: Sequence;
}

/** A command that has not been answered yet. The first of the queue is the active one. */
export interface Pending {
  readonly command: Command;
  readonly arrivedMs: number;
  /** When it became the active one. */
  readonly activeMs?: number;
  readonly deadlineMs?: number;
  /** Intent, mode and current before it, to return to when it cannot be confirmed. */
  readonly undo?: Undo;
  /** A later stop has overtaken this one: it is answered in its turn and does nothing. */
  readonly isSuperseded: boolean;
  /** Lock commands: when the lock register was written. */
  readonly lockWrittenMs?: number;
  /** Current commands: more is offered than before; and nothing at all changes at the wallbox. */
  readonly isRaise?: boolean;
  readonly isUnchanged?: boolean;
  /** Phase commands: what was asked for, and when the switch began. */
  readonly phases?: 1 | 3;
  readonly startedMs?: number;
  /** Unlock: polls since the pause landed that showed no load. */
  readonly calmPolls: number;
  /** The last thing that went wrong on the way, for the error that ends it. */
  readonly trouble?: string;
}

export interface Undo {
  readonly intent: Intent;
  readonly mode: string | undefined;
  readonly grantedA: number;
  readonly isHeld: boolean;
  readonly currentA?: number | undefined;
  readonly fimpMaxA?: number;
}
