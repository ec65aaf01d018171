// Answers that the broker did not take: which of them are still worth telling once it is back.

/** Nobody waits longer for an answer; a copy of the command is answered for as long (`duplicates.ts`). */
const STALE_MS = 60_000;
const MOST_KEPT = 100;

/** A message that was not published, as it would have gone out. */
export interface Unsent {
  readonly topic: string;
  readonly type: string;
  readonly payload: string;
  /** Monotonic. */
  readonly atMs: number;
}

/** The oldest first; never two of one type for one topic. */
export type Outbox = readonly Unsent[];

/** Only errors are kept, the latest of each topic: reports are told afresh after every connect. */
export function withUnsent(outbox: Outbox, message: Unsent): Outbox {
  if (message.type !== 'evt.error.report') return outbox;
  const isSame = (kept: Unsent): boolean => kept.topic === message.topic && kept.type === message.type;
  if (outbox.some((kept) => isSame(kept) && kept.atMs > message.atMs)) return outbox;
  return [...outbox.filter((kept) => !isSame(kept)), message].slice(-MOST_KEPT);
}

/** What is told when the broker is back. */
export function worthTelling(outbox: Outbox, nowMs: number): Outbox {
  return outbox.filter(({ atMs }) => nowMs - atMs < STALE_MS);
}
