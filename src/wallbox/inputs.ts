// What the core learns: polls, the end of writes, commands, and that time has passed.
import type { Failure } from '../modbus/exchange';
import type { Span } from '../modbus/register';
import type { Command, Settings } from './vocabulary';
import type { Write } from './write';

/** Words read from the wallbox in one exchange. */
export interface Reading extends Span {
  readonly words: readonly number[];
  /** When the request went out: the values are not older than this. Monotonic ms. */
  readonly sampledMs: number;
}

/** One good poll. */
export interface Polled {
  readonly kind: 'polled';
  readonly readings: readonly Reading[];
  /** Optional registers that answered "illegal data address". */
  readonly missing: readonly string[];
  /** Blocks that were refused as a whole and read register by register instead. */
  readonly refused: readonly Span[];
  /** Number of the line's connection over which all of it was read. */
  readonly epoch: number;
}

/** One good poll of the external meter: the words are its own, and its driver's. */
export interface Metered extends Omit<Polled, 'kind'> {
  readonly kind: 'metered';
}

export type Input =
  | Polled
  | Metered
  | { readonly kind: 'meter-failed'; readonly failure: Failure; readonly span: Span }
  | { readonly kind: 'poll-failed'; readonly failure: Failure; readonly span: Span }
  | { readonly kind: 'wrote'; readonly write: Write }
  | { readonly kind: 'write-failed'; readonly write: Write; readonly failure: Failure }
  | { readonly kind: 'command'; readonly command: Command }
  /** The user has changed something; it counts from now on. */
  | { readonly kind: 'settings'; readonly settings: Settings }
  /** The broker has gone, or is back. */
  | { readonly kind: 'hub'; readonly isOnline: boolean }
  | { readonly kind: 'tick' };
