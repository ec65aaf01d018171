// The words between the core and the world: settings, commands, reports, capabilities.

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
