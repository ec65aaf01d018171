// The session's energy from whichever counter the wallbox has, guarded against rollback, reset and sentinel values.
import { change, say, type Model, type Turn } from './model';
import type { Session } from './parts';
import { sourceOf } from './snapshot';

/** No wallbox of this kind draws more: 63 A on three phases with room to spare. */
const MOST_KW = 50;
/** Resolution and delay of a counter. */
const SLACK_KWH = 0.1;
/** What may have been charged while nobody looked and no time is known. */
const MOST_UNSEEN_KWH = 200;
/** A value that keeps contradicting for so many polls is the counter's new truth. */
const DOUBTFUL_POLLS = 3;

/** Where the session's energy comes from: the meter, the wallbox's session counter, or its lifetime counter's difference. */
export function energySource(model: Model): 'none' | 'session' | 'total' {
  if (sourceOf(model, 'totalKWh') !== model) return 'total';
  const { numbers } = model.driver.readings;
  const isMissing = (name: 'sessionKWh' | 'totalKWh') => {
    const source = numbers[name];
    return source?.kind === 'register' && model.missing.includes(source.register);
  };
  if (numbers.sessionKWh !== undefined && !isMissing('sessionKWh')) return 'session';
  if (numbers.totalKWh !== undefined && !isMissing('totalKWh')) return 'total';
  return 'none';
}

/** The counter that the energy comes from, as the last poll showed it. */
export function counterKWh(model: Model): number | undefined {
  const source = energySource(model);
  if (source === 'none') return undefined;
  const counter = source === 'session' ? model.snapshot?.sessionKWh : model.snapshot?.totalKWh;
  // No counter counts below zero: such a value is one that says "not available".
  return counter !== undefined && counter >= 0 ? counter : undefined;
}

/** The energy with which a session opens, and the counter's value for it. */
export function openingEnergy(
  model: Model,
  isSeenArriving: boolean,
): { readonly energyKWh: number; readonly counter: number | undefined } {
  const isSession = energySource(model) === 'session';
  // A lifetime counter that tells nothing at plug-in goes on from where it stood before.
  const counter = counterKWh(model) ?? (isSession ? undefined : model.idleTotalKWh);
  if (counter === undefined) return { energyKWh: 0, counter };
  // Seen arriving, a session counter may still show the session before; it is reset when charging starts.
  const baseKWh = isSession ? (isSeenArriving ? counter : 0) : (model.idleTotalKWh ?? counter);
  const gainedKWh = counter - baseKWh;
  return { energyKWh: gainedKWh > 0 && gainedKWh <= MOST_UNSEEN_KWH ? rounded(gainedKWh) : 0, counter };
}

/** After every good poll: what the counter gained belongs to the open session. */
export function followEnergy(turn: Turn): void {
  const { model, now } = turn;
  const counter = counterKWh(model);
  if (counter === undefined) return;
  if (!model.session.isOpen) {
    if (energySource(model) === 'total' && model.plug.car === 'away') change(turn, { idleTotalKWh: counter });
    return;
  }
  change(turn, { session: counted(turn, model.session, counter, now.monotonicMs) });
}

function counted(turn: Turn, session: Session, counter: number, nowMs: number): Session {
  const time = turn.model.snapshot?.sessionS;
  const accepted = { counterKWh: counter, counterMs: nowMs, doubtfulPolls: 0, ...boxTime(time) };
  if (session.counterKWh === undefined) return { ...session, ...accepted };
  const gainedKWh = counter - session.counterKWh;
  const regainedKWh = regained(session, counter, nowMs);
  if (regainedKWh !== undefined) return gain(withoutFall(session), regainedKWh, accepted);
  const mostKWh = plausibleKWh(session, nowMs);
  if (gainedKWh >= 0 && gainedKWh <= mostKWh) return gain(session, gainedKWh, accepted);
  // A counter that wavers by less than its resolution has to come back to where it was before anything is added.
  if (isWavering(session.counterKWh, counter)) return { ...session, counterMs: nowMs, doubtfulPolls: 0 };
  // A counter that fell to nearly nothing was reset: what it shows has been charged since.
  const isReset = gainedKWh < 0 && counter <= (isResettable(turn.model) ? mostKWh : SLACK_KWH);
  if (isReset) {
    const fall = session.fall ?? { fromKWh: session.counterKWh, sinceMs: session.counterMs ?? nowMs };
    return gain(session, counter, { ...accepted, fall });
  }
  return doubted(turn, session, counter, accepted);
}

/**
 * What was gained since the counter fell, when it leaps back to where it was: then the fall was a wrong value and no reset,
 * and what was counted before it must not be counted again. A counter that climbs there step by step did start over.
 */
function regained(session: Session, counter: number, nowMs: number): number | undefined {
  const { fall, counterKWh: sinceFallKWh } = session;
  if (fall === undefined || sinceFallKWh === undefined) return undefined;
  const isLeap = counter - sinceFallKWh > fall.fromKWh / 2;
  const mostKWh = SLACK_KWH + hoursSince(fall.sinceMs, nowMs) * MOST_KW;
  const isBack = counter >= fall.fromKWh && counter - fall.fromKWh <= mostKWh;
  // What the counter showed meanwhile has been added already.
  return isLeap && isBack ? Math.max(0, counter - fall.fromKWh - sinceFallKWh) : undefined;
}

function withoutFall({ fall: _over, ...session }: Session): Session {
  return session;
}

/** Only a little lower, and not the nothing that a reset leaves. */
function isWavering(beforeKWh: number, counter: number): boolean {
  return counter < beforeKWh && beforeKWh - counter < SLACK_KWH && counter > beforeKWh / 2;
}

/** A session counter starts over with each session, a lifetime counter never by rights. */
function isResettable(model: Model): boolean {
  return energySource(model) === 'session';
}

function boxTime(sessionS: number | undefined): Partial<Session> {
  return sessionS === undefined ? {} : { boxSessionS: sessionS };
}

function gain(session: Session, gainedKWh: number, accepted: Partial<Session>): Session {
  const energyKWh = rounded(session.energyKWh + gainedKWh);
  return { ...session, ...accepted, energyKWh, hasDrawn: session.hasDrawn || gainedKWh > 0 };
}

/** A leap or a fall back: not believed at first; when it stays, counting goes on from there and nothing is added. */
function doubted(turn: Turn, session: Session, counter: number, accepted: Partial<Session>): Session {
  if (session.doubtfulPolls + 1 < DOUBTFUL_POLLS) {
    return { ...session, doubtfulPolls: session.doubtfulPolls + 1 };
  }
  const from = session.counterKWh?.toFixed(2) ?? '?';
  say(
    turn,
    'warning',
    `energy counter jumped from ${from} to ${counter.toFixed(2)} kWh: counting goes on from there`,
  );
  return { ...session, ...accepted };
}

function plausibleKWh(session: Session, nowMs: number): number {
  if (session.counterMs === undefined) return MOST_UNSEEN_KWH;
  return SLACK_KWH + MOST_KW * hoursSince(session.counterMs, nowMs);
}

function hoursSince(thenMs: number, nowMs: number): number {
  return (nowMs - thenMs) / 3_600_000;
}

/** Sums of 0.01 kWh carry binary noise; a thousandth of a watt-hour is below any meter's resolution. */
function rounded(energyKWh: number): number {
  return Number(energyKWh.toFixed(6));
}
