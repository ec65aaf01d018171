// Commands for wallboxes on their way: handed on once, answered as often as they arrive.
import type { Clock } from '../base/clock';
import type { Log } from '../base/log';
import type { Random } from '../base/random';
import {
  answerAgain,
  commandKey,
  handledBefore,
  withEnding,
  withHandled,
  type Handled,
  type Remembered,
} from '../fimp/duplicates';
import { errorReport } from '../fimp/errors';
import type { MeterAsked } from '../fimp/meter';
import { successReport } from '../fimp/reply';
import type { ThingRequest } from '../fimp/routed';
import type { Command, Order, Report } from '../wallbox/vocabulary';
import type { Outgoing } from './outgoing';
import type { Thing } from './thing';

/** A thing with the wallbox behind it. */
export interface Placed {
  readonly thing: Thing;
  readonly command: (command: Command) => void;
  readonly currentReports: () => readonly Report[];
}

interface Options {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly outgoing: Outgoing;
}

export class ThingCommands {
  readonly #options: Options;
  #handled: Handled = [];

  constructor(options: Options) {
    this.#options = options;
  }

  /** A round trip to the wallbox itself. */
  ping(place: Placed, request: ThingRequest): void {
    const id = this.#options.random.uuid();
    place.thing.opened(id, { request, answer: 'ping' });
    place.command({ id, order: { kind: 'refresh', reports: [] } });
  }

  order(place: Placed, order: Order, request: ThingRequest, asked?: MeterAsked): void {
    const { random, log } = this.#options;
    const nowMs = this.#options.clock.now().monotonicMs;
    const key = commandKey(request, order);
    const before = key === undefined ? undefined : handledBefore(this.#handled, key, nowMs);
    if (before !== undefined) {
      this.#again(place, order, request, before);
      return;
    }
    if (key !== undefined) {
      this.#handled = withHandled(this.#handled, key, nowMs);
      log.write('info', `${request.type} received`, { chargepoint: request.address });
    }
    const id = random.uuid();
    place.thing.opened(id, {
      request,
      answer: order.kind === 'reboot' ? 'success' : 'reports',
      asked,
      onEnded: (ending) => {
        if (key !== undefined) this.#handled = withEnding(this.#handled, key, ending);
      },
    });
    place.command({ id, order });
  }

  /** One that is still on its way will be answered under the same id. */
  #again(place: Placed, order: Order, request: ThingRequest, { ending }: Remembered): void {
    const { log, outgoing } = this.#options;
    log.write('info', `${request.type} arrived twice and is carried out once`, {
      chargepoint: request.address,
    });
    if (ending === undefined) return;
    if (ending !== 'done') {
      void outgoing.answer(errorReport(request, ending.refused));
      return;
    }
    const question = answerAgain(order);
    if (question === undefined) void outgoing.answer(successReport(request));
    else this.order(place, question, request);
  }
}
