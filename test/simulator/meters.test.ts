// Every meter of the catalogue, in every variant, shows a given power through its registers.
import assert from 'node:assert/strict';
import { holds } from '../../src/driver/condition';
import { numberReading, tripleReading } from '../../src/driver/reading';
import { currentsA, powersW } from '../../src/simulator/electrics';
import { valuesOf } from '../../src/simulator/memory';
import { variantOf } from '../../src/simulator/variant';
import { advance, initial, refreshed } from '../../src/simulator/wallbox';
import { meters } from '../support/drivers';

const LOAD_W = 6900;

function isNear(shown: number | undefined, truth: number, share: number): void {
  assert.ok(shown !== undefined && Math.abs(shown - truth) <= share * truth + 0.1, `${shown} for ${truth}`);
}

for (const file of meters()) {
  for (const { driver, when } of file.variants) {
    describe(`the meter ${file.id} ${driver.variant ?? ''}`, () => {
      const identity = variantOf(file, driver.variant)!.identity;
      const options = { car: { habit: 'none' }, identity, loadW: LOAD_W } as const;
      const meter = refreshed(advance(initial(driver, options, 5), 60_000));
      const valueOf = valuesOf(driver, meter.memory);

      it('is what identifies it, in the variant that is asked for', () => {
        assert.equal(holds(driver.identify, valueOf), true);
        const chosen = file.variants.find((variant) => holds(variant.when, valueOf) === true);
        assert.equal(chosen?.when, when);
      });

      it('shows its load by every reading that it declares', () => {
        isNear(numberReading(driver, 'powerW', valueOf), LOAD_W, 0.001);
        isNear(numberReading(driver, 'totalKWh', valueOf), meter.electrics.totalKWh, 0);
        const truth = {
          currentsA: currentsA(meter.electrics),
          voltagesV: meter.electrics.volts,
          powersW: powersW(meter.electrics),
        };
        for (const name of ['currentsA', 'voltagesV', 'powersW'] as const) {
          if (driver.readings.triples[name] === undefined) continue;
          const triple = tripleReading(driver, name, valueOf);
          truth[name].forEach((value, phase) => isNear(triple?.[phase], value, 0.001));
        }
      });
    });
  }
}
