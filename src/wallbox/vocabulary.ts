// The words between the core and the world: settings, commands, reports, inputs, effects.
import type { Instant } from '../base/clock';
import type { Failure, WriteRequest } from '../modbus/exchange';
import type { Span } from '../modbus/register';

/** FIMP chargepoint states (`fimp.md` c.3). The last three only with `states: extended`. */
export const STANDARD_STATES = [
  ...(['disconnected', 'requesting', 'charging', 'ready_to_charge', 'finished', 'reserved'] as const),
  ...(['unavailable', 'error', 'unknown'] as const),
] as const;
export const EXTENDED_STATES = [
  ...STANDARD_STATES,
  ...(['suspended_by_ev', 'suspended_by_evse', 'switching_phases'] as const),
] as const;
export type ChargeState = (typeof EXTENDED_STATES)[number];

/** A named ceiling: a start with this mode offers at most `maxA`. */
export interface ChargingMode {
  readonly name: string;
  readonly maxA: number;
}

/** What the installer and the user decided about one wallbox. */
export interface Settings {
  readonly maxA: number;
  readonly phases?: 1 | 3;
  readonly gridType?: 'TN' | 'TT' | 'IT';
  readonly states: 'standard' | 'extended';
  readonly freeCharging: boolean;
  /** The default mode first; empty: none. */
  readonly chargingModes: readonly ChargingMode[];
  readonly failsafeA?: number;
  /** False: observe only, never a write. */
  readonly control: boolean;
  /** Set-up writes to flash are allowed. */
  readonly allowSetup: boolean;
  readonly pollIntervalMs?: number;
}

/** `refresh` asks for a fresh read and the reports named; it is how every get_report and ping is answered. */
export type Order =
  | { readonly kind: 'start'; readonly mode?: string }
  | { readonly kind: 'stop' }
  | { readonly kind: 'lock'; readonly isLocked: boolean }
  | { readonly kind: 'refresh'; readonly reports: readonly ReportKind[] };

/** An order with the id under which its answer goes out. */
export interface Command {
  readonly id: string;
  readonly order: Order;
}

export type ReportKind = 'state' | 'session' | 'lock';

/** A fact told upstream, in domain words. Unknown facts are absent, never 0. */
export type Report =
  | { readonly kind: 'state'; readonly state: ChargeState; readonly mode?: string }
  | SessionReport
  | {
      readonly kind: 'lock';
      readonly isLocked: boolean;
      /** Rating of the plugged cable in A; 0 = no cable. */
      readonly cableA?: number;
      /** Set where the wallbox shows only what was asked of the bolt, not the bolt. */
      readonly source?: 'command';
    };

/** The session: `fimp.md` c.5. */
export interface SessionReport {
  readonly kind: 'session';
  readonly energyKWh: number;
  /** No meter at all: `energyKWh` is 0 and means nothing. */
  readonly energySource?: 'none';
  readonly previousKWh?: number;
  /** Wall-clock milliseconds. */
  readonly startedAtMs?: number;
  readonly finishedAtMs?: number;
  /** Whole amperes, rounded down; 0 while paused or without a car. */
  readonly offeredA: number;
}

/** What this wallbox, with this driver and configuration, can really do; interfaces are advertised from it. */
export interface Capabilities {
  readonly lock: 'none' | 'readable' | 'settable';
  readonly lockSource?: 'command';
  readonly energy: 'none' | 'session' | 'total';
  /** The lowest of configuration, driver and wallbox. */
  readonly supMaxA: number;
  readonly modes: readonly string[];
  readonly states: 'standard' | 'extended';
  readonly phases?: 1 | 3;
  readonly gridType?: 'TN' | 'TT' | 'IT';
  readonly canControl: boolean;
  readonly identity: Identity;
}

export interface Identity {
  readonly manufacturer: string;
  readonly model: string;
  readonly serial?: string;
  readonly firmware?: string;
  readonly hardware?: string;
}

/** Words read from the wallbox in one exchange. */
export interface Reading extends Span {
  readonly words: readonly number[];
  /** When the request went out: the values are not older than this. Monotonic ms. */
  readonly sampledMs: number;
}

/** One good poll. */
export interface Polled {
  readonly kind: 'polled';
  readonly readings: readonly Reading[];
  /** Optional registers that answered "illegal data address". */
  readonly missing: readonly string[];
  /** Blocks that were refused as a whole and read register by register instead. */
  readonly refused: readonly Span[];
  /** Number of the line's connection over which all of it was read. */
  readonly epoch: number;
}

export type Input =
  | Polled
  | { readonly kind: 'poll-failed'; readonly failure: Failure; readonly span: Span }
  | { readonly kind: 'wrote'; readonly write: Write }
  | { readonly kind: 'write-failed'; readonly write: Write; readonly failure: Failure }
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'tick' };

/** One register write that the core has decided. */
export interface Write {
  readonly id: number;
  readonly register: string;
  /** In the register's own unit, for log lines and answers. */
  readonly value: number;
  readonly request: Omit<WriteRequest, 'unitId'>;
  /** Why, in a few words: `pause (cmd.charge.stop)`. */
  readonly reason: string;
  readonly lane: 'command' | 'watchdog';
  readonly timeoutMs?: number;
}

export type Effect =
  | { readonly kind: 'write'; readonly write: Write }
  /** `cause`: the command that this answers; forced then, on change otherwise. */
  | { readonly kind: 'report'; readonly report: Report; readonly cause?: string }
  /** The command ends here, after its reports. */
  | { readonly kind: 'done'; readonly command: string }
  /** The command ends here, in words for a person. */
  | { readonly kind: 'refuse'; readonly command: string; readonly reason: string }
  /** A fault of the wallbox, or our own finding (drift): told once per onset. */
  | { readonly kind: 'fault'; readonly code: string; readonly message: string }
  | { readonly kind: 'capabilities'; readonly capabilities: Capabilities }
  /** Whether the wallbox answers: the node's UP or DOWN. */
  | { readonly kind: 'reachable'; readonly isReachable: boolean }
  | { readonly kind: 'log'; readonly level: 'debug' | 'info' | 'warning' | 'error'; readonly message: string }
  /** To be persisted at once; `memory` is opaque JSON to everybody else. */
  | { readonly kind: 'remember'; readonly memory: unknown };

export type { Instant };
