// A driver file as it is written: the shapes that driver.schema.json admits, before defaults and references.
import type {
  Aliases,
  CommandName,
  DriverLink,
  NumberReading,
  ParameterName,
  Pilot,
  Register,
  FlagReading,
  Source,
  Status,
  TextReading,
  TripleReading,
  Watchdog,
} from './definition';
import type { Space } from '../modbus/register';

/** Decimal, or `"0x400A"`. */
export type RawNumber = number | string;

export type RawTest =
  | number
  | string
  | readonly (number | string)[]
  | { readonly min?: RawNumber; readonly max?: RawNumber }
  | { readonly not: number | string | readonly (number | string)[] }
  | { readonly hasBit: number }
  | { readonly lacksBit: number }
  | { readonly from: ParameterName; readonly as?: Aliases };

export type RawCondition = Readonly<Record<string, RawTest>>;

type OptionalKeys = 'byteOrder' | 'unit' | 'writeFunction' | 'writeTimeoutMs' | 'note';
type DefaultedKeys = 'words' | 'count' | 'stride' | 'wordOrder' | 'scale' | 'access' | 'poll' | 'optional';

export interface RawRegister
  extends
    Pick<Register, 'space' | 'type' | OptionalKeys>,
    Partial<Pick<Register, DefaultedKeys | 'wear' | 'lagMs'>> {
  readonly address: RawNumber;
  readonly bits?: readonly [number, number];
  readonly absent?: readonly (number | string)[];
}

export type RawNumberSource =
  | string
  | { readonly sum: readonly string[] }
  | { readonly first: readonly string[] }
  | { readonly cases: readonly RawCase[] }
  | { readonly element: number; readonly of: string };

export interface RawCase {
  readonly when: RawCondition;
  readonly is: string | number;
  readonly note?: string;
}

export type RawTriple = string | readonly [RawNumberSource, RawNumberSource, RawNumberSource];

export type RawReadings = Readonly<
  Partial<Record<NumberReading, RawNumberSource>> &
    Partial<Record<TripleReading, RawTriple>> &
    Partial<Record<FlagReading, { readonly when: RawCondition }>> &
    Partial<Record<TextReading, string>>
>;

export interface RawRule<T extends string> {
  readonly when: RawCondition;
  readonly is: T;
  readonly note?: string;
}

export type RawStep = { readonly note?: string } & (
  | { readonly write: string; readonly value: RawNumber }
  | { readonly write: string; readonly from: ParameterName; readonly as?: Aliases }
  | { readonly write: string; readonly copy: string }
  | { readonly setBit: number; readonly of: string }
  | { readonly clearBit: number; readonly of: string }
  | { readonly waitMs: number }
  | { readonly until: RawCondition; readonly withinMs: number }
  | { readonly run: CommandName }
);

export type RawCommand =
  | readonly RawStep[]
  | {
      readonly steps: readonly RawStep[];
      readonly landsWithinMs?: number;
      readonly spacing?: { readonly ms: number; readonly kind: 'advised' | 'enforced' };
      readonly onlyWhen?: RawCondition;
    };

export interface RawSetupStep {
  readonly write: string;
  readonly value: RawNumber;
  readonly neededBy?: readonly CommandName[];
  readonly note?: string;
}

export interface RawWatchdog extends Pick<Watchdog, 'timeoutMs' | 'by' | 'everyMs' | 'expiry' | 'note'> {
  readonly steps?: readonly RawStep[];
  readonly fallback?: { readonly register: string; readonly stop?: RawNumber };
}

export interface RawRange {
  readonly space: Space;
  readonly from: RawNumber;
  readonly to: RawNumber;
}

export interface RawLink
  extends Pick<DriverLink, 'transports'>, Partial<Omit<DriverLink, 'transports' | 'readable'>> {
  readonly readable?: readonly RawRange[];
  /** Each register is a readable range of its own. */
  readonly singleReads?: boolean;
}

export interface RawVariant {
  readonly name: string;
  readonly when: RawCondition;
  readonly patch?: Readonly<Record<string, unknown>>;
}

export interface RawDriver {
  readonly id: string;
  readonly kind?: 'meter';
  readonly manufacturer: string;
  readonly model: string;
  readonly summary: string;
  readonly sources: readonly Source[];
  readonly verified: { readonly on: 'hardware' | 'simulator' | 'paper'; readonly note: string };
  readonly link: RawLink;
  /** Absent in a meter only, as are the pilot and the commands. */
  readonly limits?: {
    readonly minA: number;
    readonly maxA: number;
    readonly stepA: number;
    readonly phases: readonly (1 | 3)[];
    readonly note?: string;
  };
  readonly registers: Readonly<Record<string, RawRegister>>;
  readonly identify: RawCondition;
  readonly readings: RawReadings;
  readonly pilot?: readonly RawRule<Pilot>[];
  readonly status?: readonly RawRule<Status>[];
  readonly faults?: readonly RawRule<string>[];
  readonly lock?: { readonly mode: 'feedback' | 'commanded' };
  readonly setup?: readonly RawSetupStep[];
  readonly commands?: Readonly<Partial<Record<CommandName, RawCommand>>>;
  readonly watchdog?: RawWatchdog;
  readonly never?: readonly RawRange[];
  readonly variants?: readonly RawVariant[];
}
