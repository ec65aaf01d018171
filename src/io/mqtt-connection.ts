// One MQTT 3.1.1 connection, from its attempt to its end; the only importer of mqtt. It never comes back by itself.
import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import type { BrokerMessage } from '../base/broker';
import type { Clock } from '../base/clock';

const CONNECT_TIMEOUT_MS = 10_000;
const ACKNOWLEDGE_TIMEOUT_MS = 10_000;
const KEEPALIVE_S = 15;
/** A broker that stops acknowledging must not fill the memory; a burst of commands must still be answered one by one. */
const MOST_IN_FLIGHT = 4096;

export interface ConnectionOptions {
  readonly url: string;
  readonly clientId: string;
  readonly username?: string;
  readonly password?: string;
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
  readonly rejectUnauthorized: boolean;
  /** A half-open connection is noticed after one and a half of these. */
  readonly keepaliveS?: number;
}

export interface ConnectionEvents {
  /** Connected and subscribed to everything. */
  onUp(): void;
  onMessage(message: BrokerMessage): void;
  /** Once, when the attempt has failed or the connection is lost, never after `end`. */
  onDown(cause: string, byBroker: boolean): void;
}

/** An open or opening connection. */
export class MqttConnection {
  readonly #client: MqttClient;
  readonly #clock: Clock;
  readonly #events: ConnectionEvents;
  /** Of the publishes that wait for their acknowledgement: what to call when they will not get it. */
  readonly #waiting = new Set<(isAcknowledged: boolean) => void>();
  #isUp = false;
  #isOver = false;
  #error: string | undefined;

  /** Throws where the library does: for an address that is none. */
  constructor(options: ConnectionOptions, topics: readonly string[], events: ConnectionEvents, clock: Clock) {
    this.#events = events;
    this.#clock = clock;
    const { url, keepaliveS = KEEPALIVE_S, ...rest } = options;
    this.#client = connect(url, clientOptions(rest, keepaliveS));
    this.#client.on('connect', () => this.#subscribe(topics));
    this.#client.on('message', (topic, payload, packet) => {
      if (!this.#isOver) events.onMessage({ topic, payload, isRetained: packet.retain });
    });
    this.#client.on('error', (error) => (this.#error ??= causeOf(error)));
    this.#client.on('close', () => this.#down(this.#error ?? this.#closedCause(), this.#error === undefined));
  }

  /** True once acknowledged; false when that does not come in time, or the connection goes. */
  publish(topic: string, payload: string): Promise<boolean> {
    if (!this.#isUp || this.#isOver || this.#waiting.size >= MOST_IN_FLIGHT) return Promise.resolve(false);
    return new Promise((resolve) => {
      const settle = (isAcknowledged: boolean): void => {
        timer.cancel();
        this.#waiting.delete(settle);
        resolve(isAcknowledged);
      };
      const timer = this.#clock.after('broker acknowledges', ACKNOWLEDGE_TIMEOUT_MS, () => settle(false));
      this.#waiting.add(settle);
      this.#client.publish(topic, payload, { qos: 1, retain: false }, (error) => settle(!error));
    });
  }

  /** Says goodbye, after what is still to be acknowledged; cuts the connection when that takes too long. */
  end(deadlineMs: number): Promise<void> {
    this.#isOver = true;
    return new Promise((resolve) => {
      const finish = (): void => {
        timer.cancel();
        this.#cut();
        resolve();
      };
      const timer = this.#clock.after('broker says goodbye', deadlineMs, finish);
      if (this.#client.connected) this.#client.end(false, {}, finish);
      else finish();
    });
  }

  #subscribe(topics: readonly string[]): void {
    if (topics.length === 0) {
      this.#up();
      return;
    }
    const timer = this.#clock.after('broker subscribes', ACKNOWLEDGE_TIMEOUT_MS, () =>
      this.#down('no answer to the subscription', false),
    );
    this.#client.subscribe([...topics], { qos: 1 }, (error) => {
      timer.cancel();
      if (error) this.#down(`subscription refused: ${causeOf(error)}`, false);
      else this.#up();
    });
  }

  #up(): void {
    if (this.#isOver) return;
    this.#isUp = true;
    this.#events.onUp();
  }

  #down(cause: string, byBroker: boolean): void {
    const wasOver = this.#isOver;
    this.#isOver = true;
    this.#cut();
    if (!wasOver) this.#events.onDown(cause, byBroker);
  }

  #closedCause(): string {
    return this.#isUp ? 'closed by the broker' : 'closed before it answered (is the port one for TLS?)';
  }

  /** Nothing that is still queued goes out later: the next connection has a client of its own. */
  #cut(): void {
    for (const settle of [...this.#waiting]) settle(false);
    this.#client.end(true);
  }
}

function clientOptions(
  rest: Omit<ConnectionOptions, 'url' | 'keepaliveS'>,
  keepalive: number,
): IClientOptions {
  return {
    ...rest,
    protocolVersion: 4,
    clean: true,
    keepalive,
    connectTimeout: CONNECT_TIMEOUT_MS,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
  };
}

/** Words for a log line. Node wraps the failures of several addresses in one error without a message. */
function causeOf(error: Error): string {
  const first = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  const known = first instanceof Error ? first : error;
  const code = 'code' in known && typeof known.code === 'string' ? known.code : undefined;
  return known.message || (code ?? known.name);
}
