// Section 4: a stale value is unknown and never told as fresh.
import assert from 'node:assert/strict';
import { currentReports } from '../../src/wallbox/reports';
import { CoreBench } from '../support/core-bench';

function charging(): CoreBench {
  const bench = new CoreBench().pass(3000).plugIn().pass(30_000);
  assert.equal(bench.state, 'charging');
  return bench;
}

/** So many polls in a row fail. */
function failing(
  bench: CoreBench,
  polls: number,
  failure: 'lost' | { readonly exception: number },
): CoreBench {
  let left = polls;
  bench.mishap = () => (left-- > 0 ? failure : 'none');
  return bench;
}

function reachables(bench: CoreBench): readonly boolean[] {
  return bench.effects.flatMap((effect) => (effect.kind === 'reachable' ? [effect.isReachable] : []));
}

for (const [name, failure] of [
  ['silence', 'lost'],
  ['an exception', { exception: 4 }],
] as const) {
  describe(`a wallbox that answers with ${name}`, () => {
    it('three polls long is unknown and out of reach, and nothing else is told of it', () => {
      const bench = failing(charging(), Infinity, failure).pass(8000);
      assert.deepEqual(currentReports(bench.model, bench.nowMs), [{ kind: 'state', state: 'unknown' }]);
      assert.deepEqual(reachables(bench), [true, false]);
    });

    it('less than three polls long is nothing to speak of', () => {
      const bench = failing(charging(), 2, failure).pass(20_000);
      assert.deepEqual(bench.states.slice(-1), ['charging']);
      assert.ok(!bench.states.slice(1).includes('unknown'));
      assert.deepEqual(reachables(bench), [true]);
    });

    it('and comes back has its true state', () => {
      const bench = failing(charging(), Infinity, failure).pass(8000).unplug();
      bench.mishap = () => 'none';
      bench.pass(3000);
      assert.equal(bench.state, 'disconnected');
      assert.deepEqual(reachables(bench), [true, false, true]);
    });
  });
}

describe('a reading', () => {
  it('grows stale by itself when nobody polls any more', () => {
    const bench = charging();
    for (let second = 0; second < 6; second += 1) bench.passWithoutDaemon(1000).feed({ kind: 'tick' });
    assert.equal(bench.state, 'unknown');
    assert.deepEqual(reachables(bench), [true, false]);
  });

  it('asked for is read afresh, and refused when that fails', () => {
    const bench = charging();
    const before = bench.box.electrics.sessionKWh;
    bench.pass(10_000);
    const good = bench.order({ kind: 'refresh', reports: ['state', 'session'] });
    bench.pass(1000);
    const session = bench.answers(good).find((report) => report.kind === 'session');
    assert.ok(session !== undefined && session.energyKWh > before);
    bench.mishap = () => 'lost';
    const bad = bench.order({ kind: 'refresh', reports: ['state'] });
    bench.pass(5000);
    assert.match(bench.ending(bad), /could not be read: .*no answer within/);
    assert.deepEqual(bench.answers(bad), []);
  });

  it('that failed with another exception than "illegal data address" is asked for again', () => {
    const bench = failing(charging(), 1, { exception: 3 }).pass(20_000);
    assert.deepEqual(bench.model.missing, []);
    assert.equal(bench.state, 'charging');
  });
});
