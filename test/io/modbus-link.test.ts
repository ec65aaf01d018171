// The link over real sockets and pty pairs, against a device that gets everything wrong that can be got wrong.
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join as joinPath } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome, Request, WriteRequest } from '../../src/modbus/exchange';
import type { Link } from '../../src/modbus/link';
import { serialLink, socketLink } from '../../src/io/modbus-link';
import { deps, FORMAT, holding, Undo, until } from '../support/bench-bus';
import { join, readBody, rtu, wordsBody } from '../support/frames';
import { needs } from '../support/needs';
import { plugIn } from '../support/pty';
import type { SlaveOptions, SlaveRequest, Step } from '../support/raw-slave';
import { frame, startSlave } from '../support/raw-slave';

type Kind = 'Modbus TCP' | 'RTU over TCP' | 'a serial port';

const undo = new Undo();
const TIMEOUT_MS = 150;

async function linkTo(
  kind: Kind,
  options: Partial<SlaveOptions>,
): Promise<{ link: Link; slave: Awaited<ReturnType<typeof startSlave>> }> {
  const framing = kind === 'Modbus TCP' ? 'tcp' : 'rtu';
  const value = (_unit: number, code: number, address: number): number => (code > 2 ? address : address % 2);
  const slave = await startSlave({ framing, value, ...options });
  undo.add(() => slave.close());
  const link = kind === 'a serial port' ? await serial(slave.port) : socket(slave.port, framing);
  assert.equal(await link.open(1000), undefined);
  undo.add(() => {
    link.drop();
    return Promise.resolve();
  });
  return { link, slave };
}

async function serial(port: number): Promise<Link> {
  const pty = await plugIn(joinPath(await undo.folder(), 'tty'), port);
  undo.add(() => pty.unplug());
  return serialLink({ path: pty.path, ...FORMAT }, deps);
}

function socket(port: number, framing: 'tcp' | 'rtu'): Link {
  return socketLink({ host: '127.0.0.1', port, framing }, deps);
}

function kindOf(outcome: Outcome): string {
  return outcome.ok ? 'ok' : outcome.failure.kind;
}

function send(...parts: Uint8Array[]): Step[] {
  return parts.map((bytes) => ({ do: 'send', bytes }));
}

describe('A Modbus link', () => {
  afterEach(() => undo.all());

  for (const kind of ['Modbus TCP', 'RTU over TCP', 'a serial port'] as const) {
    const framing = kind === 'Modbus TCP' ? 'tcp' : 'rtu';

    describe(`over ${kind}`, () => {
      before(function () {
        if (kind === 'a serial port') needs(this, 'socat');
      });

      const requests: [string, Request, readonly number[]][] = [
        ['holding registers', holding(1, 100, 3), [100, 101, 102]],
        [
          'input registers',
          { kind: 'read', unitId: 1, space: 'input', address: 7, length: 125 },
          words(7, 125),
        ],
        ['coils', { kind: 'read', unitId: 1, space: 'coil', address: 1, length: 11 }, bits(1, 11)],
        [
          'discrete inputs',
          { kind: 'read', unitId: 1, space: 'discrete', address: 0, length: 16 },
          bits(0, 16),
        ],
        ['one coil', write(5, [1]), []],
        ['one register', write(6, [160]), []],
        ['several coils', write(15, [1, 0, 1]), []],
        ['several registers', write(16, [160, 65535]), []],
      ];
      for (const [name, request, values] of requests) {
        it(`reads or writes ${name}`, async () => {
          const { link, slave } = await linkTo(kind, {});
          assert.deepEqual(await link.exchange(request, 1000), { ok: true, values });
          assert.equal(slave.requests[0]?.address, request.address);
        });
      }

      it('passes on exceptions 1 to 11, and stays in step', async () => {
        const { link } = await linkTo(kind, {
          behaviour: (request) => send(frame(framing, request, [1, request.code | 0x80, request.address])),
        });
        for (let code = 1; code <= 11; code += 1) {
          const outcome = await link.exchange(holding(1, code), 1000);
          assert.deepEqual(outcome, { ok: false, failure: { kind: 'exception', code } });
        }
      });

      it('puts a reply that comes byte by byte together', async () => {
        const { link } = await linkTo(kind, {
          behaviour: (_request, reply) =>
            [...reply].flatMap((byte): Step[] => [...send(Uint8Array.of(byte)), { do: 'wait', ms: 1 }]),
        });
        assert.deepEqual(await link.exchange(holding(1, 100, 2), 1000), { ok: true, values: [100, 101] });
      });

      const wrong: [string, (request: SlaveRequest, reply: Uint8Array) => Step[]][] = [
        ['silence', () => []],
        ['half a reply', (_, reply) => send(reply.slice(0, 7))],
        [
          'a flipped bit',
          (_, reply) => send(reply.map((byte, at) => (at === (framing === 'tcp' ? 3 : 4) ? byte ^ 1 : byte))),
        ],
        ['another unit', (request) => send(frame(framing, request, wordsBody(2, 3, [1, 2])))],
        ['another function', (request) => send(frame(framing, request, wordsBody(1, 4, [1, 2])))],
        ['another length', (request) => send(frame(framing, request, wordsBody(1, 3, [1])))],
        ['a byte count of 0', (request) => send(frame(framing, request, [1, 3, 0]))],
        ['a byte count over the frame', (request) => send(frame(framing, request, [1, 3, 4, 0, 1]))],
        ['an exception of another unit', (request) => send(frame(framing, request, [2, 0x83, 2]))],
        ['an exception to another function', (request) => send(frame(framing, request, [1, 0x84, 2]))],
        ['our own words', (request) => send(rtu(...readBody(1, 3, request.address, 2)))],
      ];
      for (const [name, behaviour] of wrong) {
        it(`takes ${name} for no reply, and goes on after it`, async () => {
          const { link } = await linkTo(kind, {
            behaviour: (request, reply) => (request.index === 0 ? behaviour(request, reply) : undefined),
          });
          const first = await link.exchange(holding(1, 100, 2), TIMEOUT_MS);
          assert.match(kindOf(first), /timeout|corrupt|desync/);
          if (framing === 'tcp') assert.equal(await link.open(1000), undefined);
          const second = await link.exchange(holding(1, 200, 2), 1000);
          assert.deepEqual(second, { ok: true, values: [200, 201] });
        });
      }

      it('refuses the echo of a write with another value', async () => {
        const { link } = await linkTo(kind, {
          behaviour: (request) => send(frame(framing, request, [1, 6, 1, 5, 0, 161])),
        });
        assert.match(kindOf(await link.exchange(write(6, [160]), TIMEOUT_MS)), /corrupt|desync/);
      });

      it('takes a reply given twice once, and counts the other', async () => {
        const { link } = await linkTo(kind, { behaviour: (_, reply) => send(join(reply, reply)) });
        for (const address of [100, 101, 102, 103]) {
          assert.deepEqual(await link.exchange(holding(1, address), 1000), { ok: true, values: [address] });
          link.drain();
        }
        assert.equal(link.lateReplies, 4);
      });

      it('ends a request at once when the device goes away', async () => {
        const { link } = await linkTo(kind, {
          behaviour: () => [{ do: kind === 'RTU over TCP' ? 'rst' : 'fin' }],
        });
        const causes: string[] = [];
        link.onLost((cause) => causes.push(cause));
        assert.equal(kindOf(await link.exchange(holding(1, 100), 60_000)), 'down');
        await until(() => causes.length > 0);
        assert.equal(link.isOpen, false);
        assert.equal(kindOf(await link.exchange(holding(1, 100), 60_000)), 'down');
        assert.equal(causes.length, 1);
      });

      it('sends nothing that the protocol forbids', async () => {
        const { link, slave } = await linkTo(kind, {});
        const forbidden: Request[] = [
          holding(0, 1),
          holding(1, 1, 126),
          holding(1, 65535, 2),
          holding(1, 1.5),
          write(6, [NaN]),
          write(6, [1.9]),
          write(6, [-1]),
          write(6, [65536]),
          write(6, [1, 2]),
          write(5, [2]),
          write(16, []),
        ];
        for (const request of forbidden) await assert.rejects(link.exchange(request, 1000), RangeError);
        assert.equal(slave.requests.length, 0);
      });
    });
  }

  it('over RTU finds replies behind noise, echoes, and heads of frames', async () => {
    const { link } = await linkTo('RTU over TCP', {
      behaviour: (request, reply) =>
        send(
          join(
            Uint8Array.of(0, 1, 3, 2),
            rtu(...readBody(1, 3, request.address, 2)),
            reply,
            Uint8Array.of(9, 9),
          ),
        ),
    });
    for (const address of [100, 200, 300]) {
      const outcome = await link.exchange(holding(1, address, 2), 1000);
      assert.deepEqual(outcome, { ok: true, values: [address, address + 1] });
    }
  });

  it('over TCP tells late replies by their transaction id', async () => {
    const { link } = await linkTo('Modbus TCP', {
      behaviour: (request, reply) => [{ do: 'wait', ms: request.index === 0 ? 120 : 0 }, ...send(reply)],
    });
    assert.equal(kindOf(await link.exchange(holding(1, 100), 60)), 'timeout');
    assert.deepEqual(await link.exchange(holding(1, 200), 1000), { ok: true, values: [200] });
    assert.equal(link.lateReplies, 1);
  });

  it('over TCP takes transaction id 0 from a device that is known for it, and from no other', async () => {
    const { link } = await linkTo('Modbus TCP', {
      behaviour: (_, reply) => send(reply.map((byte, at) => (at < 2 ? 0 : byte))),
    });
    assert.deepEqual(await link.exchange(holding(1, 100), 1000, 'ignored'), { ok: true, values: [100] });
    assert.equal(kindOf(await link.exchange(holding(1, 100), TIMEOUT_MS)), 'timeout');
  });

  it('over TCP goes on after bytes behind a reply', async () => {
    const { link } = await linkTo('Modbus TCP', {
      behaviour: (_, reply) => send(join(reply, Uint8Array.of(1, 2))),
    });
    for (const address of [100, 200, 300]) {
      assert.deepEqual(await link.exchange(holding(1, address), 1000), { ok: true, values: [address] });
    }
  });

  it('over TCP resets a connection that owes an answer, and closes one that does not', async () => {
    const { link, slave } = await linkTo('Modbus TCP', {
      behaviour: (request) => (request.address === 1 ? [] : undefined),
    });
    await link.exchange(holding(1, 100), 1000);
    link.drop();
    await until(() => slave.ends.length === 1);
    await link.open(1000);
    const pending = link.exchange(holding(1, 1), 60_000);
    await until(() => slave.requests.length === 2);
    link.drop();
    assert.equal(kindOf(await pending), 'down');
    await until(() => slave.ends.length === 2);
    assert.deepEqual(slave.ends, ['FIN', 'ECONNRESET']);
  });

  it('says in a sentence why it cannot be opened', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    assert.match((await socket(port, 'tcp').open(1000)) ?? '', /refuses the connection/);
    const nowhere = serialLink({ path: '/dev/serial/by-id/nothing', ...FORMAT }, deps);
    assert.match((await nowhere.open(1000)) ?? '', /does not exist; is the adapter plugged in\?/);
    assert.match(
      (await serialLink({ path: '/dev/null', ...FORMAT }, deps).open(1000)) ?? '',
      /no serial port/,
    );
  });

  it('says that a serial port is in use by another program', async function () {
    needs(this, 'socat');
    const { link } = await linkTo('a serial port', {});
    const second = serialLink({ path: link.name, ...FORMAT }, deps);
    assert.match((await second.open(1000)) ?? '', /in use by another process/);
    link.drop();
    // The port closes in its own time.
    while ((await second.open(1000)) !== undefined) await sleep(5);
    assert.deepEqual(await second.exchange(holding(1, 100), 1000), { ok: true, values: [100] });
    second.drop();
  });
});

function write(code: WriteRequest['function'], values: readonly number[]): WriteRequest {
  return { kind: 'write', unitId: 1, function: code, address: 261, values };
}

function words(address: number, count: number): number[] {
  return Array.from({ length: count }, (_, at) => address + at);
}

function bits(address: number, count: number): number[] {
  return words(address, count).map((at) => at % 2);
}
