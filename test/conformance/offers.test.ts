// Every driver: what is offered at its least, its most and beyond, and under each limit that is not ours.
import assert from 'node:assert/strict';
import type { NumberSource } from '../../src/driver/definition';
import { numberReading } from '../../src/driver/reading';
import { convert } from '../../src/driver/unit';
import { appliedA, type Electrics } from '../../src/simulator/electrics';
import { valuesOf } from '../../src/simulator/memory';
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

/** Rounded down to the driver's step, then to what the register of the limit can say. */
function onStep({ driver }: Specimen, amps: number): number {
  const onDriverA = roundedDown(amps, driver.limits.stepA);
  const registers = (driver.commands.offer?.steps ?? []).flatMap((step) =>
    step.kind === 'write' && step.value.kind === 'parameter' && step.value.name === 'amps'
      ? (driver.registers[step.register] ?? [])
      : [],
  );
  return registers.reduce((nowA, { type, scale, unit }) => {
    const isFloat = type === 'f32' || type === 'f64';
    const stepA = isFloat ? undefined : convert(Math.abs(scale), unit ?? 'A', 'A');
    return stepA === undefined ? nowA : Math.min(nowA, roundedDown(onDriverA, stepA));
  }, onDriverA);
}

function roundedDown(amps: number, stepA: number): number {
  return Number((Math.floor(amps / stepA + 1e-9) * stepA).toFixed(6));
}

/** Limits of its own that the wallbox can show: those of its models where the driver tells it from the model, else any. */
function ownLimits(specimen: Specimen, source: NumberSource): readonly number[] {
  const { driver } = specimen;
  const claimed = source.kind === 'cases' ? source.of.map(({ is }) => is) : [];
  const models = claimed.filter((is) => typeof is === 'number');
  if (models.length === 0 || models.length < claimed.length) return [driver.limits.minA + 2];
  const shown = (boxMaxA: number) => {
    const { memory } = specimen.bench().alter({ boxMaxA }).box;
    return numberReading(driver, 'boxMaxA', valuesOf(driver, memory));
  };
  return models.filter((boxMaxA) => shown(boxMaxA) === boxMaxA);
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
        const limits = ownLimits(specimen, boxMaxA);
        assert.notEqual(limits.length, 0);
        for (const ownA of limits)
          assert.equal(offered(specimen, maxA, { boxMaxA: ownA }), onStep(specimen, Math.min(ownA, maxA)));
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
