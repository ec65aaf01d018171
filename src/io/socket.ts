// A TCP connection as a wire.
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Clock } from '../base/clock';
import { socketProblem } from '../modbus/open-problem';
import type { OpenWire, Wire, WireEvents } from './wire';

const KEEP_ALIVE_MS = 10_000;

export function socketWire(host: string, port: number, clock: Clock): OpenWire {
  return (events, timeoutMs) =>
    new Promise((resolve) => {
      const keepAlive = { keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS };
      const socket = connect({ host, port, noDelay: true, ...keepAlive });
      const place = `${host}:${port}`;
      const fail = (code: string | undefined, message: string): void => {
        timer.cancel();
        // Else it would connect later, and take one of the few places that a wallbox has for clients.
        socket.destroy();
        resolve(socketProblem(place, code, message));
      };
      const timer = clock.after(`connect ${place}`, timeoutMs, () =>
        fail('ETIMEDOUT', 'no connection in time'),
      );
      // Stays on the socket to the end: an error that nobody listens to ends the process.
      socket.on('error', (error: NodeJS.ErrnoException) => fail(error.code, error.message));
      socket.once('connect', () => {
        timer.cancel();
        resolve(wireOf(socket, events));
      });
    });
}

function wireOf(socket: Socket, events: WireEvents): Wire {
  let isOver = false;
  let cause = 'the other side closed the connection';
  socket.on('data', (bytes: Uint8Array) => {
    if (!isOver) events.onBytes(bytes);
  });
  socket.on('error', (error) => (cause = error.message));
  socket.on('close', () => {
    if (isOver) return;
    isOver = true;
    events.onLost(cause);
  });
  return {
    write: (bytes) => {
      if (socket.writable) socket.write(bytes);
    },
    drop: (isClean) => {
      isOver = true;
      // The kernel still delivers what a closed socket has not sent; only a reset takes it back.
      if (isClean && socket.writableLength === 0) socket.destroy();
      else socket.resetAndDestroy();
      return Promise.resolve();
    },
  };
}
