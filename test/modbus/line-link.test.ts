// The port under a line: dropped, lost, and opened again.
import assert from 'node:assert/strict';
import { closed, openFailed, stopped } from '../../src/modbus/line-link';
import { unitOf } from '../../src/modbus/line-state';
import { RTU, TCP, SLOW, read, write, profile, Bench, told } from '../support/line-bench';

describe('A line', () => {
  describe('over a socket', () => {
    it('drops the connection at the first timeout of its only unit, and honours the hold-off', () => {
      const bench = new Bench(TCP, [profile(1, { holdOffMs: 7000 })]).open();
      const waiting = bench.ask(write(1, 1), { lane: 'watchdog' });
      bench.ask(write(1, 2), { lane: 'command' });
      bench.sends();
      bench.fails();
      assert.equal(bench.next().kind, 'drop');
      assert.equal(bench.failureOf(waiting), 'down');
      assert.deepEqual(bench.next(), { kind: 'wait', untilMs: bench.nowMs + 7000 });
    });

    it('keeps it for the timeout of one of several, but not for a protocol error', () => {
      for (const options of [TCP, SLOW]) {
        const bench = new Bench(options, [profile(1), profile(2)]).open();
        bench.ask(read(2, 1));
        bench.sends();
        bench.replies();
        bench.ask(read(1, 1));
        bench.sends();
        bench.fails();
        assert.equal(bench.line.link.kind, 'open');
        bench.ask(read(2, 1));
        bench.sends();
        bench.fails({ kind: 'corrupt', detail: 'protocol id 1 instead of 0' });
        assert.equal(bench.next().kind, 'drop');
      }
    });

    it('drops it when all of several are silent', () => {
      const bench = new Bench(TCP, [profile(1), profile(2)]).open();
      for (let tries = 0; tries < 3; tries += 1) {
        for (const unit of [1, 2]) {
          bench.ask(read(unit, 1));
          bench.sends();
          bench.fails();
        }
      }
      assert.equal(bench.next().kind, 'drop');
      assert.deepEqual(told(bench), ['unitLost', 'unitLost', 'allSilent', 'reset']);
    });

    it('remembers over RTU that a reply may still come through the new connection', () => {
      const bench = new Bench(SLOW, [profile(1)]).open();
      bench.ask(read(1, 1));
      bench.sends();
      bench.fails();
      assert.equal(bench.next().kind, 'drop');
      bench.nowMs += 10_000;
      bench.open();
      bench.ask(read(1, 50));
      assert.equal(bench.sends().purpose, 'resync');
    });

    it('opens again ever more slowly, from half a second to half a minute, until a unit answers', () => {
      const delays: number[] = [];
      const bench = new Bench(TCP, [profile(1)]);
      bench.jitter = 0.5;
      for (let tries = 0; tries < 9; tries += 1) {
        assert.equal(bench.next().kind, 'open');
        bench.take(openFailed(bench.line, 'refused', bench.nowMs, bench.jitter));
        const action = bench.next();
        assert.ok(action.kind === 'wait' && action.untilMs !== undefined);
        delays.push(action.untilMs - bench.nowMs);
        bench.nowMs = action.untilMs;
      }
      assert.deepEqual(delays, [500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]);
      assert.deepEqual(told(bench), ['linkLost']);
      bench.open();
      const back = bench.events[1];
      assert.ok(back?.kind === 'linkBack' && back.failures === 9 && back.afterMs === 121_500);
    });
  });

  describe('without its port', () => {
    it('ends everything at once, what waits and what is asked later', () => {
      const bench = new Bench(RTU, [profile(1)]).open();
      const waiting = bench.ask(read(1, 1));
      bench.take(closed(bench.line, 'the adapter is gone', bench.nowMs, 0));
      const later = bench.ask(read(1, 1));
      assert.deepEqual([bench.failureOf(waiting), bench.failureOf(later)], ['down', 'down']);
    });

    it('lets reads wait while it is being opened, but no write: it might be another device now', () => {
      const bench = new Bench(RTU, [profile(1)]);
      assert.equal(bench.next().kind, 'open');
      const poll = bench.ask(read(1, 1));
      const command = bench.ask(write(1, 1), { lane: 'command' });
      assert.deepEqual([bench.failureOf(poll), bench.failureOf(command)], [undefined, 'down']);
      bench.take(openFailed(bench.line, 'no such port', 0, 0));
      assert.equal(bench.failureOf(poll), 'down');
    });

    it('ends the exchange in flight with it', () => {
      const bench = new Bench(RTU, [profile(1)]).open();
      const id = bench.ask(read(1, 1));
      bench.sends();
      bench.take(closed(bench.line, 'the adapter is gone', bench.nowMs, 0));
      bench.ends({ ok: false, failure: { kind: 'down', detail: 'the adapter is gone' } });
      assert.equal(bench.failureOf(id), 'down');
      assert.equal(unitOf(bench.line, 1).health.failures, 0);
    });

    it('ends everything when it is stopped, for good', () => {
      const bench = new Bench(RTU, [profile(1)]).open();
      const waiting = bench.ask(read(1, 1));
      bench.take(stopped(bench.line, bench.nowMs));
      assert.equal(bench.failureOf(waiting), 'down');
      assert.equal(bench.failureOf(bench.ask(read(1, 1))), 'down');
      assert.deepEqual(bench.next(), { kind: 'wait', untilMs: undefined });
    });
  });

  it('counts what its units go through', () => {
    const bench = new Bench(TCP, [profile(1), profile(2)]).open();
    bench.ask(read(1, 1));
    bench.sends();
    bench.replies();
    bench.ask(read(1, 1));
    bench.sends();
    bench.ends({ ok: false, failure: { kind: 'exception', code: 2 } });
    const { exchanges, exceptions, bytesSent, bytesReceived, wireMs } = unitOf(bench.line, 1).counters;
    assert.deepEqual([exchanges, exceptions, bytesSent, bytesReceived, wireMs], [2, 1, 16, 9 + 5, 40]);
    assert.equal(unitOf(bench.line, 2).counters.exchanges, 0);
  });
});
