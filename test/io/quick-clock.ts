// A Clock on real timers that run faster, so that a wait of a minute takes a moment beside real sockets.
import { performance } from 'node:perf_hooks';
import type { Clock } from '../../src/base/clock';

export function quickClock(times: number): Clock {
  return {
    now: () => {
      const monotonicMs = performance.now() * times;
      return { monotonicMs, wallMs: monotonicMs, isWallSynchronised: false };
    },
    after: (_name, delayMs, run) => {
      const timer = setTimeout(run, delayMs / times);
      return { cancel: () => clearTimeout(timer) };
    },
  };
}
