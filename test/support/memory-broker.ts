// The Broker port for tests: takes every message, or none, and delivers what a test sends.
import type { Broker, BrokerEvents } from '../../src/base/broker';

/** A message of ours as a client sees it. */
export interface Published {
  readonly topic: string;
  readonly type: string;
  readonly serv: string;
  readonly val_t: string;
  readonly val: unknown;
  readonly props: Readonly<Record<string, string>> | null;
  readonly corid: string;
}

export class MemoryBroker implements Broker {
  readonly published: Published[] = [];
  isOnline = false;
  /** False: nothing is acknowledged. */
  takes = true;
  #events: BrokerEvents | undefined;

  start(_topics: readonly string[], events: BrokerEvents): void {
    this.#events = events;
  }

  publish(topic: string, payload: string): Promise<boolean> {
    if (!this.isOnline || !this.takes) return Promise.resolve(false);
    this.published.push({ topic, ...(JSON.parse(payload) as Omit<Published, 'topic'>) });
    return Promise.resolve(true);
  }

  stop(): Promise<void> {
    this.isOnline = false;
    return Promise.resolve();
  }

  connect(): void {
    this.isOnline = true;
    this.#events?.onOnline(true);
  }

  /** A message arrives. */
  send(topic: string, message: Readonly<Record<string, unknown>>): void {
    const text = JSON.stringify({ val_t: 'null', val: null, uid: 'u-1', ...message });
    this.#events?.onMessage({ topic, payload: new TextEncoder().encode(text), isRetained: false });
  }

  /** What has been published since the last look. */
  take(): readonly Published[] {
    return this.published.splice(0);
  }
}
