// Everything that goes out to the hub: stamped and published once; of what the broker did not take, errors alone are kept.
import type { Broker } from '../base/broker';
import type { Clock } from '../base/clock';
import type { Log } from '../base/log';
import type { Random } from '../base/random';
import { encodeEnvelope, type Draft } from '../fimp/envelope';
import { withUnsent, worthTelling, type Outbox, type Unsent } from '../fimp/outbox';
import type { Unanswerable } from '../fimp/reply';

export interface OutgoingOptions {
  readonly resourceName: string;
  readonly broker: Broker;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

export class Outgoing {
  readonly #options: OutgoingOptions;
  #outbox: Outbox = [];

  constructor(options: OutgoingOptions) {
    this.#options = options;
  }

  get isOnline(): boolean {
    return this.#options.broker.isOnline;
  }

  nowMs(): number {
    return this.#options.clock.now().monotonicMs;
  }

  /** True once the broker has it. What it did not take is true no more later, unless it is an error. */
  publish(draft: Draft): Promise<boolean> {
    const { clock, random, resourceName } = this.#options;
    const ctime = new Date(clock.now().wallMs).toISOString();
    const encoded = encodeEnvelope(draft, { src: resourceName, uid: random.uuid(), ctime });
    return this.#send({ ...encoded, type: draft.type, atMs: this.nowMs() });
  }

  /** The broker is back: whoever waits for an answer that is still of use gets it. */
  online(): void {
    const unsent = worthTelling(this.#outbox, this.nowMs());
    this.#outbox = [];
    for (const message of unsent) void this.#send(message);
  }

  /** As `publish`; an answer that has nowhere to go is only told in the journal. */
  async answer(answer: Draft | Unanswerable): Promise<boolean> {
    if (!('unanswerable' in answer)) return this.publish(answer);
    this.#options.log.write('warning', `no answer: ${answer.unanswerable}`);
    return false;
  }

  async #send(message: Unsent): Promise<boolean> {
    const { broker, log } = this.#options;
    const { topic, type, payload } = message;
    const isSent = await broker.publish(topic, payload);
    if (!isSent) {
      log.write('debug', 'not published', { topic, type });
      this.#outbox = withUnsent(this.#outbox, message);
    }
    return isSent;
  }
}
