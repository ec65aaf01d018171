// The journal of messages that cannot be used, a few lines a minute.
import type { Log, LogLevel } from '../base/log';
import { complain, NO_COMPLAINTS } from '../fimp/complaint-rate';

export class ComplaintLog {
  readonly #log: Log;
  readonly #nowMs: () => number;
  #complaints = NO_COMPLAINTS;

  constructor(log: Log, nowMs: () => number) {
    this.#log = log;
    this.#nowMs = nowMs;
  }

  write(level: LogLevel, message: string, topic: string): void {
    if (level === 'debug') {
      this.#log.write(level, message, { topic });
      return;
    }
    const { complaints, verdict, unsaid } = complain(this.#complaints, this.#nowMs());
    this.#complaints = complaints;
    if (verdict === 'unsaid') return;
    const more = verdict === 'last' ? 'others like it are not told for a minute' : undefined;
    this.#log.write(level, message, { topic, unsaid, more });
  }
}
