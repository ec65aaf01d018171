// A wallbox's place on its bus, as the runner sees it.
import type { Exchanged, Request } from '../modbus/exchange';

export interface Unit {
  readonly unitId: number;
  /** Number of the line's present connection: grows with every opening. */
  epoch(): number;
  exchange(request: Request, options: ExchangeOptions): Promise<Exchanged>;
}

export interface ExchangeOptions {
  readonly lane: 'command' | 'watchdog' | 'poll';
  readonly timeoutMs?: number;
}
