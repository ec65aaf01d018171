// Whose command went wrong: the trouble is kept with the active command, for the error that ends it.
import { change, type Turn } from './model';
import type { Purpose } from './parts';
import type { Order } from './vocabulary';

/** The orders that a sequence of each purpose carries out. */
const CARRIED: Readonly<Partial<Record<Purpose, readonly Order['kind'][]>>> = {
  setpoint: ['start', 'stop', 'setCurrent', 'setMaxCurrent'],
  lock: ['lock'],
  phases: ['setPhaseMode'],
};

/** Nothing happens when the active command is about something else. */
export function blame(turn: Turn, purpose: Purpose, trouble: string): void {
  const [active, ...waiting] = turn.model.pending;
  if (active === undefined || CARRIED[purpose]?.includes(active.command.order.kind) !== true) return;
  change(turn, { pending: [{ ...active, trouble }, ...waiting] });
}
