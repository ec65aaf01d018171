// The bus over real ports: late replies, dead units, vanished adapters, sockets that die in every way.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Exchanged, Request } from '../../src/modbus/exchange';
import type { LineOptions } from '../../src/modbus/line-state';
import type { Link } from '../../src/modbus/link';
import type { Bus, BusUnit } from '../../src/io/bus';
import { createBus } from '../../src/io/bus';
import { serialLink, socketLink } from '../../src/io/modbus-link';
import { deps, FORMAT, holding, quickProfile, Undo, until, untilOk } from '../support/bench-bus';
import { memoryLog } from '../support/memory-log';
import type { MemoryLog } from '../support/memory-log';
import { needs } from '../support/needs';
import { plugIn } from '../support/pty';
import type { SlaveOptions } from '../support/raw-slave';
import { startSlave } from '../support/raw-slave';

const undo = new Undo();
const RTU: LineOptions = { framing: 'rtu', format: FORMAT };
const TCP: LineOptions = { framing: 'tcp' };

function started(link: Link, options: LineOptions): { bus: Bus; log: MemoryLog } {
  const log = memoryLog();
  const bus = createBus(link, { ...deps, log }, options);
  undo.add(() => bus.stop());
  bus.start();
  return { bus, log };
}

async function slaveOf(options: Partial<SlaveOptions>, port = 0): ReturnType<typeof startSlave> {
  const slave = await startSlave(
    { framing: 'rtu', value: (_unit, _code, address) => address, ...options },
    port,
  );
  undo.add(() => slave.close().catch(() => undefined));
  return slave;
}

function tcpLink(port: number): Link {
  return socketLink({ host: '127.0.0.1', port, framing: 'tcp' }, deps);
}

function poll(unit: BusUnit, request: Request): Promise<Exchanged> {
  return unit.exchange(request, { lane: 'poll' });
}

function kindOf({ outcome }: Exchanged): string {
  return outcome.ok ? 'ok' : outcome.failure.kind;
}

/** The same disorder in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('A bus', () => {
  afterEach(() => undo.all());

  describe('on a serial port', () => {
    before(function () {
      needs(this, 'socat');
    });

    it('never credits a late reply to another register while values change', async function () {
      this.timeout(60_000);
      const random = seeded(7);
      let tick = 0;
      // High byte: which register. Low byte: when it was read.
      const value = (_unit: number, _code: number, address: number): number =>
        ((address & 0xff) << 8) | (tick & 0xff);
      const slave = await slaveOf({
        value,
        behaviour: (request, reply) => {
          tick += 1;
          const isLate = request.index > 5 && random() < 0.2;
          const send = { do: 'send', bytes: reply } as const;
          return isLate ? [{ do: 'wait', ms: 40 + Math.floor(random() * 140) }, send] : [send];
        },
      });
      const pty = await plugIn(join(await undo.folder(), 'tty'), slave.port);
      undo.add(() => pty.unplug());
      const { bus } = started(serialLink({ path: pty.path, ...FORMAT }, deps), RTU);
      const unit = bus.addUnit(quickProfile(1, { replyTimeoutMs: 40 }));
      let good = 0;
      for (let rounds = 0; rounds < 400 || good < 100; rounds += 1) {
        const address = 10 + (rounds % 7);
        const { outcome } = await poll(unit, holding(1, address, 2));
        if (!outcome.ok) {
          await sleep(2);
          continue;
        }
        good += 1;
        const registers = outcome.values.map((word) => word >> 8);
        assert.deepEqual(registers, [address, address + 1], `round ${rounds}`);
      }
      const [counters] = bus.counters();
      assert.ok((counters?.timeouts ?? 0) > 5 && (counters?.lateReplies ?? 0) > 3, JSON.stringify(counters));
    });

    it('recovers when the adapter vanishes and comes back under its path, with one line for each', async () => {
      const slave = await slaveOf({});
      const path = join(await undo.folder(), 'tty');
      const first = await plugIn(path, slave.port);
      undo.add(() => first.unplug());
      const { bus, log } = started(serialLink({ path, ...FORMAT }, deps), RTU);
      const unit = bus.addUnit(quickProfile(1));
      assert.equal(kindOf(await poll(unit, holding(1, 5))), 'ok');
      await first.unplug();
      // A hang-up may show only at the next write, so polls go on.
      while (log.told().length === 0) {
        assert.notEqual(kindOf(await poll(unit, holding(1, 5))), 'ok');
        await sleep(10);
      }
      assert.equal(kindOf(await poll(unit, holding(1, 5))), 'down');
      await sleep(700);
      const second = await plugIn(path, slave.port);
      undo.add(() => second.unplug());
      const { outcome } = await untilOk(() => poll(unit, holding(1, 5)));
      assert.deepEqual(outcome, { ok: true, values: [5] });
      assert.equal(bus.openings, 2);
      assert.equal(log.told().length, 2, log.told().join('\n'));
      assert.match(log.told()[0] ?? '', /is lost; trying again cause=.*does not exist/);
      assert.match(log.told()[1] ?? '', /is back after=.* failures=/);
    });

    it('keeps one unit going beside a dead one', async () => {
      const slave = await slaveOf({ behaviour: (request) => (request.unitId === 2 ? [] : undefined) });
      const pty = await plugIn(join(await undo.folder(), 'tty'), slave.port);
      undo.add(() => pty.unplug());
      const { bus, log } = started(serialLink({ path: pty.path, ...FORMAT }, deps), RTU);
      const units = [500, 50].map((replyTimeoutMs, at) =>
        bus.addUnit(quickProfile(at + 1, { replyTimeoutMs })),
      );
      const results: string[][] = [[], []];
      const endMs = performance.now() + 2500;
      await Promise.all(
        units.map(async (unit, at) => {
          while (performance.now() < endMs) {
            results[at]?.push(kindOf(await poll(unit, holding(at + 1, 5))));
            await sleep(10);
          }
        }),
      );
      assert.ok(results[0]!.length > 60 && results[0]!.every((kind) => kind === 'ok'), results[0]!.join(' '));
      assert.ok(results[1]!.every((kind) => kind !== 'ok'));
      const dead = bus.counters().find(({ unitId }) => unitId === 2);
      assert.ok(dead?.isDown === true && dead.timeouts < 12, JSON.stringify(dead));
      assert.deepEqual(log.told().length, 1, log.told().join('\n'));
      assert.match(log.told()[0] ?? '', /unit 2 does not answer .*cause=no reply within/);
    });
  });

  describe('on a socket', () => {
    it('drops a silent connection, opens a new one, and never sends a write twice', async () => {
      const slave = await slaveOf({
        framing: 'tcp',
        behaviour: (request) => (request.index === 1 ? [] : undefined),
      });
      const { bus, log } = started(tcpLink(slave.port), TCP);
      const unit = bus.addUnit(quickProfile(1));
      assert.equal(kindOf(await poll(unit, holding(1, 1))), 'ok');
      const write: Request = { kind: 'write', unitId: 1, function: 6, address: 9, values: [16] };
      assert.equal(kindOf(await unit.exchange(write, { lane: 'command' })), 'timeout');
      assert.equal(kindOf(await unit.exchange(write, { lane: 'command' })), 'down');
      await untilOk(() => poll(unit, holding(1, 1)));
      assert.equal(slave.requests.filter(({ code }) => code === 6).length, 1);
      assert.equal(slave.connections, 2);
      assert.deepEqual(slave.ends, ['ECONNRESET']);
      assert.deepEqual(log.told(), []);
    });

    for (const end of ['fin', 'rst'] as const) {
      it(`recovers from a connection that ends with ${end.toUpperCase()}`, async () => {
        const slave = await slaveOf({
          framing: 'tcp',
          behaviour: (request) => (request.index === 1 ? [{ do: end }] : undefined),
        });
        const { bus } = started(tcpLink(slave.port), TCP);
        const unit = bus.addUnit(quickProfile(1, { replyTimeoutMs: 60_000 }));
        await poll(unit, holding(1, 1));
        assert.equal(kindOf(await poll(unit, holding(1, 1))), 'down');
        await untilOk(() => poll(unit, holding(1, 1)));
      });
    }

    it('waits for a host that is not there yet, and says so once', async () => {
      const first = await slaveOf({ framing: 'tcp' });
      const { port } = first;
      await first.close();
      const { bus, log } = started(tcpLink(port), TCP);
      const unit = bus.addUnit(quickProfile(1));
      await until(() => log.told().length === 1);
      assert.match(log.told()[0] ?? '', /cause=127.0.0.1:\d+ refuses the connection/);
      assert.equal(kindOf(await poll(unit, holding(1, 1))), 'down');
      await slaveOf({ framing: 'tcp' }, port);
      await untilOk(() => poll(unit, holding(1, 1)));
      assert.equal(log.told().length, 2);
    });

    it('keeps the connection of a gateway when one of its units is silent', async () => {
      const slave = await slaveOf({
        framing: 'tcp',
        behaviour: (request) => (request.unitId === 2 ? [] : undefined),
      });
      const { bus } = started(tcpLink(slave.port), TCP);
      const [alive, dead] = [1, 2].map((id) => bus.addUnit(quickProfile(id, { replyTimeoutMs: 50 })));
      for (let rounds = 0; rounds < 5; rounds += 1) {
        assert.equal(kindOf(await poll(alive!, holding(1, 1))), 'ok');
        assert.notEqual(kindOf(await poll(dead!, holding(2, 1))), 'ok');
      }
      assert.equal(slave.connections, 1);
    });

    it('carries a command before the polls that wait', async () => {
      const slave = await slaveOf({
        framing: 'tcp',
        behaviour: (_, reply) => [
          { do: 'wait', ms: 10 },
          { do: 'send', bytes: reply },
        ],
      });
      const { bus } = started(tcpLink(slave.port), TCP);
      const unit = bus.addUnit(quickProfile(1, { replyTimeoutMs: 1000 }));
      await poll(unit, holding(1, 1));
      const polls = [1, 2, 3, 4, 5].map((address) => poll(unit, holding(1, address)));
      const write: Request = { kind: 'write', unitId: 1, function: 6, address: 9, values: [16] };
      await unit.exchange(write, { lane: 'command' });
      await Promise.all(polls);
      assert.ok(slave.requests.findIndex(({ code }) => code === 6) <= 2);
    });

    it('ends everything that waits when it is stopped, and turns for the last time', async () => {
      const slave = await slaveOf({ framing: 'tcp', behaviour: () => [] });
      const { bus } = started(tcpLink(slave.port), TCP);
      const unit = bus.addUnit(quickProfile(1, { replyTimeoutMs: 60_000 }));
      const waiting = [1, 2, 3].map((address) => poll(unit, holding(1, address)));
      await until(() => slave.requests.length === 1);
      await bus.stop();
      assert.deepEqual((await Promise.all(waiting)).map(kindOf), ['down', 'down', 'down']);
      assert.equal(kindOf(await poll(unit, holding(1, 1))), 'down');
      assert.equal(bus.isOpen, false);
    });

    it('throws for a request that the protocol forbids, or that is meant for another unit', async () => {
      const { bus } = started(tcpLink(1), TCP);
      const unit = bus.addUnit(quickProfile(1));
      await assert.rejects(poll(unit, holding(1, 1, 126)), RangeError);
      await assert.rejects(poll(unit, holding(2, 1)), RangeError);
    });
  });
});
