// Whose turn it is on a line, and how long it keeps quiet between turns.
import assert from 'node:assert/strict';
import type { Request } from '../../src/modbus/exchange';
import { RTU, TCP, read, write, profile, Bench } from '../support/line-bench';

describe('A line', () => {
  describe('takes turns', () => {
    it('commands first, then watchdog refreshes, then polls', () => {
      const bench = new Bench(RTU, [profile(1)]).open();
      const ids = [
        bench.ask(read(1, 1)),
        bench.ask(write(1, 1), { lane: 'watchdog' }),
        bench.ask(write(1, 2), { lane: 'command' }),
      ];
      const order: Request[] = [];
      while (order.length < ids.length) {
        order.push(bench.sends().request);
        bench.replies();
      }
      assert.deepEqual(order, [write(1, 2), write(1, 1), read(1, 1)]);
      assert.deepEqual(
        ids.map((id) => bench.failureOf(id)),
        ['ok', 'ok', 'ok'],
      );
    });

    it('a refresh near its deadline before any command', () => {
      const bench = new Bench(RTU, [profile(1)]).open();
      bench.ask(write(1, 2), { lane: 'command' });
      bench.ask(write(1, 1), { lane: 'watchdog', deadlineMs: bench.nowMs + 2500 });
      assert.deepEqual(bench.sends().request, write(1, 1));
    });

    it('a poll that is already waiting only once, and both askers get its answer', () => {
      const bench = new Bench(RTU, [profile(1)]).open();
      const ids = [bench.ask(read(1, 1)), bench.ask(read(1, 1)), bench.ask(read(1, 1))];
      bench.sends();
      bench.replies();
      assert.deepEqual(
        ids.map((id) => bench.failureOf(id)),
        ['ok', 'ok', 'ok'],
      );
      assert.equal(bench.next().kind, 'wait');
    });

    it('at most 32 commands', () => {
      const bench = new Bench(RTU, [profile(1)]).open();
      const ids = Array.from({ length: 33 }, (_, at) => bench.ask(write(1, at), { lane: 'command' }));
      assert.equal(bench.failureOf(ids[31]!), undefined);
      assert.equal(bench.failureOf(ids[32]!), 'down');
    });

    it('a command waits for one exchange at most', () => {
      const bench = new Bench(RTU, [profile(1), profile(2)]).open();
      for (const unit of [1, 2]) for (let at = 0; at < 5; at += 1) bench.ask(read(unit, at));
      bench.sends();
      bench.ask(write(2, 7), { lane: 'command' });
      bench.replies();
      assert.deepEqual(bench.sends().request, write(2, 7));
    });
  });

  describe('keeps quiet', () => {
    it('from the end of the last exchange, longer when the unit changes, never below 3.5 characters', () => {
      const bench = new Bench(RTU, [profile(1), profile(2, { quietMs: 0, unitSwitchGapMs: 0 })]).open();
      bench.ask(read(1, 1));
      bench.sends();
      bench.replies();
      const endMs = bench.nowMs;
      bench.ask(read(2, 1));
      assert.deepEqual(bench.next(), { kind: 'wait', untilMs: endMs + (3.5 * 10 * 1000) / 9600 });
      bench.sends();
      bench.replies();
      bench.ask(read(1, 1));
      assert.deepEqual(bench.next(), { kind: 'wait', untilMs: bench.nowMs + 50 + 30 });
    });

    it('and gives a reply the time of both frames on the wire', () => {
      const bench = new Bench(RTU, [profile(1)]).open();
      bench.ask(read(1, 1, 100));
      assert.equal(Math.round(bench.sends().timeoutMs), 1000 + Math.round(((8 + 205) * 10 * 1000) / 9600));
      const tcp = new Bench(TCP, [profile(1)]).open();
      tcp.ask(read(1, 1, 100), { timeoutMs: 5000 });
      assert.equal(tcp.sends().timeoutMs, 5000);
    });

    it('for one reply timeout after silence, for every unit', () => {
      const bench = new Bench(RTU, [profile(1), profile(2)]).open();
      bench.ask(read(1, 1));
      const { timeoutMs } = bench.sends();
      bench.fails();
      bench.ask(read(2, 1));
      assert.deepEqual(bench.next(), { kind: 'wait', untilMs: bench.nowMs + timeoutMs });
    });
  });
});
