// Every driver: what is offered at its least, its most and beyond, and under each limit that is not ours.
import assert from 'node:assert/strict';
import type { Electrics } from '../../src/simulator/electrics';
import { specimens, type Specimen } from '../support/wallboxes';

const CHARGES_MS = 60_000;

/** The amperes that the wallbox was told once a car charges, and that its car is held to. */
function offered(specimen: Specimen, maxA: number, physics: Partial<Electrics> = {}): number {
  const bench = specimen.bench({ settings: { maxA } }).alter(physics).pass(3000).plugIn();
  bench.passUntil(() => bench.state === 'charging', CHARGES_MS);
  bench.pass(15_000);
  assert.equal(bench.state, 'charging');
  assert.equal(bench.session.offeredA, Math.floor(bench.box.electrics.setpointA + 1e-9));
  assert.ok(bench.flowingA <= bench.box.electrics.setpointA + 1e-9);
  return bench.box.electrics.setpointA;
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
      assert.equal(offered(specimen, minA), minA);
      assert.equal(offered(specimen, minA + 1.9), onStep(specimen, minA + 1.9));
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
