// Every driver: its read plan and its wallbox agree, with every optional register or without any one of them.
import assert from 'node:assert/strict';
import type { CoreBench } from '../support/core-bench';
import { specimens } from '../support/wallboxes';

/** A visit with a stop in it; every state that was told is one that a healthy wallbox may have. */
function visit(bench: CoreBench): void {
  bench.pass(3000).plugIn();
  assert.ok(
    bench.passUntil(() => bench.state === 'charging', 90_000),
    `no charging: ${bench.states.join()}`,
  );
  const stop = bench.order({ kind: 'stop' });
  bench.pass(15_000);
  assert.equal(bench.ending(stop), 'done');
  bench.unplug().pass(3000);
  const [first, ...told] = bench.states;
  assert.ok(first === 'disconnected' || first === 'none', first);
  assert.ok(!told.includes('unknown') && !told.includes('error'), told.join());
  assert.equal(bench.state, 'disconnected');
  assert.deepEqual(bench.faults(), []);
}

/** Registers of the variant itself that the wallbox does not have. */
function lacking({ model }: CoreBench): readonly string[] {
  return model.missing.filter((name) => model.driver.registers[name] !== undefined);
}

for (const specimen of specimens()) {
  describe(`${specimen.title}: what is read`, () => {
    it('is answered by its wallbox, block by block', () => {
      const bench = specimen.bench();
      // Until the variant is known the registers of the first one are asked for.
      bench.passUntil(() => bench.model.isVariantChosen, 10_000);
      const { refused, missing } = bench.model;
      visit(bench);
      assert.deepEqual(bench.model.refused, refused);
      assert.deepEqual(bench.model.missing, missing);
      assert.deepEqual(lacking(bench), []);
    });

    const optional = Object.values(specimen.driver.registers).filter(
      (register) => register.optional && register.access !== 'w',
    );
    for (const { name } of optional) {
      it(`may lack ${name}, which is then never asked for again`, () => {
        const bench = specimen.bench({ missing: [name] });
        visit(bench);
        assert.deepEqual(lacking(bench), [name]);
      });
    }
  });
}
