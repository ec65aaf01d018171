// Brokers that behave badly on purpose, and a witness of what our own end of the connection tells.
import { createServer, type Server, type Socket } from 'node:net';
import { Aedes } from 'aedes';
import type { Broker, BrokerMessage } from '../../src/base/broker';
import { openBroker, type BrokerOptions } from '../../src/io/broker';
import { quickClock } from './quick-clock';

export interface Listening {
  readonly port: number;
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves `handle` on loopback, on a free port unless one is given. */
export async function serve(handle: (socket: Socket) => void, port = 0): Promise<Listening> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    handle(socket);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  const used = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port: used,
    url: `mqtt://127.0.0.1:${used}`,
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** A whole broker; `isRight` judges the password. */
export async function aedes(
  isRight: (password: string) => boolean = () => true,
  port = 0,
): Promise<Listening & { broker: Aedes }> {
  const broker = await Aedes.createBroker({
    authenticate: (_client, _user, password, done) => {
      const fine = isRight(password?.toString() ?? '');
      if (fine) done(null, true);
      else done(Object.assign(new Error('refused'), { returnCode: 4 }), false);
    },
  });
  const listening = await serve((socket) => void broker.handle(socket), port);
  const stop = async (): Promise<void> => {
    await new Promise<void>((resolve) => broker.close(() => resolve()));
    await listening.stop();
  };
  return { ...listening, broker, stop };
}

/** Accepts the connection and the subscription, and is silent from then on. */
export function halfOpen(): Promise<Listening> {
  return serve((socket) => {
    socket.on('data', (data) => {
      if (data[0] === 0x10) socket.write(Buffer.from([0x20, 2, 0, 0]));
      if (data[0] === 0x82) socket.write(Buffer.from([0x90, 3, data[2] ?? 0, data[3] ?? 0, 1]));
    });
  });
}

/** Our end, with everything that it told. */
export class Witness {
  readonly log: string[] = [];
  readonly events: string[] = [];
  readonly messages: BrokerMessage[] = [];
  readonly broker: Broker;
  #wakers: (() => void)[] = [];

  constructor(options: Partial<BrokerOptions> & { urls: readonly string[] }, times = 50) {
    const write = (level: string, message: string, fields = {}): void => {
      this.log.push(`${level} ${message} ${Object.values(fields).join(' ')}`.trim());
    };
    const random = { fraction: () => 0.5, uuid: () => 'uuid' };
    this.broker = openBroker(
      { clientId: 'witness', rejectUnauthorized: true, ...options },
      { clock: quickClock(times), random, log: { write } },
    );
  }

  start(topics: readonly string[] = ['a/#'], onMessage?: (message: BrokerMessage) => void): this {
    this.broker.start(topics, {
      onOnline: (isFirst) => this.#tell(isFirst ? 'online first' : 'online again'),
      onOffline: (cause) => this.#tell(`offline ${cause}`),
      onMessage: (message) => {
        this.messages.push(message);
        this.#tell(`message ${message.topic}`);
        onMessage?.(message);
      },
    });
    return this;
  }

  /** Resolves once `isTrue`, looked at after every event. */
  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) await new Promise<void>((resolve) => this.#wakers.push(resolve));
  }

  async count(event: string, times = 1): Promise<void> {
    await this.until(() => this.events.filter((seen) => seen.startsWith(event)).length >= times);
  }

  #tell(event: string): void {
    this.events.push(event);
    for (const wake of this.#wakers.splice(0)) wake();
  }
}
