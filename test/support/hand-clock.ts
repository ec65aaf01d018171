// The Clock port for tests: time passes only when the test says so.
import type { Clock } from '../../src/base/clock';

export interface HandClock extends Clock {
  /** Lets time pass and runs everything that falls due, in order. */
  pass(ms: number): void;
}

export function handClock(): HandClock {
  let nowMs = 0;
  let pending: { readonly dueMs: number; readonly run: () => void }[] = [];
  const next = () => pending.toSorted((a, b) => a.dueMs - b.dueMs)[0];
  return {
    now: () => ({ monotonicMs: nowMs, wallMs: nowMs, isWallSynchronised: true }),
    after: (_name, delayMs, run) => {
      const entry = { dueMs: nowMs + delayMs, run };
      pending.push(entry);
      return { cancel: () => (pending = pending.filter((other) => other !== entry)) };
    },
    pass: (ms) => {
      const endMs = nowMs + ms;
      for (let due = next(); due !== undefined && due.dueMs <= endMs; due = next()) {
        pending = pending.filter((other) => other !== due);
        nowMs = Math.max(nowMs, due.dueMs);
        due.run();
      }
      nowMs = endMs;
    },
  };
}
