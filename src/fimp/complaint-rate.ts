// How often a message that cannot be used is worth a line in the log: a client gone wild must not fill the disk.

const WINDOW_MS = 60_000;
const MOST_IN_WINDOW = 10;

export interface Complaints {
  /** When the present minute began; monotonic. */
  readonly sinceMs: number;
  readonly count: number;
}

export const NO_COMPLAINTS: Complaints = { sinceMs: -Infinity, count: 0 };

/** `said`: as it is. `last`: as it is, and that no more of them are told for now. */
export type Verdict = 'said' | 'last' | 'unsaid';

/** One more. `unsaid` is how many the minute before had left out, told once with the first of the next one. */
export function complain(
  { sinceMs, count }: Complaints,
  nowMs: number,
): { readonly complaints: Complaints; readonly verdict: Verdict; readonly unsaid?: number } {
  if (nowMs - sinceMs >= WINDOW_MS) {
    const complaints = { sinceMs: nowMs, count: 1 };
    const unsaid = count - MOST_IN_WINDOW;
    return unsaid > 0 ? { complaints, verdict: 'said', unsaid } : { complaints, verdict: 'said' };
  }
  const complaints = { sinceMs, count: count + 1 };
  if (complaints.count < MOST_IN_WINDOW) return { complaints, verdict: 'said' };
  return { complaints, verdict: complaints.count === MOST_IN_WINDOW ? 'last' : 'unsaid' };
}
