// cmd.charge.start: intent and mode now, the write by the next comparison, the answer when it has been seen.
import { answer, refuse, update } from './answers';
import { defaultMode, grantA } from './limits';
import { change, type Turn } from './model';
import type { Pending } from './parts';
import { wantedA } from './offer';
import { commandMs } from './steps';
import { dropRaise, raiseHeldUntilMs, settleDrift } from './setpoint';
import type { ChargeState } from './vocabulary';

/** A blind start in one of these would start the next car by itself (`fimp.md` c.4). */
const NOT_NOW: Readonly<Partial<Record<ChargeState, string>>> = {
  disconnected: 'no car is plugged in',
  reserved: 'the wallbox is reserved',
  unavailable: 'the wallbox is out of service',
  error: 'the wallbox reports a fault',
  unknown: 'the wallbox does not answer',
};

export function beginStart(turn: Turn, entry: Pending): void {
  const { model, now } = turn;
  const { order } = entry.command;
  const objection = NOT_NOW[model.state];
  if (order.kind !== 'start') return;
  if (objection !== undefined) {
    refuse(turn, entry, `${objection}; nothing was written`);
    return;
  }
  const { intent, session, isHeld } = model;
  const undo = { intent, mode: session.mode, grantedA: session.grantedA, isHeld };
  const mode = order.mode ?? defaultMode(model);
  settleDrift(turn);
  change(turn, { intent: 'start', isHeld: false, session: { ...session, mode } });
  change(turn, { session: { ...turn.model.session, grantedA: grantA(turn.model, mode) } });
  const fromMs = Math.max(now.monotonicMs, raiseHeldUntilMs(model, now.monotonicMs));
  const deadlineMs = fromMs + commandMs(model.driver, 'resume');
  update(turn, entry, { undo, deadlineMs });
}

export function workStart(turn: Turn, entry: Pending): void {
  const { model, now } = turn;
  const { setpoint, link, state } = model;
  if (entry.isSuperseded) {
    refuse(turn, entry, 'overtaken by a later stop');
    return;
  }
  if (link.reach !== 'up' || state === 'disconnected') {
    takeBack(turn, entry, state === 'disconnected' ? 'the car was unplugged' : 'the wallbox does not answer');
    return;
  }
  const wished = wantedA(model);
  const hasLanded = setpoint.hasLanded && setpoint.assertedA === wished;
  const isOver = now.monotonicMs >= (entry.deadlineMs ?? 0);
  if (wished === 0) takeBack(turn, entry, 'the limits leave less than the 6 A that a car needs');
  else if (hasLanded && (state === 'charging' || isOver)) answer(turn, entry, ['state', 'session']);
  else if (entry.trouble !== undefined) takeBack(turn, entry, entry.trouble);
  else if (isOver) takeBack(turn, entry, `the wallbox does not show ${wished ?? '?'} A`);
}

/** What could not be confirmed is not wanted any more, also if the write may have arrived. */
function takeBack(turn: Turn, entry: Pending, reason: string): void {
  const { undo } = entry;
  dropRaise(turn);
  if (undo !== undefined) {
    const { intent, mode, grantedA, isHeld } = undo;
    change(turn, { intent, isHeld, session: { ...turn.model.session, mode, grantedA } });
  }
  refuse(turn, entry, `${reason}; the start was taken back`);
}
