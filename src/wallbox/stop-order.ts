// cmd.charge.stop: the intent changed when it arrived; here it is only answered, with what the wallbox shows.
import { answer, refuse, update } from './answers';
import type { Pending } from './parts';
import type { Model, Turn } from './model';
import { commandMs } from './steps';
import { isPauseLanded, isUnderstood } from './setpoint';

export function beginStop(turn: Turn, entry: Pending): void {
  const deadlineMs = turn.now.monotonicMs + commandMs(turn.model.driver, 'pause');
  update(turn, entry, { deadlineMs });
}

export function workStop(turn: Turn, entry: Pending): void {
  const { model, now } = turn;
  if (model.link.reach !== 'up') {
    refuse(turn, entry, 'the wallbox does not answer; the stop stays wanted and is written when it is back');
    return;
  }
  const isOver = now.monotonicMs >= (entry.deadlineMs ?? 0);
  if (isStopped(model) && (model.state !== 'charging' || isOver)) answer(turn, entry, ['state', 'session']);
  else if (entry.trouble !== undefined) refuse(turn, entry, `${entry.trouble}; the stop stays wanted`);
  else if (isOver) refuse(turn, entry, 'the wallbox does not show the pause; the stop stays wanted');
}

/** The pause is seen, or there is no car and the wallbox would misunderstand it: then it holds for the next one. */
function isStopped(model: Model): boolean {
  return isPauseLanded(model) || (model.plug.car === 'away' && !isUnderstood(model, 0));
}
