// What the core wants done: writes, answers, reports, lines in the journal.
import type { Memory } from './memory-record';
import type { Capabilities, Report } from './vocabulary';
import type { Write } from './write';

export type Effect =
  | { readonly kind: 'write'; readonly write: Write }
  /** A forced report: part of the answer to the command `cause`. Changes are seen by comparing current reports. */
  | { readonly kind: 'report'; readonly report: Report; readonly cause: string }
  /** The command ends here, after its reports. */
  | { readonly kind: 'done'; readonly command: string }
  /** The command ends here, in words for a person. */
  | { readonly kind: 'refuse'; readonly command: string; readonly reason: string }
  /** A fault of the wallbox, or our own finding (drift): told once per onset. */
  | { readonly kind: 'fault'; readonly code: string; readonly message: string }
  | { readonly kind: 'capabilities'; readonly capabilities: Capabilities }
  /** Whether the wallbox answers: the node's UP or DOWN. */
  | { readonly kind: 'reachable'; readonly isReachable: boolean }
  | { readonly kind: 'log'; readonly level: 'debug' | 'info' | 'warning' | 'error'; readonly message: string }
  /** To be persisted at once. */
  | { readonly kind: 'remember'; readonly memory: Memory };
