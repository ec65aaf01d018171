// A broker inside this process, on loopback only: what the demo talks through. aedes is loaded only when it is needed.
import { createServer, type Server, type Socket } from 'node:net';

export interface EmbeddedBroker {
  readonly port: number;
  stop(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

/** Opens on `port` of 127.0.0.1, or on a free one where that is taken. Everybody on this machine may use it. */
export async function openEmbeddedBroker(port: number): Promise<EmbeddedBroker> {
  const { Aedes } = await import('aedes');
  const broker = await Aedes.createBroker();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    broker.handle(socket);
  });
  return {
    port: await listenSomewhere(server, port),
    stop: async () => {
      await new Promise<void>((resolve) => {
        broker.close(() => resolve());
      });
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

async function listenSomewhere(server: Server, port: number): Promise<number> {
  try {
    return await listen(server, port);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return listen(server, 0);
    throw error;
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
