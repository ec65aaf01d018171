// Signs that the wallbox has restarted: what it counts went back by itself. Then nothing it holds is taken for granted.
import { change, say, type Model, type Turn } from './model';
import type { Snapshot } from './parts';
import { unsettle } from './plug';
import { forgetSetpoint } from './setpoint';
import { forgetUpkeep } from './upkeep';

/** After every good poll, with the snapshot before it. */
export function watchReboot(turn: Turn, before: Snapshot | undefined): void {
  const isBack = turn.model.link.upSinceMs === turn.now.monotonicMs;
  if (isBack) startOver(turn);
  else if (before !== undefined && hasRestarted(turn.model, before)) {
    say(turn, 'info', 'the wallbox has restarted: its limit is checked and written first');
    startOver(turn);
    unsettle(turn);
  }
}

function startOver(turn: Turn): void {
  forgetSetpoint(turn);
  forgetUpkeep(turn);
  const knownSinceMs = turn.model.snapshot?.sampledMs ?? turn.now.monotonicMs;
  change(turn, { watchdogFedMs: -Infinity, knownSinceMs });
}

/** Uptime went back, or the session's own counters did while the same car stayed plugged in. */
function hasRestarted({ snapshot, plug }: Model, before: Snapshot): boolean {
  if (snapshot === undefined) return false;
  if (wentBack(before.uptimeS, snapshot.uptimeS, 1)) return true;
  if (plug.car !== 'here' || plug.goneSinceMs !== undefined) return false;
  return (
    wentBack(before.sessionS, snapshot.sessionS, 1) || wentBack(before.sessionKWh, snapshot.sessionKWh, 0.01)
  );
}

function wentBack(before: number | undefined, now: number | undefined, slack: number): boolean {
  return before !== undefined && now !== undefined && now < before - slack;
}
