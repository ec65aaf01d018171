// The Clock port over real timers, for tests with real ports.
import type { Clock } from '../../src/base/clock';

/** Real time; the wall clock counts as right. */
export const REAL_CLOCK: Clock = {
  now: () => ({ monotonicMs: performance.now(), wallMs: Date.now(), isWallSynchronised: true }),
  after: (_name, delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return { cancel: () => clearTimeout(timer) };
  },
};
