// The words between the core and the world: settings, commands, reports, capabilities.
import type { DriverFile } from '../driver/definition';

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

/** Which conductors carry the car's current (`fimp.md` c.6): with `N` on TN grids, without on IT and TT. */
export const PHASE_MODES = [
  ...(['NL1L2L3', 'NL1', 'NL2', 'NL3', 'NL1L2', 'NL2L3'] as const),
  ...(['L1L2L3', 'L1L2', 'L2L3', 'L3L1'] as const),
] as const;
export type PhaseMode = (typeof PHASE_MODES)[number];

/** Measured values, in base units: W, kWh, V, A, Hz (`fimp.md` d). The power of one phase has no `_import`. */
export const METER_KEYS = [
  ...(['p_import', 'p1', 'p2', 'p3', 'e_import', 'e1_import', 'e2_import', 'e3_import'] as const),
  ...(['u1', 'u2', 'u3', 'i1', 'i2', 'i3', 'freq', 'p_factor', 'u', 'i'] as const),
] as const;
export type MeterKey = (typeof METER_KEYS)[number];

/** Units under which one value each is told: W is `p_import`, kWh `e_import` (lifetime), A `i`, V `u`. */
export const METER_UNITS = ['W', 'kWh', 'A', 'V', 'Hz', 'power_factor'] as const;
export type MeterUnit = (typeof METER_UNITS)[number];

export type ParameterValue = boolean | number | string;

/** Something that a user may set in a wallbox and that no other order covers. */
export interface ParameterDefinition {
  /** Stable; `cable_always_locked`, `free_charging` and `led_brightness` are known to hubs. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** `int` takes whole numbers within `min` and `max`; with `options` only those. */
  readonly valueType: 'bool' | 'int' | 'string';
  readonly min?: number;
  readonly max?: number;
  readonly options?: readonly { readonly label: string; readonly value: ParameterValue }[];
  readonly defaultValue?: ParameterValue;
  readonly isReadOnly: boolean;
}

/** A named ceiling: a start with this mode offers at most `maxA`. */
export interface ChargingMode {
  readonly name: string;
  readonly maxA: number;
}

/** An external meter beside the wallbox. */
export interface MeterSettings {
  readonly driver: DriverFile;
  /** How much later than the truth its values may be; absent: the driver's. */
  readonly lagMs?: number;
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
  /** After so long without the hub, `failsafeA` is offered, or nothing. */
  readonly hubTimeoutMs?: number;
  /** False: observe only, never a write. */
  readonly control: boolean;
  /** Set-up writes to flash are allowed. */
  readonly allowSetup: boolean;
  readonly pollIntervalMs?: number;
  /** Taken at the start of the program. */
  readonly meter?: MeterSettings;
}

/** `refresh` asks for a fresh read and the reports named; it is how every get_report and ping is answered. */
export type Order =
  | { readonly kind: 'start'; readonly mode?: string }
  | { readonly kind: 'stop' }
  | { readonly kind: 'lock'; readonly isLocked: boolean }
  /** The session's current, in whole A. */
  | { readonly kind: 'setCurrent'; readonly amps: number }
  /** The persisted limit of all sessions, in whole A. */
  | { readonly kind: 'setMaxCurrent'; readonly amps: number }
  | { readonly kind: 'setPhaseMode'; readonly mode: PhaseMode }
  | { readonly kind: 'setParameter'; readonly id: string; readonly value: ParameterValue }
  | { readonly kind: 'getParameter'; readonly id: string }
  | { readonly kind: 'reboot' }
  | { readonly kind: 'refresh'; readonly reports: readonly ReportKind[] };

/** An order with the id under which its answer goes out. */
export interface Command {
  readonly id: string;
  readonly order: Order;
}

export type ReportKind = 'state' | 'session' | 'lock' | 'maxCurrent' | 'phaseMode' | 'meter';

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
    }
  | { readonly kind: 'maxCurrent'; readonly amps: number }
  | { readonly kind: 'phaseMode'; readonly mode: PhaseMode }
  | MeterReport
  | { readonly kind: 'parameter'; readonly id: string; readonly value: ParameterValue };

/** What the meter shows now. A value that is not known is absent; `e_import` never falls, which its source sees to. */
export interface MeterReport {
  readonly kind: 'meter';
  readonly values: Readonly<Partial<Record<MeterKey, number>>>;
}

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
  /** The offered current can be set, and so can the limit above it. */
  readonly canSetCurrent?: boolean;
  /** Modes that the wallbox can be in; absent or empty: not known, or only one. */
  readonly phaseModes?: readonly PhaseMode[];
  readonly canSetPhaseMode?: boolean;
  /** What the meter delivers; absent or empty: no meter. */
  readonly meterUnits?: readonly MeterUnit[];
  readonly meterKeys?: readonly MeterKey[];
  readonly canReboot?: boolean;
  readonly parameters?: readonly ParameterDefinition[];
  readonly identity: Identity;
}

export interface Identity {
  readonly manufacturer: string;
  readonly model: string;
  readonly serial?: string;
  readonly firmware?: string;
  readonly hardware?: string;
}
