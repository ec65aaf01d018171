// What a unit that does not answer costs the others, and what is said about it.
import assert from 'node:assert/strict';
import { opened } from '../../src/modbus/line-link';
import { unitOf } from '../../src/modbus/line-state';
import { RTU, SLOW, read, write, profile, Bench, told } from '../support/line-bench';

describe('A line', () => {
  describe('with a silent unit', () => {
    it('ends its poll cycle at the first timeout', () => {
      const bench = new Bench(RTU, [profile(1), profile(2)]).open();
      const ids = [bench.ask(read(1, 1)), bench.ask(read(1, 50)), bench.ask(read(2, 1))];
      bench.sends();
      bench.fails();
      assert.deepEqual(
        ids.map((id) => bench.failureOf(id)),
        ['timeout', 'timeout', undefined],
      );
    });

    it('asks it once per growing window, at most a hundredth of the time, and the others as ever', () => {
      const bench = new Bench(RTU, [profile(1), profile(2)]).open();
      let lostMs = 0;
      let answered = 0;
      while (bench.nowMs < 1_000_000) {
        bench.ask(read(1, 1));
        bench.ask(read(2, 1));
        const startedMs = bench.nowMs;
        for (
          let action = bench.next();
          action.kind !== 'wait' || action.untilMs !== undefined;
          action = bench.next()
        ) {
          if (action.kind === 'wait') bench.nowMs = action.untilMs ?? bench.nowMs;
          else if (action.kind === 'send' && action.flight.request.unitId === 1) bench.fails();
          else if (action.kind === 'send') {
            bench.replies();
            answered += 1;
          }
        }
        if (startedMs > 400_000) lostMs += Math.max(0, bench.nowMs - startedMs - 500);
        bench.nowMs = startedMs + Math.max(1000, bench.nowMs - startedMs);
      }
      assert.ok(answered > 950, `${answered} answers`);
      assert.ok(lostMs < 0.02 * 600_000, `${lostMs} ms lost`);
      assert.deepEqual(told(bench), ['unitLost']);
      const { timeouts } = unitOf(bench.line, 1).counters;
      assert.ok(timeouts >= 10 && timeouts < 40, `${timeouts} tries`);
    });

    function dead(): Bench {
      const bench = new Bench(RTU, [profile(1), profile(2)]).open();
      bench.ask(read(2, 1));
      bench.sends();
      bench.replies();
      for (let tries = 0; tries < 3; tries += 1) {
        bench.ask(read(1, 1));
        bench.sends();
        bench.fails();
      }
      return bench;
    }

    it('ends polls and refreshes within the window at once, but tries a command', () => {
      const bench = dead();
      assert.equal(bench.failureOf(bench.ask(read(1, 1))), 'down');
      assert.equal(bench.failureOf(bench.ask(write(1, 1), { lane: 'watchdog' })), 'down');
      bench.ask(write(1, 1), { lane: 'command' });
      assert.equal(bench.sends().request.unitId, 1);
    });

    it('lets others wait for the quiet time only', () => {
      const bench = dead();
      bench.nowMs += 10_000;
      bench.ask(read(1, 1));
      bench.sends();
      bench.fails();
      bench.ask(read(2, 1));
      assert.deepEqual(bench.next(), { kind: 'wait', untilMs: bench.nowMs + 80 });
    });

    it('says when it is back, and after how long', () => {
      const bench = dead();
      bench.nowMs += 10_000;
      bench.ask(read(1, 50, 7));
      bench.sends();
      bench.replies([1, 2, 3, 4, 5, 6, 7]);
      assert.deepEqual(told(bench), ['unitLost', 'unitBack']);
      const back = bench.events[1];
      assert.ok(back?.kind === 'unitBack' && back.failures === 3 && back.afterMs > 10_000);
    });

    it('takes the word of a gateway for it, and owes nothing', () => {
      const bench = new Bench(SLOW, [profile(1), profile(2)]).open();
      for (let tries = 0; tries < 3; tries += 1) {
        const id = bench.ask(read(1, 1));
        bench.sends();
        bench.ends({ ok: false, failure: { kind: 'exception', code: 11 } });
        assert.equal(bench.failureOf(id), 'exception');
      }
      assert.deepEqual(told(bench), ['unitLost']);
      assert.equal(bench.line.link.kind, 'open');
      assert.deepEqual(unitOf(bench.line, 1).owed, []);
    });
  });

  describe('with every unit silent', () => {
    it('says once that it is the adapter or the wiring, and reopens the port at most every 30 s', () => {
      const bench = new Bench(RTU, [profile(1), profile(2)]).open();
      let drops = 0;
      let opens = 0;
      for (; bench.nowMs < 300_000; bench.nowMs += 100) {
        bench.ask(read(1, 1));
        bench.ask(read(2, 1));
        const action = bench.next();
        if (action.kind === 'drop') drops += 1;
        if (action.kind === 'send') bench.fails();
        if (action.kind === 'open') {
          opens += 1;
          bench.take(opened(bench.line, bench.nowMs));
        }
      }
      assert.deepEqual(
        told(bench).filter((kind) => kind !== 'reset'),
        ['unitLost', 'unitLost', 'allSilent'],
      );
      assert.equal(drops, opens);
      assert.ok(drops >= 2 && drops <= 11, `${drops} times`);
    });
  });
});
