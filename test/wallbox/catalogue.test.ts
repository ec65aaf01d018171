// Every driver of the catalogue, in every variant, charges, pauses and resumes under the core: nothing here knows a model.
import assert from 'node:assert/strict';
import { CoreBench } from '../support/core-bench';
import { catalogue } from '../support/drivers';

describe('a wallbox of the catalogue, under the core', () => {
  for (const file of catalogue()) {
    for (const { driver } of file.variants) {
      const variant = driver.variant === undefined ? {} : { variant: driver.variant };

      it(`${file.id} ${driver.variant ?? ''} charges within the limit, is left alone, pauses and charges again`, () => {
        const bench = new CoreBench({ driver: file.id, ...variant }).pass(20_000).plugIn().pass(40_000);
        assert.equal(bench.model.identity, 'proven');
        assert.equal(bench.model.driver.variant, driver.variant);
        assert.equal(bench.state, 'charging');
        assert.ok(bench.flowingA > 0 && bench.flowingA <= 16, `${bench.flowingA} A`);

        const before = bench.writes.length;
        bench.pass(30_000);
        const feeding = new Set(feedingRegisters(bench));
        const idle = bench.writes.slice(before).filter(({ register }) => !feeding.has(register));
        assert.deepEqual(idle, [], 'nothing is written while all is as wanted');

        const stop = bench.order({ kind: 'stop' });
        bench.pass(30_000);
        assert.equal(bench.ending(stop), 'done');
        assert.equal(bench.flowingA, 0);
        const start = bench.order({ kind: 'start' });
        bench.pass(40_000);
        assert.equal(bench.ending(start), 'done');
        assert.equal(bench.state, 'charging');
      });
    }
  }
});

/** Registers that the watchdog wants written again and again. */
function feedingRegisters({ model }: CoreBench): readonly string[] {
  const { watchdog, commands } = model.driver;
  const steps = watchdog?.by === 'reassert' ? commands.offer?.steps : watchdog?.steps;
  return (steps ?? []).flatMap((step) => ('register' in step ? [step.register] : []));
}
