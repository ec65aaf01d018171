// One register write, from the decision to its outcome.
import type { WriteRequest } from '../modbus/exchange';

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
