// The Broker port over MQTT: one connection after the other, for ever, with one log line per change and none per retry.
import { readFile } from 'node:fs/promises';
import type { Broker, BrokerEvents, BrokerMessage } from '../base/broker';
import type { Clock, Timer } from '../base/clock';
import type { Log } from '../base/log';
import type { Random } from '../base/random';
import {
  CONTESTED_HOLD_MS,
  FRESH,
  connected,
  held,
  lost,
  type Reconnect,
  type Said,
} from '../base/reconnect';
import { MqttConnection, type ConnectionOptions } from './mqtt-connection';

export interface BrokerOptions {
  /** At least one; several are the nodes of a cluster, tried in turn. */
  readonly urls: readonly string[];
  readonly clientId: string;
  readonly username?: string;
  /** Asked before every attempt, so that a changed password needs no restart. */
  readonly password?: () => Promise<string | undefined>;
  /** Paths of PEM files, read before every attempt. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly rejectUnauthorized: boolean;
  /** Default 15. A half-open connection is noticed after one and a half of these. */
  readonly keepaliveS?: number;
}

export interface BrokerPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** A broker that is not connected to yet; `start` does that. */
export function openBroker(options: BrokerOptions, ports: BrokerPorts): Broker {
  return new MqttBroker(options, ports);
}

class MqttBroker implements Broker {
  readonly #options: BrokerOptions;
  readonly #ports: BrokerPorts;
  #topics: readonly string[] = [];
  #events: BrokerEvents | undefined;
  #connection: MqttConnection | undefined;
  #state: Reconnect = FRESH;
  #timer: Timer | undefined;
  #isOnline = false;
  #wasOnline = false;
  #isStopped = false;

  constructor(options: BrokerOptions, ports: BrokerPorts) {
    this.#options = options;
    this.#ports = ports;
  }

  get isOnline(): boolean {
    return this.#isOnline;
  }

  start(topics: readonly string[], events: BrokerEvents): void {
    if (this.#events !== undefined) throw new Error('the broker was started twice');
    this.#topics = topics;
    this.#events = events;
    void this.#attempt();
  }

  publish(topic: string, payload: string): Promise<boolean> {
    if (/[+#\0]/.test(topic)) throw new Error(`not a topic to publish to: ${topic}`);
    if (!this.#isOnline || this.#connection === undefined) return Promise.resolve(false);
    return this.#connection.publish(topic, payload);
  }

  async stop(deadlineMs: number): Promise<void> {
    this.#isStopped = true;
    this.#isOnline = false;
    this.#timer?.cancel();
    await this.#connection?.end(deadlineMs);
  }

  /** One try; never rejects. */
  async #attempt(): Promise<void> {
    let isUp = false;
    const events = {
      onUp: () => {
        isUp = true;
        this.#up();
      },
      onMessage: (message: BrokerMessage) => this.#message(message),
      onDown: (cause: string, byBroker: boolean) => this.#down(cause, isUp, byBroker),
    };
    try {
      const options = await this.#connectionOptions();
      if (this.#isStopped) return;
      this.#connection = new MqttConnection(options, this.#topics, events, this.#ports.clock);
    } catch (error) {
      this.#down(error instanceof Error ? error.message : String(error), false, false);
    }
  }

  async #connectionOptions(): Promise<ConnectionOptions> {
    const { urls, clientId, username, rejectUnauthorized, keepaliveS, ca, cert, key } = this.#options;
    const password = await this.#options.password?.();
    return {
      url: urls[this.#state.node % urls.length] ?? '',
      clientId,
      rejectUnauthorized,
      ...(keepaliveS === undefined ? {} : { keepaliveS }),
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      ...(ca === undefined ? {} : { ca: await readFile(ca) }),
      ...(cert === undefined ? {} : { cert: await readFile(cert) }),
      ...(key === undefined ? {} : { key: await readFile(key) }),
    };
  }

  #up(): void {
    const { state, said } = connected(this.#state, this.#now());
    this.#state = state;
    this.#say(said);
    if (!state.isContested) {
      this.#online();
      return;
    }
    this.#timer = this.#ports.clock.after('broker id is ours again', CONTESTED_HOLD_MS, () => {
      const result = held(this.#state);
      this.#state = result.state;
      this.#say(result.said);
      this.#online();
    });
  }

  #online(): void {
    const isFirst = !this.#wasOnline;
    this.#isOnline = true;
    this.#wasOnline = true;
    this.#guard('onOnline', () => this.#events?.onOnline(isFirst));
  }

  /** While another client uses our id, its owner is the one that is obeyed. */
  #message(message: BrokerMessage): void {
    if (!this.#state.isContested && !this.#isStopped)
      this.#guard('onMessage', () => this.#events?.onMessage(message));
  }

  #down(cause: string, wasUp: boolean, byBroker: boolean): void {
    this.#timer?.cancel();
    this.#connection = undefined;
    if (this.#isStopped) return;
    const loss = { cause, wasUp, byBroker, nowMs: this.#now() };
    const result = lost(this.#state, loss, this.#options.urls.length, this.#ports.random.fraction());
    this.#state = result.state;
    this.#say(result.said);
    this.#timer = this.#ports.clock.after('broker is tried again', result.waitMs, () => void this.#attempt());
    if (!this.#isOnline) return;
    this.#isOnline = false;
    this.#guard('onOffline', () => this.#events?.onOffline(cause));
  }

  /** An exception in a handler would end all delivery on this connection (mqtt). */
  #guard(what: string, handler: () => void): void {
    try {
      handler();
    } catch (error) {
      const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.#ports.log.write('error', 'a handler of the broker failed', { what, cause });
    }
  }

  #say(said: Said | undefined): void {
    if (said !== undefined) this.#ports.log.write(said.level, said.message, said.fields);
  }

  #now(): number {
    return this.#ports.clock.now().monotonicMs;
  }
}
