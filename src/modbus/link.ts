// The Link port: one open line (a serial port or a socket) that carries one exchange at a time.
import type { Outcome, Request } from './exchange';

/** Decides nothing: it opens, carries one exchange, drops. `line.ts` decides when. */
export interface Link {
  /** `/dev/…` or `host:port`, for log lines. */
  readonly name: string;
  readonly isOpen: boolean;
  /** Opens with a new port or socket object each time. Undefined on success, else why not, in words for a log line. */
  open(timeoutMs: number): Promise<string | undefined>;
  /**
   * Carries one exchange. Resolves within `timeoutMs` plus a moment, also when the line drops meanwhile.
   * `transactionId` matters on TCP only; without it the reply must carry the id of its request.
   */
  exchange(request: Request, timeoutMs: number, transactionId?: 'echoed' | 'ignored'): Promise<Outcome>;
  /** Throws away what has arrived and nobody asked for. */
  drain(): void;
  /** Whole replies, since the link was made, that nobody waited for (any more); they are counted when thrown away. */
  readonly lateReplies?: number;
  /** Closes at once; nothing that was written and not sent is delivered later. */
  drop(): void;
  /** Called once for each loss of an open line that we did not ask for. */
  onLost(handler: (cause: string) => void): void;
}
