// The Clock port over the machine's own clocks; the only file with timers.
import { existsSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import type { Clock } from '../base/clock';
import { isWallSynchronised } from '../base/wall-clock';
import type { WallEvidence } from '../base/wall-clock';

/** systemd-timesyncd makes the folder when it starts and the file when it has set the clock. */
const TIMESYNC_FOLDER = '/run/systemd/timesync';
const TIMESYNC_DONE = '/run/systemd/timesync/synchronized';
/** The longest delay that a timer takes; more would run at once. */
const LONGEST_MS = 2 ** 31 - 1;
const LOOK_AGAIN_MS = 1000;

/** `notBeforeMs`: the later of the build and the last saved time, wall-clock milliseconds. */
export function systemClock(
  notBeforeMs: number,
  timesync: () => WallEvidence['timesync'] = askSystemd,
): Clock {
  let isSynchronised = false;
  let lookAgainMs = 0;
  return {
    now: () => {
      const monotonicMs = performance.now();
      const wallMs = Date.now();
      if (!isSynchronised && monotonicMs >= lookAgainMs) {
        isSynchronised = isWallSynchronised({ timesync: timesync(), wallMs, notBeforeMs });
        lookAgainMs = monotonicMs + LOOK_AGAIN_MS;
      }
      return { monotonicMs, wallMs, isWallSynchronised: isSynchronised };
    },
    after: (_name, delayMs, run) => {
      const timer = setTimeout(run, Math.min(LONGEST_MS, Math.max(0, Math.ceil(delayMs))));
      return { cancel: () => clearTimeout(timer) };
    },
  };
}

function askSystemd(): WallEvidence['timesync'] {
  if (existsSync(TIMESYNC_DONE)) return 'synchronised';
  return existsSync(TIMESYNC_FOLDER) ? 'waiting' : 'absent';
}
