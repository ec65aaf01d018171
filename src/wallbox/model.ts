// Everything the core knows about one wallbox between two steps, and the working copy that a step changes.
import type { Instant } from '../base/clock';
import type { CommandName, Driver, DriverFile } from '../driver/definition';
import type { Sample } from '../driver/image';
import type { Span } from '../modbus/register';
import type { Effect } from './effects';
import type {
  Drift,
  InFlight,
  Intent,
  LinkState,
  Meter,
  Pending,
  Plug,
  Sequence,
  Session,
  Setpoint,
  Snapshot,
} from './parts';
import type { Capabilities, ChargeState, Settings } from './vocabulary';

export interface Model {
  readonly file: DriverFile;
  /** The chosen variant; the first one until the wallbox has told. */
  readonly driver: Driver;
  readonly isVariantChosen: boolean;
  readonly settings: Settings;
  /** The persisted FIMP max_current. */
  readonly fimpMaxA: number;
  readonly link: LinkState;
  readonly image: Readonly<Record<string, Sample>>;
  /** Values sampled earlier prove nothing about what the wallbox holds: link gap or reboot. */
  readonly knownSinceMs: number;
  /** Optional registers that answered "illegal data address": never asked again. */
  readonly missing: readonly string[];
  /** Blocks that the wallbox refused as a whole: read register by register. */
  readonly refused: readonly Span[];
  /** The external meter, where there is one. */
  readonly meter?: Meter;
  readonly snapshot?: Snapshot;
  /** `unproven`: no write until `identify` holds with values read after the last connect. */
  readonly identity: 'unproven' | 'proven' | 'wrong';
  /** Values sampled before this moment prove no identity. */
  readonly unprovenSinceMs: number;
  readonly serial?: string;
  readonly intent: Intent;
  readonly plug: Plug;
  /** A car found plugged in without saved state: never raised, never resumed by ourselves. */
  readonly isHeld: boolean;
  readonly session: Session;
  readonly previousKWh?: number;
  /** Last lifetime value seen while no car was plugged in. */
  readonly idleTotalKWh?: number;
  /** The lifetime counter, guarded: it never falls. */
  readonly lifetimeKWh?: number;
  /** The phases last seen in use. */
  readonly phasesSeen?: 1 | 3;
  /** The hub has been away for longer than the installer lets it be. */
  readonly isHubLost: boolean;
  readonly hubAwaySinceMs?: number;
  /** When the offer was last raised from a pause. */
  readonly raisedMs: readonly number[];
  readonly setpoint: Setpoint;
  readonly drift: Drift;
  /** What the fallback register was last set to, in its unit. */
  readonly fallbackWritten?: number;
  readonly sequence?: Sequence;
  /** What an installer should know has been said. */
  readonly isGreeted: boolean;
  readonly watchdogFedMs: number;
  /** When each command last had a write acknowledged. */
  readonly ranMs: Readonly<Partial<Record<CommandName, number>>>;
  /** Set-up steps dealt with since the last connect. */
  readonly setupDone: number;
  readonly writing?: InFlight;
  readonly nextWriteId: number;
  readonly pending: readonly Pending[];
  /** Consecutive polls with more than 100 W; since when C2/D2 has drawn nothing; since when the car asks for nothing. */
  readonly flowPolls: number;
  readonly noFlowSinceMs?: number;
  readonly idleSinceMs?: number;
  readonly state: ChargeState;
  readonly knownFaults: readonly string[];
  readonly capabilities?: Capabilities;
  /** Wall clock minus monotonic clock at the last step, to see it jump. */
  readonly wallOffsetMs?: number;
  readonly isWallSynchronised: boolean;
  /** What was last handed out to be persisted, and when. */
  readonly rememberedKey: string;
  readonly rememberedText: string;
  readonly rememberedMs: number;
}

/** The working copy during one step. Only `step.ts` makes one; the functions of this room change it in turn. */
export interface Turn {
  model: Model;
  readonly now: Instant;
  readonly effects: Effect[];
}

/** Changes some fields of the model. */
export function change(turn: Turn, fields: Partial<Model>): void {
  turn.model = { ...turn.model, ...fields };
}

/** Clears an optional field of the model. */
export function clear(
  turn: Turn,
  field: 'sequence' | 'writing' | 'noFlowSinceMs' | 'idleSinceMs' | 'hubAwaySinceMs' | 'fallbackWritten',
): void {
  const copy: { -readonly [K in keyof Model]: Model[K] } = { ...turn.model };
  Reflect.deleteProperty(copy, field);
  turn.model = copy;
}

/** One line in the journal, said by the core. */
export function say(turn: Turn, level: 'debug' | 'info' | 'warning' | 'error', message: string): void {
  turn.effects.push({ kind: 'log', level, message });
}
