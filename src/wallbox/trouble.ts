// What went wrong with a sequence, told to the command that waits for it.
import { update } from './answers';
import type { Turn } from './model';
import type { Purpose } from './parts';

/** Whether the active command waits for sequences of this kind. */
function isForActive(turn: Turn, purpose: Purpose): boolean {
  const kind = turn.model.pending[0]?.command.order.kind;
  if (purpose === 'lock') return kind === 'lock';
  return purpose === 'setpoint' && (kind === 'start' || kind === 'stop');
}

/** The active command, if it waits for such a sequence, ends with these words. */
export function blame(turn: Turn, purpose: Purpose, text: string): void {
  const active = turn.model.pending[0];
  if (active !== undefined && isForActive(turn, purpose)) update(turn, active, { trouble: text });
}
