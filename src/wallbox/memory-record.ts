// The persisted state of one wallbox, as it stands on the disk.
import type { Intent, Plug, Session } from './parts';
import type { Capabilities } from './vocabulary';

/** Grows when an older program could not read what a newer one wrote. */
export const MEMORY_VERSION = 1;

/** The persisted state of one wallbox; JSON. */
export interface Memory {
  readonly version: typeof MEMORY_VERSION;
  readonly driver: string;
  readonly serial?: string;
  /** Driver of the external meter that counted. */
  readonly meter?: string;
  readonly intent: Intent;
  readonly car: Plug['car'];
  readonly isHeld: boolean;
  readonly hasYielded: boolean;
  readonly fimpMaxA: number;
  readonly session: Omit<Session, 'counterMs' | 'doubtfulPolls' | 'fall' | 'mode'> & {
    readonly mode?: string;
  };
  readonly previousKWh?: number;
  readonly idleTotalKWh?: number;
  readonly lifetimeKWh?: number;
  readonly phasesSeen?: 1 | 3;
  /** How many corrections of the setpoint the last ten minutes have seen. */
  readonly corrections: number;
  readonly capabilities?: Capabilities;
}
