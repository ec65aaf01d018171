// The Random port over the machine's own randomness.
import { randomUUID } from 'node:crypto';
import type { Random } from '../base/random';

export const systemRandom: Random = {
  fraction: () => Math.random(),
  uuid: () => randomUUID(),
};
