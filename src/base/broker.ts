// The Broker port: an MQTT connection that comes back by itself. It carries topics and bytes and knows no FIMP.

/** A message from the broker. */
export interface BrokerMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** True only for the stored copy that a broker sends upon subscription. */
  readonly isRetained: boolean;
}

/** What the owner of a connection is told. Handlers never throw. */
export interface BrokerEvents {
  /** Connected and subscribed to everything. `isFirst` is false after a reconnect. */
  onOnline(isFirst: boolean): void;
  onOffline(cause: string): void;
  onMessage(message: BrokerMessage): void;
}

export interface Broker {
  readonly isOnline: boolean;
  /** Starts connecting, for ever, with back-off; never throws for a broker that is not there. */
  start(topics: readonly string[], events: BrokerEvents): void;
  /** True once the broker has acknowledged it; false when offline or not acknowledged in time. QoS 1, never retained. */
  publish(topic: string, payload: string): Promise<boolean>;
  /** Ends the connection within `deadlineMs`, whatever the broker does. */
  stop(deadlineMs: number): Promise<void>;
}
