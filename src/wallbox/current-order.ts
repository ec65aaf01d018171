// cmd.current_session.set_current and cmd.max_current.set: wanted now, written by the next comparison, answered when seen.
import { answer, refuse, update } from './answers';
import { grantA, supportedMaxA } from './limits';
import { change, type Turn } from './model';
import { wantedA } from './offer';
import type { Pending, Session } from './parts';
import { commandMs } from './steps';
import { settleDrift } from './setpoint';
import type { ReportKind } from './vocabulary';

/** The session's current. Above the present max_current it is that; 0 and fractions were refused before (`fimp.md` c.4). */
export function beginSetCurrent(turn: Turn, entry: Pending, amps: number): void {
  const { model } = turn;
  const currentA = Math.min(amps, model.fimpMaxA);
  begin(turn, entry, () => {
    change(turn, { session: { ...turn.model.session, currentA } });
    regrant(turn);
  });
}

/** The persisted limit of all sessions. A lowered one lowers the present session too, a raised one raises nothing by itself. */
export function beginSetMaxCurrent(turn: Turn, entry: Pending, amps: number): void {
  begin(turn, entry, () => {
    const fimpMaxA = Math.min(amps, supportedMaxA(turn.model));
    change(turn, { fimpMaxA, session: loweredTo(turn.model.session, fimpMaxA) });
  });
}

/** Takes the new wish over, with what it takes to return from it when it is a raise that cannot be confirmed. */
function begin(turn: Turn, entry: Pending, wish: () => void): void {
  const { model, now } = turn;
  const { intent, session, isHeld, fimpMaxA } = model;
  const undo = {
    intent,
    mode: session.mode,
    grantedA: session.grantedA,
    isHeld,
    currentA: session.currentA,
    fimpMaxA,
  };
  const beforeA = wantedA(model);
  settleDrift(turn);
  wish();
  const afterA = wantedA(turn.model);
  const isRaise = (afterA ?? 0) > (beforeA ?? 0) || turn.model.fimpMaxA > fimpMaxA;
  const deadlineMs = now.monotonicMs + commandMs(model.driver, 'offer');
  update(turn, entry, { undo, deadlineMs, isRaise, isUnchanged: afterA === beforeA });
}

/** The grant is what limits, mode and the session's current leave; without a car there is nothing to grant. */
function regrant(turn: Turn): void {
  const { session } = turn.model;
  if (!session.isOpen) return;
  change(turn, { session: { ...session, grantedA: grantA(turn.model, session.mode) } });
}

function loweredTo(session: Session, maxA: number): Session {
  const { currentA } = session;
  return {
    ...session,
    grantedA: Math.min(session.grantedA, maxA),
    ...(currentA === undefined ? {} : { currentA: Math.min(currentA, maxA) }),
  };
}

export function workCurrent(turn: Turn, entry: Pending, report: ReportKind): void {
  const { model, now } = turn;
  const { setpoint } = model;
  if (model.link.reach !== 'up') {
    fail(turn, entry, 'the wallbox does not answer');
    return;
  }
  const wished = wantedA(model);
  const hasLanded = setpoint.hasLanded && setpoint.assertedA === wished;
  const isRemembered = wished === undefined || wished === 0 || !model.session.isOpen;
  if (hasLanded || isRemembered || entry.isUnchanged === true) answer(turn, entry, [report]);
  else if (entry.trouble !== undefined) fail(turn, entry, entry.trouble);
  else if (now.monotonicMs >= (entry.deadlineMs ?? 0))
    fail(turn, entry, `the wallbox does not show ${wished} A`);
}

/** A raise that could not be confirmed is taken back; a lower value stays wanted, and the error says so. */
function fail(turn: Turn, entry: Pending, reason: string): void {
  const { undo } = entry;
  if (entry.isRaise !== true || undo === undefined) {
    refuse(turn, entry, `${reason}; the lower current stays wanted`);
    return;
  }
  const { currentA: _raised, ...session } = turn.model.session;
  const currentA = undo.currentA === undefined ? {} : { currentA: undo.currentA };
  change(turn, {
    fimpMaxA: undo.fimpMaxA ?? turn.model.fimpMaxA,
    session: { ...session, grantedA: undo.grantedA, ...currentA },
  });
  refuse(turn, entry, `${reason}; the higher current was taken back`);
}
