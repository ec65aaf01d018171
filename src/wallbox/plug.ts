// Whether a car is plugged in: told an unplug from a glitch, because only a confirmed unplug clears what the user wanted.
import { energySource } from './energy';
import { UNSETTLED_MS } from './link';
import { change, say, type Model, type Turn } from './model';
import { closeSession, finishSession, isSessionRestarted, openSession, resumeSession } from './session';
import { defaultMode, grantA } from './limits';
import { registersOf } from './readings';
import { UNTOUCHED } from './untouched';

/** A stop is forgotten after A on three polls over at least 10 s (`design.md` section 4, Intent). */
const UNPLUG_POLLS = 3;
const UNPLUG_MS = 10_000;

/** After every good poll: follows the pilot. A fault or an unknown pilot says nothing about the cable. */
export function followPlug(turn: Turn): void {
  const pilot = turn.model.snapshot?.pilot;
  if (pilot === undefined || turn.model.identity === 'wrong') return;
  if (pilot === 'E' || pilot === 'F') interrupted(turn);
  else if (pilot.startsWith('A')) gone(turn);
  else here(turn);
}

/** E and F interrupt the pilot: an A right after them proves no unplug. */
function interrupted(turn: Turn): void {
  unsettle(turn);
}

/** A single A proves nothing for a minute. */
export function unsettle(turn: Turn): void {
  const unsettledUntilMs = turn.now.monotonicMs + UNSETTLED_MS;
  change(turn, { plug: { ...turn.model.plug, unsettledUntilMs } });
}

function gone(turn: Turn): void {
  const { plug, intent } = turn.model;
  const nowMs = turn.now.monotonicMs;
  if (plug.car === 'unknown') {
    change(turn, { plug: { ...plug, car: 'away', gonePolls: 0 } });
    return;
  }
  if (plug.car === 'away') return;
  if (plug.goneSinceMs === undefined) {
    change(turn, { plug: { ...plug, goneSinceMs: nowMs, gonePolls: 1 } });
    if (intent === 'start') change(turn, { intent: 'none' });
    finishSession(turn);
  } else change(turn, { plug: { ...plug, gonePolls: plug.gonePolls + 1 } });
  if (isUnplugProved(turn.model, nowMs)) unplugged(turn);
}

function isUnplugProved({ plug }: Model, nowMs: number): boolean {
  if (plug.goneSinceMs === undefined) return false;
  return (
    plug.gonePolls >= UNPLUG_POLLS && nowMs - plug.goneSinceMs >= UNPLUG_MS && nowMs >= plug.unsettledUntilMs
  );
}

/** The car has gone for certain: the session ends, and with it what was wanted for it. */
function unplugged(turn: Turn): void {
  const { unsettledUntilMs } = turn.model.plug;
  closeSession(turn, 'unplugged');
  change(turn, {
    intent: 'none',
    isHeld: false,
    plug: { car: 'away', gonePolls: 0, unsettledUntilMs },
    // The next car gets what it is due, whatever somebody left at the wallbox for this one.
    setpoint: UNTOUCHED,
  });
  change(turn, { session: { ...turn.model.session, mode: defaultMode(turn.model) } });
  regrant(turn);
}

function here(turn: Turn): void {
  const { plug } = turn.model;
  if (plug.car === 'unknown') found(turn);
  else if (plug.car === 'away') pluggedIn(turn);
  else if (plug.goneSinceMs !== undefined) returned(turn);
  else if (turn.model.link.upSinceMs === turn.now.monotonicMs) stillHere(turn);
}

/** A car that nobody saw arrive: held down to the limits, never raised or resumed before a command or a replug. */
function found(turn: Turn): void {
  say(turn, 'info', 'a car was found plugged in without saved state: its charging is left as it is');
  change(turn, { isHeld: true });
  pluggedIn(turn);
}

function pluggedIn(turn: Turn): void {
  const { unsettledUntilMs } = turn.model.plug;
  change(turn, { plug: { car: 'here', gonePolls: 0, unsettledUntilMs } });
  forgetCable(turn);
  openSession(turn);
  regrant(turn);
}

/** Another car, another cable: its rating is read at once, whatever its poll class. */
function forgetCable(turn: Turn): void {
  const { cableA } = turn.model.driver.readings.numbers;
  const names = cableA === undefined ? [] : registersOf(cableA, turn.model);
  const isStale = (name: string, sampledMs: number) =>
    names.includes(name) && sampledMs < (turn.model.snapshot?.sampledMs ?? Infinity);
  const kept = Object.entries(turn.model.image).filter(([name, { sampledMs }]) => !isStale(name, sampledMs));
  if (names.length > 0) change(turn, { image: Object.fromEntries(kept) });
}

/** Back within the time in which an A proves nothing: the same session, unless the wallbox counts another one. */
function returned(turn: Turn): void {
  const { car, unsettledUntilMs } = turn.model.plug;
  change(turn, { plug: { car, gonePolls: 0, unsettledUntilMs } });
  if (!isSessionRestarted(turn.model)) {
    resumeSession(turn);
    return;
  }
  closeSession(turn, 'the wallbox began another session');
  pluggedIn(turn);
}

/** First reading after a gap: an A may have been missed, so a start survives only what proves that none was. */
function stillHere(turn: Turn): void {
  const { model } = turn;
  if (model.intent !== 'start' || !(isSessionRestarted(model) || isSwapPossible(model))) return;
  say(turn, 'info', 'the start given before the gap is forgotten: another car may be plugged in');
  change(turn, { intent: 'none' });
}

/** Without a session counter nothing tells one car from another, except that a short gap leaves no time to change. */
function isSwapPossible(model: Model): boolean {
  const canTell = energySource(model) === 'session' || model.driver.readings.numbers.sessionS !== undefined;
  return !canTell && (model.link.gapMs ?? Infinity) > UNSETTLED_MS;
}

/** The last known number of phases is told between sessions too. */
export function followPhases(turn: Turn): void {
  const phases = turn.model.snapshot?.phases;
  if (phases === 1 || phases === 3) change(turn, { phasesSeen: phases });
}

/** What the next session may have, decided now: raised limits count from here on. */
function regrant(turn: Turn): void {
  const { session } = turn.model;
  change(turn, { session: { ...session, grantedA: grantA(turn.model, session.mode) } });
}
