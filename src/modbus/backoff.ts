// How long to leave something alone that has just failed: doubling, jittered, bounded.

const LEAST_MS = 500;
const MOST_MS = 30_000;

/** Wait before a port or socket is opened again after `attempts` fruitless ones. `jitter` in [0, 1). */
export function reopenDelayMs(attempts: number, jitter: number): number {
  const plain = Math.min(MOST_MS, LEAST_MS * 2 ** Math.min(attempts, 10));
  return Math.min(MOST_MS, Math.max(LEAST_MS, plain * (0.75 + 0.5 * jitter)));
}
