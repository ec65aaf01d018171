// Chance from a seed: the same seed gives the same run.

/** The state of a generator: an unsigned 32-bit integer. */
export type Seed = number;

/** The generator's next state. */
export function nextSeed(seed: Seed): Seed {
  return (seed + 0x6d2b79f5) >>> 0;
}

/** A number in [0, 1) that belongs to this state (mulberry32, public domain). */
export function fractionOf(seed: Seed): number {
  // Seeds are small and alike where people choose them; the step in between spreads them.
  const spread = nextSeed(seed);
  let mixed = Math.imul(spread ^ (spread >>> 15), spread | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

/** A number between `from` and `to` that belongs to this state. */
export function between(seed: Seed, from: number, to: number): number {
  return from + (to - from) * fractionOf(seed);
}
