// What went wrong with a sequence, told to the command that waits for it.
import { change, type Turn } from './model';
import type { Purpose } from './parts';
import type { Order } from './vocabulary';

/** The orders that a sequence of each purpose carries out. */
const CARRIED: Readonly<Partial<Record<Purpose, readonly Order['kind'][]>>> = {
  setpoint: ['start', 'stop', 'setCurrent', 'setMaxCurrent'],
  lock: ['lock'],
  phases: ['setPhaseMode'],
};

/** The active command, if it waits for such a sequence, ends with these words. */
export function blame(turn: Turn, purpose: Purpose, text: string): void {
  const [active, ...waiting] = turn.model.pending;
  if (active === undefined || CARRIED[purpose]?.includes(active.command.order.kind) !== true) return;
  change(turn, { pending: [{ ...active, trouble: text }, ...waiting] });
}
