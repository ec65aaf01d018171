// A session's life: from plug-in to unplug, its times and the session before it. Energy is in energy.ts.
import { counterKWh, energySource, openingEnergy } from './energy';
import { defaultMode } from './limits';
import { change, say, type Model, type Turn } from './model';
import type { Session } from './parts';
import type { ChargeState } from './vocabulary';

/** The state before any session: nothing was ever charged. */
export function noSession(freeCharging: boolean, mode: string | undefined, grantedA: number): Session {
  return {
    isOpen: false,
    energyKWh: 0,
    hasDrawn: false,
    freeCharging,
    grantedA,
    isStartKnown: false,
    doubtfulPolls: 0,
    mode,
  };
}

/** A car has been plugged in: a session begins, and the one before it becomes the previous one. */
export function openSession(turn: Turn): void {
  const { model, now } = turn;
  const before = model.session;
  const mode = before.isOpen ? defaultMode(model) : (before.mode ?? defaultMode(model));
  const { energyKWh, counter } = openingEnergy(model, isSeenArriving(turn));
  change(turn, {
    ...(before.startedWallMs === undefined ? {} : { previousKWh: before.energyKWh }),
    session: {
      isOpen: true,
      energyKWh,
      hasDrawn: energyKWh > 0,
      freeCharging: model.settings.freeCharging,
      grantedA: before.grantedA,
      startedWallMs: now.wallMs,
      isStartKnown: now.isWallSynchronised,
      doubtfulPolls: 0,
      mode,
      ...(counter === undefined ? {} : { counterKWh: counter, counterMs: now.monotonicMs }),
      ...(model.snapshot?.sessionS === undefined ? {} : { boxSessionS: model.snapshot.sessionS }),
    },
    flowPolls: 0,
  });
}

/** Whether the poll before this one showed the socket empty; otherwise the car may have charged unseen. */
function isSeenArriving(turn: Turn): boolean {
  return (
    turn.model.plug.car === 'here' && !turn.model.isHeld && turn.model.link.upSinceMs !== turn.now.monotonicMs
  );
}

/** The session is over for good. It stays as the last one until the next begins. */
export function closeSession(turn: Turn, reason: string): void {
  const { session } = turn.model;
  if (!session.isOpen) return;
  change(turn, {
    session: { ...session, isOpen: false, finishedWallMs: session.finishedWallMs ?? turn.now.wallMs },
  });
  say(turn, 'info', `session ended (${reason}): ${session.energyKWh.toFixed(2)} kWh`);
}

/** A was seen: the session may be over. Withdrawn by `resumeSession` if the car counts as never gone. */
export function finishSession(turn: Turn): void {
  const { session } = turn.model;
  change(turn, { session: { ...session, finishedWallMs: session.finishedWallMs ?? turn.now.wallMs } });
}

export function resumeSession(turn: Turn): void {
  const { finishedWallMs: _withdrawn, ...session } = turn.model.session;
  change(turn, { session });
}

/** States that end the drawing of current, and states in which it goes on. The others say nothing about it. */
const ENDS: readonly ChargeState[] = ['finished', 'disconnected'];
const GOES_ON: readonly ChargeState[] = [
  ...(['requesting', 'ready_to_charge', 'charging', 'suspended_by_ev'] as const),
  ...(['suspended_by_evse', 'switching_phases'] as const),
];

/** `finished` is a state, not an end: `finished_at` comes with it and goes when energy flows again. */
export function followState(turn: Turn): void {
  const { session, state } = turn.model;
  if (session.startedWallMs === undefined) return;
  if (ENDS.includes(state) && session.isOpen) finishSession(turn);
  if (GOES_ON.includes(state) && session.isOpen && session.finishedWallMs !== undefined) resumeSession(turn);
}

/**
 * Whether the wallbox counts another session than ours: its energy or its time went back. Both may also be what a
 * reboot of the wallbox leaves behind.
 */
export function isSessionRestarted(model: Model): boolean {
  const { session, snapshot } = model;
  if (!session.isOpen || snapshot === undefined) return false;
  const energyWentBack =
    energySource(model) === 'session' &&
    (counterKWh(model) ?? Infinity) < (session.counterKWh ?? -Infinity) - 0.005;
  const timeWentBack = (snapshot.sessionS ?? Infinity) < (session.boxSessionS ?? -Infinity) - 1;
  return energyWentBack || timeWentBack;
}

/** At the first synchronisation of the wall clock the open session's times move by the jump. */
export function followWallClock(turn: Turn): void {
  const { model, now } = turn;
  const offsetMs = now.wallMs - now.monotonicMs;
  if (now.isWallSynchronised && !model.isWallSynchronised && model.wallOffsetMs !== undefined) {
    shiftTimes(turn, offsetMs - model.wallOffsetMs);
  }
  change(turn, { wallOffsetMs: offsetMs, isWallSynchronised: now.isWallSynchronised });
}

function shiftTimes(turn: Turn, jumpMs: number): void {
  const { session } = turn.model;
  if (session.isStartKnown || session.startedWallMs === undefined) return;
  const finished =
    session.finishedWallMs === undefined ? {} : { finishedWallMs: session.finishedWallMs + jumpMs };
  change(turn, {
    session: { ...session, ...finished, startedWallMs: session.startedWallMs + jumpMs, isStartKnown: true },
  });
}
