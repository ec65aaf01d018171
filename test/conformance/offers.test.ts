// Every driver: what is offered at its least, its most and beyond, and under each limit that is not ours.
import assert from 'node:assert/strict';
import { appliedA, type Electrics } from '../../src/simulator/electrics';
import { specimens, type Specimen } from '../support/wallboxes';

const CHARGES_MS = 60_000;

/** The amperes that are in force once a car charges, which is what its car is held to. */
function offered(specimen: Specimen, maxA: number, physics: Partial<Electrics> = {}): number {
  const bench = specimen.bench({ settings: { maxA } }).alter(physics).pass(3000).plugIn();
  bench.passUntil(() => bench.state === 'charging', CHARGES_MS);
  bench.pass(15_000);
  assert.equal(bench.state, 'charging');
  const inForceA = appliedA(bench.box.electrics);
  assert.equal(bench.session.offeredA, Math.floor(inForceA + 1e-9));
  assert.ok(bench.flowingA <= inForceA + 1e-9);
  return inForceA;
}

/** Rounded down to what the wallbox can be told. */
function onStep(specimen: Specimen, amps: number): number {
  const { stepA } = specimen.driver.limits;
  return Number((Math.floor(amps / stepA + 1e-9) * stepA).toFixed(6));
}

for (const specimen of specimens()) {
  const { minA, maxA } = specimen.driver.limits;
  const { boxMaxA, cableA } = specimen.driver.readings.numbers;

  describe(`${specimen.title}: what is offered`, () => {
    it('is the installer limit at its least, and one that is no multiple of the step is rounded down', () => {
      const { stepA } = specimen.driver.limits;
      const leastA = Number((Math.ceil(minA / stepA - 1e-9) * stepA).toFixed(6));
      assert.equal(offered(specimen, leastA), leastA);
      assert.equal(offered(specimen, leastA + 1.9), onStep(specimen, leastA + 1.9));
    });

    it('is never more than the driver allows', () => {
      assert.equal(offered(specimen, maxA), onStep(specimen, maxA));
      assert.equal(offered(specimen, maxA + 31), onStep(specimen, maxA));
    });

    if (boxMaxA !== undefined)
      it("is never more than the wallbox's own limit", () => {
        assert.equal(offered(specimen, maxA, { boxMaxA: minA + 2 }), onStep(specimen, minA + 2));
      });

    if (cableA !== undefined)
      it('is never more than the cable may carry', () => {
        assert.equal(offered(specimen, maxA, { cableA: 13 }), onStep(specimen, 13));
      });

    it('is nothing below its least', () => {
      const bench = specimen
        .bench({ settings: { maxA: minA - 0.5 } })
        .pass(3000)
        .plugIn()
        .pass(20_000);
      assert.equal(bench.flowingA, 0);
      assert.equal(bench.session.offeredA, 0);
    });
  });
}
