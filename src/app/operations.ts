// Operations that change which things there are, or what counts: one at a time (fimp.md e.4).
import type { Log } from '../base/log';
import type { Draft } from '../fimp/envelope';
import { errorReport } from '../fimp/errors';
import type { Unanswerable } from '../fimp/reply';
import type { Request } from '../fimp/request';
import type { Outgoing } from './outgoing';

/** What it resolves to is its answer, where it has one beside its reports. */
export type Operation = () => Promise<Draft | Unanswerable | undefined>;

export class Operations {
  readonly #outgoing: Outgoing;
  readonly #log: Log;
  #running: Promise<void> | undefined;

  constructor(outgoing: Outgoing, log: Log) {
    this.#outgoing = outgoing;
    this.#log = log;
  }

  /** What nobody asked for waits for the one that runs; whoever asks meanwhile is told. */
  run(request: Request | undefined, operation: Operation): void {
    const before = this.#running;
    if (before !== undefined && request !== undefined) {
      void this.#outgoing.answer(errorReport(request, 'another operation is already running'));
      return;
    }
    const mine = this.#carryOut(request, operation, before);
    this.#running = mine;
    void mine.then(() => {
      if (this.#running === mine) this.#running = undefined;
    });
  }

  /** A failure ends the operation, is told, and does not end the program. */
  async #carryOut(
    request: Request | undefined,
    operation: Operation,
    before: Promise<void> | undefined,
  ): Promise<void> {
    try {
      await before;
      this.#log.write('info', `${request?.type ?? 'evt.gateway.factory_reset'} received`);
      const answer = await operation();
      if (answer !== undefined) await this.#outgoing.answer(answer);
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      this.#log.write('error', 'an operation failed', { cause });
      if (request !== undefined) await this.#outgoing.answer(errorReport(request, cause));
    }
  }
}
