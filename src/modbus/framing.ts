// How replies are cut out of a stream of bytes: the words that RTU and TCP framing share.
import type { Failure, Request } from './exchange';

/** The request that waits for its reply. */
export interface Sought {
  readonly request: Request;
  /** The request as an RTU frame, checksum included, whatever the framing. */
  readonly sent: Uint8Array;
  /** TCP only; never 0, so that a stray zero is no match. */
  readonly transactionId: number;
  /** The device answers with transaction id 0 whatever it is asked. */
  readonly isTransactionIdIgnored: boolean;
}

export type Verdict =
  /** Nothing that answers the request yet. */
  | { readonly kind: 'wait' }
  /** The answer as an RTU frame with checksum, an exception included; `start` to `end` is its place in the bytes. */
  | {
      readonly kind: 'reply';
      readonly frame: Uint8Array;
      readonly start: number;
      readonly end: number;
    }
  /** Nothing that comes on this stream can be trusted any more. */
  | { readonly kind: 'broken'; readonly failure: Failure };

/** One way of putting frames on a stream of bytes. */
export interface Framing {
  /** How many of the latest bytes are kept while no reply is among them. */
  readonly mostBytes: number;
  /** The bytes to send for an RTU frame. */
  wrap(frame: Uint8Array, transactionId: number): Uint8Array;
  /** What the bytes since the request mean to it. Never throws, whatever the bytes are. */
  search(sought: Sought, bytes: Uint8Array): Verdict;
  /** How many whole replies, to whatever question, are among the bytes. */
  countReplies(bytes: Uint8Array): number;
  /** What the bytes that came until the deadline amount to: silence, noise, or answers to something else. */
  atDeadline(bytes: Uint8Array, afterMs: number): Failure;
}

/** `atDeadline` of both framings. */
export function failureAtDeadline(byteCount: number, replies: number, afterMs: number): Failure {
  if (byteCount === 0) return { kind: 'timeout', afterMs };
  if (replies > 0) return { kind: 'desync', detail: `${replies} replies to other requests` };
  return { kind: 'corrupt', detail: `${byteCount} bytes that are no reply` };
}
