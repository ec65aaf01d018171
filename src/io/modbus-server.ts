// The server's end of a Modbus line: a TCP port or a serial wire that hands bytes in and sends bytes out.
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Clock } from '../base/clock';
import type { OpenWire, Wire } from './wire';

/** Bytes to send, no sooner than `delayMs` from now and never before earlier ones: a line answers in order. */
export interface TimedBytes {
  readonly bytes: Uint8Array;
  readonly delayMs: number;
}

/** One client's side of a conversation. Never throws, whatever the bytes are. */
export interface Talker {
  receive(bytes: Uint8Array): readonly TimedBytes[];
}

export interface ModbusServer {
  /** `host:port` or the path, for log lines. */
  readonly place: string;
  /** The TCP port that was taken; undefined on a serial line. */
  readonly port: number | undefined;
  /** Ends all conversations. */
  stop(): Promise<void>;
}

/** Listens on a TCP port (0: any free one). A text is the sentence that says why not. */
export function serveTcp(
  at: { readonly host: string; readonly port: number },
  newTalker: () => Talker,
  clock: Clock,
): Promise<ModbusServer | string> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    const send = inOrder(clock, (bytes) => {
      if (socket.writable) socket.write(bytes);
    });
    const talker = newTalker();
    socket.on('data', (bytes: Uint8Array) => talker.receive(bytes).forEach(send));
    // Stays on the socket to the end: an error that nobody listens to ends the process.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  return new Promise((resolve) => {
    server.on('error', (error) => resolve(`cannot listen on ${at.host}:${at.port}: ${error.message}`));
    server.listen(at.port, at.host, () => resolve(listening(server, sockets, at.host)));
  });
}

function listening(server: Server, sockets: ReadonlySet<Socket>, host: string): ModbusServer {
  const { port } = server.address() as AddressInfo;
  return {
    place: `${host}:${port}`,
    port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        sockets.forEach((socket) => socket.destroy());
      }),
  };
}

const OPEN_TIMEOUT_MS = 5000;

/** Answers on a serial wire until it is stopped or lost. A text is the sentence that says why not. */
export async function serveWire(
  place: string,
  open: OpenWire,
  party: { readonly talker: Talker; readonly onLost: (cause: string) => void },
  clock: Clock,
): Promise<ModbusServer | string> {
  // Bytes may come in before the opening has been told of.
  const opening: { wire?: Wire } = {};
  const send = inOrder(clock, (bytes) => opening.wire?.write(bytes));
  const onBytes = (bytes: Uint8Array): void => party.talker.receive(bytes).forEach(send);
  const opened = await open({ onBytes, onLost: party.onLost }, OPEN_TIMEOUT_MS);
  if (typeof opened === 'string') {
    return opened;
  }
  opening.wire = opened;
  return { place, port: undefined, stop: () => opened.drop(true) };
}

/** Sends each after its delay, and after those before it. */
function inOrder(clock: Clock, send: (bytes: Uint8Array) => void): (timed: TimedBytes) => void {
  let freeMs = 0;
  return ({ bytes, delayMs }) => {
    const now = clock.now().monotonicMs;
    freeMs = Math.max(freeMs, now + delayMs);
    if (freeMs <= now) send(bytes);
    else clock.after('simulated reply', freeMs - now, () => send(bytes));
  };
}
