// Every driver of the catalogue, in every variant, charges, pauses and resumes under the core: nothing here knows a model.
import assert from 'node:assert/strict';
import { CoreBench } from '../support/core-bench';
import { catalogue } from '../support/drivers';

for (const file of catalogue()) {
  for (const { driver } of file.variants) {
    const variant = driver.variant === undefined ? {} : { variant: driver.variant };
    const bench = (): CoreBench => new CoreBench({ driver: file.id, ...variant }).pass(20_000).plugIn();

    describe(`${file.id} ${driver.variant ?? ''}, under the core`, () => {
      it('is recognised, charges at no more than the limit, pauses when told and charges again', () => {
        const charging = bench().pass(60_000);
        assert.equal(charging.model.identity, 'proven');
        assert.equal(charging.model.driver.variant, driver.variant);
        assert.equal(charging.state, 'charging');
        assert.ok(charging.flowingA > 0 && charging.flowingA <= 16, `${charging.flowingA} A`);
        const stop = charging.order({ kind: 'stop' });
        charging.pass(60_000);
        assert.equal(charging.ending(stop), 'done');
        assert.equal(charging.flowingA, 0);
        const start = charging.order({ kind: 'start' });
        charging.pass(60_000);
        assert.equal(charging.ending(start), 'done');
        assert.equal(charging.state, 'charging');
      });

      it('is left alone once it does what it should', () => {
        const settled = bench().pass(60_000);
        const before = settled.writes.length;
        settled.pass(60_000);
        const feeding = new Set(feedingRegisters(settled));
        const idle = settled.writes.slice(before).filter(({ register }) => !feeding.has(register));
        assert.deepEqual(idle, []);
      });
    });
  }
}

/** Registers that the watchdog wants written again and again. */
function feedingRegisters({ model }: CoreBench): readonly string[] {
  const { watchdog, commands } = model.driver;
  const steps = watchdog?.by === 'reassert' ? commands.offer?.steps : watchdog?.steps;
  return (steps ?? []).flatMap((step) => ('register' in step ? [step.register] : []));
}
