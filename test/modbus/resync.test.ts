// Which replies are believed while an older one may still be on its way.
import assert from 'node:assert/strict';
import { strayReplies } from '../../src/modbus/line';
import type { UnitProfile } from '../../src/modbus/line-state';
import { unitOf } from '../../src/modbus/line-state';
import { RTU, TCP, SLOW, read, write, profile, Bench } from '../support/line-bench';

describe('A line', () => {
  describe('after a reply that did not come', () => {
    function owing(options = RTU, change: Partial<UnitProfile> = {}): Bench {
      const bench = new Bench(options, [profile(1, change), profile(2)]).open();
      bench.ask(read(1, 1));
      bench.sends();
      bench.fails();
      return bench;
    }

    it('sends a read of another length first, and nothing else until that is answered', () => {
      for (const options of [RTU, SLOW]) {
        const bench = owing(options);
        const id = bench.ask(read(1, 50));
        const resync = bench.sends();
        assert.deepEqual([resync.purpose, resync.request], ['resync', read(1, 0, 1)]);
        bench.replies([9]);
        assert.equal(bench.outcome(id), undefined);
        assert.deepEqual(bench.sends().request, read(1, 50));
        bench.replies([3, 4]);
        assert.deepEqual(bench.outcome(id), { ok: true, values: [3, 4] });
        assert.equal(unitOf(bench.line, 1).counters.resyncs, 1);
      }
    });

    it('needs no such read where the next one has a length of its own', () => {
      const bench = owing();
      const id = bench.ask(read(1, 50, 7));
      assert.equal(bench.sends().purpose, 'job');
      bench.replies([1, 2, 3, 4, 5, 6, 7]);
      assert.equal(bench.failureOf(id), 'ok');
      bench.ask(read(1, 1));
      assert.equal(bench.sends().purpose, 'job');
    });

    it('does not believe an exception to the same function', () => {
      const bench = owing();
      const id = bench.ask(read(1, 50, 7));
      bench.sends();
      bench.ends({ ok: false, failure: { kind: 'exception', code: 2 } });
      assert.equal(bench.failureOf(id), 'desync');
    });

    it('never writes before the read has been answered; if it is not, the write has not happened', () => {
      const bench = owing();
      const id = bench.ask(write(1, 160), { lane: 'command' });
      assert.equal(bench.sends().purpose, 'resync');
      bench.fails();
      assert.equal(bench.failureOf(id), 'timeout');
      assert.equal(unitOf(bench.line, 1).counters.exchanges, 2);
    });

    it('throws the first reply of a unit with one shape away, then waits for a second one', () => {
      const bench = owing(RTU, { resyncReads: [] });
      const id = bench.ask(read(1, 1));
      assert.equal(bench.sends().purpose, 'resync');
      bench.replies([7, 7]);
      assert.equal(bench.outcome(id), undefined);
      const thrownMs = bench.nowMs;
      assert.deepEqual(bench.sends().request, read(1, 1));
      assert.ok(bench.nowMs - thrownMs >= 1000);
      bench.replies([8, 8]);
      assert.deepEqual(bench.outcome(id), { ok: true, values: [8, 8] });
    });

    it('asks others as usual', () => {
      const bench = owing();
      const id = bench.ask(read(2, 1));
      assert.equal(bench.sends().purpose, 'job');
      bench.replies();
      assert.equal(bench.failureOf(id), 'ok');
    });

    it('treats a device that ignores transaction ids like a serial one', () => {
      const bench = owing(TCP, { transactionId: 'ignored' });
      bench.ask(read(1, 50));
      assert.equal(bench.sends().purpose, 'resync');
    });

    it('trusts transaction ids otherwise', () => {
      const bench = owing(TCP);
      bench.ask(read(1, 50));
      assert.equal(bench.sends().purpose, 'job');
    });

    it('counts a corrupt reply the same', () => {
      const bench = new Bench(RTU, [profile(1)]).open();
      bench.ask(read(1, 1));
      bench.sends();
      bench.fails({ kind: 'corrupt', detail: '9 bytes that are no reply' });
      bench.ask(read(1, 1));
      assert.equal(bench.sends().purpose, 'resync');
    });
  });

  it('makes a unit prove itself after a reply that nobody had asked for', () => {
    const bench = new Bench(RTU, [profile(1)]).open();
    bench.ask(read(1, 1));
    bench.sends();
    bench.replies();
    bench.line = strayReplies(bench.line, 1);
    bench.ask(read(1, 50));
    assert.equal(bench.sends().purpose, 'resync');
    assert.equal(unitOf(bench.line, 1).counters.lateReplies, 1);
  });
});
