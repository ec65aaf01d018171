// What is said once when a wallbox is first met.
import assert from 'node:assert/strict';
import { CoreBench } from '../support/core-bench';

function said(bench: CoreBench): readonly string[] {
  return bench.effects.flatMap((effect) => (effect.kind === 'log' ? [effect.message] : []));
}

describe('a wallbox that is met', () => {
  it('is told once with what it does without us, and that its own limit is above max_current', () => {
    const lines = said(new CoreBench().pass(60_000));
    const without = lines.filter((line) => line.startsWith('if this program stops'));
    assert.equal(without.length, 1);
    assert.match(without[0]!, /^if this program stops, after 60 s without it the wallbox raises the fault/);
    assert.equal(
      lines.filter((line) => /own limit is 32 A, above max_current \(16 A\)/.test(line)).length,
      1,
    );
  });

  it('says nothing of a limit that is not above ours', () => {
    const lines = said(new CoreBench({ settings: { maxA: 32 } }).pass(10_000));
    assert.ok(!lines.some((line) => line.includes('own limit')));
  });
});
