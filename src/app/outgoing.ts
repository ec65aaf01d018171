// Everything that goes out to the hub: stamped, published once, forgotten when the broker is away.
import type { Broker } from '../base/broker';
import type { Clock } from '../base/clock';
import type { Log } from '../base/log';
import type { Random } from '../base/random';
import { encodeEnvelope, type Draft } from '../fimp/envelope';
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

  constructor(options: OutgoingOptions) {
    this.#options = options;
  }

  get isOnline(): boolean {
    return this.#options.broker.isOnline;
  }

  nowMs(): number {
    return this.#options.clock.now().monotonicMs;
  }

  /** True once the broker has it. Nothing is kept for later: what is true then is told then. */
  async publish(draft: Draft): Promise<boolean> {
    const { broker, clock, random, resourceName, log } = this.#options;
    const ctime = new Date(clock.now().wallMs).toISOString();
    const { topic, payload } = encodeEnvelope(draft, { src: resourceName, uid: random.uuid(), ctime });
    const isSent = await broker.publish(topic, payload);
    if (!isSent) log.write('debug', 'not published', { topic, type: draft.type });
    return isSent;
  }

  /** As `publish`; an answer that has nowhere to go is only told in the journal. */
  async answer(answer: Draft | Unanswerable): Promise<boolean> {
    if (!('unanswerable' in answer)) return this.publish(answer);
    this.#options.log.write('warning', `no answer: ${answer.unanswerable}`);
    return false;
  }
}
