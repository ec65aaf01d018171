// The Clock port: the only way anything in this program learns the time or waits.

/** A moment, handed to every decision. */
export interface Instant {
  /** Milliseconds on a clock that never jumps. Ages, deadlines and durations use this one. */
  readonly monotonicMs: number;
  /** Milliseconds since 1970 by the wall clock, which may jump. Only reports use this one. */
  readonly wallMs: number;
  /** Whether the wall clock is known to be right; a Raspberry Pi has none that survives a power cut. */
  readonly isWallSynchronised: boolean;
}

/** A pending call; `cancel` is harmless when it has already run. */
export interface Timer {
  cancel(): void;
}

export interface Clock {
  now(): Instant;
  /** Runs `run` once after `delayMs` milliseconds; `name` tells a reader of a hang what it waits for. */
  after(name: string, delayMs: number, run: () => void): Timer;
}
