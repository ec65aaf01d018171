// One question and one answer on the wire, and every way in which an answer can fail to come.
import type { Space, Span } from './register';

export interface ReadRequest extends Span {
  readonly kind: 'read';
  readonly unitId: number;
}

/** `values` are words 0…65535, or 0/1 for coils (functions 5 and 15). */
export interface WriteRequest {
  readonly kind: 'write';
  readonly unitId: number;
  readonly function: 5 | 6 | 15 | 16;
  readonly address: number;
  readonly values: readonly number[];
}

export type Request = ReadRequest | WriteRequest;

/**
 * No usable answer. `exception`: the device answered *no* (Modbus codes 1 to 11), and the link is known to be in step.
 * `timeout`: silence. `corrupt`: bytes that are no answer. `desync`: an answer to another question. `down`: no link.
 */
export type Failure =
  | { readonly kind: 'timeout'; readonly afterMs: number }
  | { readonly kind: 'exception'; readonly code: number }
  | { readonly kind: 'corrupt'; readonly detail: string }
  | { readonly kind: 'desync'; readonly detail: string }
  | { readonly kind: 'down'; readonly detail: string };

/** `values` of a read: one word (or 0/1) per address asked for. Of a write: empty. */
export type Outcome =
  | { readonly ok: true; readonly values: readonly number[] }
  | { readonly ok: false; readonly failure: Failure };

/** An outcome with the moments between which it was true, on the monotonic clock. */
export interface Exchanged {
  readonly outcome: Outcome;
  /** When the request went out: a value read is not older than this. */
  readonly startedMs: number;
  readonly endedMs: number;
}

/** The function code that reads a space. */
export const READ_FUNCTION: Readonly<Record<Space, 1 | 2 | 3 | 4>> = {
  coil: 1,
  discrete: 2,
  holding: 3,
  input: 4,
};
