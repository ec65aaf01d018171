// A Modbus device on a TCP port that misbehaves to order; it takes one request after the other, as devices do.
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { crcOf, mbap, pair, rtu } from './frames';

export interface SlaveRequest {
  readonly unitId: number;
  readonly code: number;
  readonly address: number;
  /** Addresses asked for, or values written. */
  readonly count: number;
  readonly values: readonly number[];
  readonly transactionId: number;
  /** As it came. */
  readonly bytes: Uint8Array;
  /** The number of this request, from 0. */
  readonly index: number;
}

export type Step =
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'send'; readonly bytes: Uint8Array }
  | { readonly do: 'fin' | 'rst' };

export interface SlaveOptions {
  readonly framing: 'rtu' | 'tcp';
  /** The value of a register or coil at this moment. */
  readonly value: (unitId: number, code: number, address: number) => number;
  /** What to do instead of sending `reply` at once; undefined: that. */
  readonly behaviour?: (request: SlaveRequest, reply: Uint8Array) => readonly Step[] | undefined;
}

export interface RawSlave {
  readonly port: number;
  readonly requests: readonly SlaveRequest[];
  readonly connections: number;
  /** How connections ended, as the slave saw it. */
  readonly ends: readonly string[];
  close(): Promise<void>;
}

export async function startSlave(options: SlaveOptions, port = 0): Promise<RawSlave> {
  const requests: SlaveRequest[] = [];
  const sockets = new Set<Socket>();
  const ends: string[] = [];
  let connections = 0;
  const server: Server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.setNoDelay(true);
    serve(socket, options, requests);
    socket.on('error', (error: NodeJS.ErrnoException) => ends.push(error.code ?? error.message));
    socket.on('end', () => ends.push('FIN'));
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    get connections() {
      return connections;
    },
    ends,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function serve(socket: Socket, options: SlaveOptions, requests: SlaveRequest[]): void {
  let buffer: Uint8Array = new Uint8Array();
  let turn = Promise.resolve();
  socket.on('data', (bytes: Uint8Array) => {
    buffer = Uint8Array.from([...buffer, ...bytes]);
    for (;;) {
      const cut = options.framing === 'tcp' ? cutTcp(buffer) : cutRtu(buffer);
      buffer = buffer.slice(cut.taken);
      const { request } = cut;
      if (request === undefined) break;
      const numbered = { ...request, index: requests.length };
      requests.push(numbered);
      turn = turn.then(() => answer(socket, options, numbered));
    }
  });
}

async function answer(socket: Socket, options: SlaveOptions, request: SlaveRequest): Promise<void> {
  const reply = frame(options.framing, request, replyBody(request, options.value));
  const steps = options.behaviour?.(request, reply) ?? [{ do: 'send', bytes: reply }];
  for (const step of steps) {
    if (socket.destroyed) return;
    if (step.do === 'wait') await sleep(step.ms);
    else if (step.do === 'send') socket.write(step.bytes);
    else if (step.do === 'fin') socket.end();
    else socket.resetAndDestroy();
  }
}

/** A frame on the wire for unit id and PDU. */
export function frame(framing: 'rtu' | 'tcp', request: SlaveRequest, body: readonly number[]): Uint8Array {
  return framing === 'tcp' ? mbap(request.transactionId, ...body) : rtu(...body);
}

/** Unit id and PDU of the right answer. */
export function replyBody(request: SlaveRequest, value: SlaveOptions['value']): number[] {
  const { unitId, code, address, count } = request;
  if (code > 4) return [unitId, code, ...request.bytes.slice(2, 6)];
  const values = Array.from({ length: count }, (_, at) => value(unitId, code, address + at));
  if (code > 2) return [unitId, code, 2 * count, ...values.flatMap(pair)];
  const bytes = Array.from({ length: Math.ceil(count / 8) }, (_, byte) =>
    values.slice(8 * byte, 8 * byte + 8).reduce((sum, bit, at) => sum | (bit << at), 0),
  );
  return [unitId, code, bytes.length, ...bytes];
}

interface Cut {
  readonly taken: number;
  readonly request?: Omit<SlaveRequest, 'index'>;
}

function cutTcp(buffer: Uint8Array): Cut {
  const length = word(buffer, 4);
  if (buffer.length < 6 || buffer.length < 6 + length) return { taken: 0 };
  const body = buffer.slice(6, 6 + length);
  return { taken: 6 + length, request: parse(body, word(buffer, 0)) };
}

function cutRtu(buffer: Uint8Array): Cut {
  for (let start = 0; start + 8 <= buffer.length; start += 1) {
    const code = buffer[start + 1] ?? 0;
    const length = code === 15 || code === 16 ? 9 + (buffer[start + 6] ?? 0) : 8;
    const body = buffer.slice(start, start + length - 2);
    const [low, high] = crcOf(body);
    if (buffer[start + length - 2] === low && buffer[start + length - 1] === high) {
      return { taken: start + length, request: parse(body, 0) };
    }
  }
  return { taken: 0 };
}

function parse(body: Uint8Array, transactionId: number): Omit<SlaveRequest, 'index'> {
  const code = body[1] ?? 0;
  const isSingle = code === 5 || code === 6;
  const values =
    code === 16
      ? Array.from({ length: word(body, 4) }, (_, at) => word(body, 7 + 2 * at))
      : isSingle
        ? [word(body, 4)]
        : [];
  return {
    unitId: body[0] ?? 0,
    code,
    address: word(body, 2),
    count: isSingle ? 1 : word(body, 4),
    values,
    transactionId,
    bytes: body,
  };
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
