// Whether the hub has been away for longer than the installer lets it be (`hub_timeout`).
import { change, clear, say, type Turn } from './model';

/** The broker has gone, or is back. */
export function hubSeen(turn: Turn, isOnline: boolean): void {
  if (!isOnline) {
    change(turn, { hubAwaySinceMs: turn.model.hubAwaySinceMs ?? turn.now.monotonicMs });
    return;
  }
  clear(turn, 'hubAwaySinceMs');
  if (turn.model.isHubLost) say(turn, 'info', 'the hub is back: what was wanted is offered again');
  change(turn, { isHubLost: false });
}

/** Called at every step. Off by default: losing the hub then changes nothing at the wallbox. */
export function watchHub(turn: Turn): void {
  const { hubAwaySinceMs, isHubLost, settings } = turn.model;
  if (isHubLost || hubAwaySinceMs === undefined || settings.hubTimeoutMs === undefined) return;
  if (turn.now.monotonicMs - hubAwaySinceMs < settings.hubTimeoutMs) return;
  const failsafeA = settings.failsafeA ?? 0;
  say(
    turn,
    'warning',
    `the hub is away for too long: ${failsafeA === 0 ? 'charging is paused' : `${failsafeA} A are offered`}`,
  );
  change(turn, { isHubLost: true });
}
