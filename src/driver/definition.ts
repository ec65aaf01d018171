// What a driver file means: the types that `parse.ts` fills and every other room reads.
import type { Encoding, Space } from '../modbus/register';

/** `mA`, `Wh` … are facts that the decoder uses: a reading arrives in A, V, W, kWh, s. */
export const UNITS = [
  ...(['A', 'mA', 'V', 'mV', 'W', 'kW', 'mW', 'VA', 'kVA', 'Wh', 'kWh', 'MWh', 'VAh', 'Ws'] as const),
  ...(['s', 'ms', 'min', 'h', 'Hz', '%', 'degC'] as const),
] as const;
export type Unit = (typeof UNITS)[number];

/** How often a register is read: `fast` each poll, `slow` seldom, `once` after every connect. */
export type PollClass = 'fast' | 'slow' | 'once';

/** One row of the manual's register table. */
export interface Register extends Encoding {
  readonly name: string;
  readonly unit?: Unit;
  /** `w` is write-only: reading it is never tried. */
  readonly access: 'r' | 'rw' | 'w';
  /** The function code of a write; absent on read-only registers. */
  readonly writeFunction?: 5 | 6 | 15 | 16;
  readonly poll: PollClass;
  /** The device may answer exception 2 (illegal data address): then it is dropped for good. */
  readonly optional: boolean;
  /** `flash` wears out: never written in normal running. */
  readonly wear: 'volatile' | 'flash';
  /** Reply timeout of a write to this register, where it is longer than the link's. */
  readonly writeTimeoutMs?: number;
  /** How much later than the truth the value may be. */
  readonly lagMs: number;
  readonly note?: string;
}

/** One claim about one register, in the register's own unit. An unknown value satisfies none. */
export type Test =
  | { readonly kind: 'oneOf'; readonly values: readonly (number | string)[] }
  | { readonly kind: 'noneOf'; readonly values: readonly (number | string)[] }
  | { readonly kind: 'range'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'bit'; readonly bit: number; readonly is: 0 | 1 }
  /** Equals the parameter of the running command, within half a step of the register's scale. */
  | { readonly kind: 'parameter'; readonly name: ParameterName; readonly as?: Aliases };

/** What a register calls each value of a parameter: phases 1 and 3 may be 0 and 1 there. */
export type Aliases = Readonly<Record<string, number>>;

/** Register name to test; all must hold. The empty condition always holds. */
export type Condition = Readonly<Record<string, Test>>;

/** What a command is given: `amps` in A, `phases` 1 or 3, `mode` the driver's mode number. */
export type ParameterName = 'amps' | 'phases' | 'mode';

/** A row of a decision table. */
export interface Rule<T extends string | number> {
  readonly when: Condition;
  readonly is: T;
  readonly note?: string;
}

/** IEC 61851-1 control pilot; 1 = PWM off, 2 = PWM on. Bare letters from wallboxes that print no digit. */
export const PILOTS = ['A', 'A1', 'A2', 'B', 'B1', 'B2', 'C', 'C1', 'C2', 'D', 'D1', 'D2', 'E', 'F'] as const;
export type Pilot = (typeof PILOTS)[number];

/** What the wallbox says beside the pilot. */
export const STATUSES = ['outOfService', 'reserved', 'sessionEnded', 'awaitingAuthorisation'] as const;
export type Status = (typeof STATUSES)[number];

/**
 * A number: one register (or one element of an array register), the sum of several, the first known of several, or the first
 * case that holds; there a text names a register, a number is in the unit of the reading's name.
 */
export type NumberSource =
  | { readonly kind: 'register'; readonly register: string; readonly index?: number }
  | { readonly kind: 'sum'; readonly of: readonly string[] }
  | { readonly kind: 'first'; readonly of: readonly string[] }
  | { readonly kind: 'cases'; readonly of: readonly Rule<string | number>[] };

/** Our words for numbers; the suffix is the unit. */
export const NUMBER_READINGS = [
  'boxMaxA', // the installer's limit inside the wallbox
  'offeredA', // read-back of the limit that we write
  'appliedA', // the limit in force after all that limits it
  'cableA', // rating of the plugged cable; 0 = none
  'powerW',
  'sessionKWh',
  'totalKWh', // lifetime counter
  'sessionS', // duration of the session, by the wallbox
  'uptimeS',
  'phases', // 1 or 3, in use
  'watchdogS', // the wallbox's own communication timeout, as read back
  'fallbackA', // what it falls to when that expires, as read back
] as const;
export type NumberReading = (typeof NUMBER_READINGS)[number];

/** Per phase, L1 L2 L3. */
export const TRIPLE_READINGS = ['currentsA', 'voltagesV', 'powersW'] as const;
export type TripleReading = (typeof TRIPLE_READINGS)[number];

/** True while the condition holds; unknown while a register in it is unknown. */
export const FLAG_READINGS = ['isLocked', 'isCableIn'] as const;
export type FlagReading = (typeof FLAG_READINGS)[number];

export const TEXT_READINGS = ['serial', 'firmware', 'hardware'] as const;
export type TextReading = (typeof TEXT_READINGS)[number];

/** What an external meter measures in the place of the wallbox. */
export const METER_READINGS = ['powerW', 'totalKWh', 'currentsA', 'voltagesV', 'powersW'] as const;
export type MeterReading = (typeof METER_READINGS)[number];

export interface Readings {
  readonly numbers: Readonly<Partial<Record<NumberReading, NumberSource>>>;
  readonly triples: Readonly<
    Partial<Record<TripleReading, readonly [NumberSource, NumberSource, NumberSource]>>
  >;
  readonly flags: Readonly<Partial<Record<FlagReading, Condition>>>;
  readonly texts: Readonly<Partial<Record<TextReading, string>>>;
}

/** A write's value: a literal in the register's unit, the command's parameter, or what another register holds. */
export type StepValue =
  | { readonly kind: 'literal'; readonly value: number }
  | { readonly kind: 'parameter'; readonly name: ParameterName; readonly as?: Aliases }
  | { readonly kind: 'copy'; readonly register: string };

export type Step =
  | { readonly kind: 'write'; readonly register: string; readonly value: StepValue; readonly note?: string }
  | {
      readonly kind: 'setBit' | 'clearBit';
      readonly register: string;
      readonly bit: number;
      readonly note?: string;
    }
  | { readonly kind: 'wait'; readonly ms: number; readonly note?: string }
  | { readonly kind: 'until'; readonly when: Condition; readonly withinMs: number; readonly note?: string }
  | { readonly kind: 'run'; readonly command: CommandName; readonly note?: string };

/** `resume` is `offer` where a driver does not declare it. */
export const COMMANDS = ['offer', 'pause', 'resume', 'lock', 'unlock', 'phases', 'mode'] as const;
export type CommandName = (typeof COMMANDS)[number];

export interface CommandSequence {
  readonly steps: readonly Step[];
  /** How long after the last write the effect may take to show. Default 3000, at most 120000. */
  readonly landsWithinMs: number;
  /** Least time between two runs; `enforced` by the wallbox, or `advised` (never holds back a stop or an unlock). */
  readonly spacing?: { readonly ms: number; readonly kind: 'advised' | 'enforced' };
  /** The command waits until this holds: outside it the wallbox would misunderstand. */
  readonly onlyWhen?: Condition;
}

export interface Watchdog {
  /** The wallbox's communication timeout where `watchdogS` is not readable; 0 = off, or not documented. */
  readonly timeoutMs: number;
  /** What feeds it: any exchange, writing the setpoint again, or `steps`. */
  readonly by: 'traffic' | 'reassert' | 'steps';
  /** Longest refresh period for `reassert` and `steps`; a third of `watchdogS` where that is shorter. */
  readonly everyMs?: number;
  readonly steps?: readonly Step[];
  /** What the wallbox does when it expires, in words: "ends the session". */
  readonly expiry: string;
  /** The register that sets what it falls back to, where there is one. */
  readonly fallback?: {
    /** Register to write. Its `wear` decides whether it may follow the intent. */
    readonly register: string;
    /** Value (register's unit) that means "no charging"; absent where the wallbox knows none. */
    readonly stop?: number;
  };
  readonly note?: string;
}

/** Once after connecting; only where the register differs, or cannot be read. Flash registers need `setup: true` in the configuration. */
export interface SetupStep {
  readonly register: string;
  readonly value: number;
  /** Capabilities (command names) that are not offered while this has not been done. */
  readonly neededBy: readonly CommandName[];
  readonly note?: string;
}

export const TRANSPORTS = ['rtu', 'tcp'] as const;
export type Transport = (typeof TRANSPORTS)[number];
export type Parity = 'none' | 'even' | 'odd';

export interface DriverLink {
  readonly transports: readonly Transport[];
  readonly unitId: number;
  readonly baudRate: number;
  readonly parity: Parity;
  readonly stopBits: 1 | 2;
  /** TCP port. */
  readonly port: number;
  /** Reply turnaround allowed, without the time that frames need on the wire. */
  readonly replyTimeoutMs: number;
  /** Silence before each request, counted from the end of the last exchange; never below 3.5 characters. */
  readonly quietMs: number;
  /** Additional silence when the last exchange was with another unit. */
  readonly unitSwitchGapMs: number;
  /** Most words in one read. */
  readonly maxWords: number;
  /** Most unneeded words that a block may bridge. */
  readonly maxGapWords: number;
  /** Addresses that may be read, holes excluded. Blocks never leave one. */
  readonly readable: readonly ReadableRange[];
  /** Time between the end of one TCP connection and the next attempt. */
  readonly holdOffMs: number;
  /** TCP clients that the wallbox serves; absent where not documented. */
  readonly maxClients?: number;
  /** `ignored`: answers carry transaction id 0, so TCP is treated like RTU. */
  readonly transactionId: 'echoed' | 'ignored';
  /** Poll intervals of the classes. */
  readonly fastMs: number;
  readonly slowMs: number;
  readonly note?: string;
}

export interface ReadableRange {
  readonly space: Space;
  /** First and last address, inclusive. */
  readonly from: number;
  readonly to: number;
}

export interface Source {
  /** Short mark that notes may use. */
  readonly id: string;
  readonly title: string;
  readonly revision?: string;
  readonly url?: string;
  readonly page?: string;
}

/** One wallbox or meter model (one variant of it): everything this program knows about it. */
export interface Driver {
  /** `<manufacturer>/<model>`, kebab case. */
  readonly id: string;
  /** A meter only has readings: its limits, tables and commands are empty. Absent: a wallbox. */
  readonly kind?: 'meter';
  readonly manufacturer: string;
  readonly model: string;
  readonly summary: string;
  /** The variant's name, where the file has variants. */
  readonly variant?: string;
  readonly sources: readonly Source[];
  readonly verified: { readonly on: 'hardware' | 'simulator' | 'paper'; readonly note: string };
  readonly link: DriverLink;
  readonly limits: {
    readonly minA: number;
    readonly maxA: number;
    readonly stepA: number;
    readonly phases: readonly (1 | 3)[];
    readonly note?: string;
  };
  readonly registers: Readonly<Record<string, Register>>;
  readonly identify: Condition;
  readonly readings: Readings;
  readonly pilot: readonly Rule<Pilot>[];
  readonly status: readonly Rule<Status>[];
  /** All that match; `is` is the fault's name, camelCase. */
  readonly faults: readonly Rule<string>[];
  /** `feedback`: `isLocked` shows the bolt. `commanded`: it shows only what was asked. Absent: no lock. */
  readonly lock?: { readonly mode: 'feedback' | 'commanded' };
  readonly setup: readonly SetupStep[];
  readonly commands: Readonly<Partial<Record<CommandName, CommandSequence>>>;
  readonly watchdog?: Watchdog;
  /** Addresses that are neither read nor written, because that does harm. */
  readonly never?: readonly ReadableRange[];
}

/** A driver file: the variants in the order in which they are tried. A file without variants has one, always chosen. */
export interface DriverFile {
  readonly id: string;
  /** Where it was read from, for messages. */
  readonly file: string;
  readonly variants: readonly DriverVariant[];
}

export interface DriverVariant {
  /** Holds for the variant that is chosen at connect; empty for the last resort. */
  readonly when: Condition;
  readonly driver: Driver;
}
