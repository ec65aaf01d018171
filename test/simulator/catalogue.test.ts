// Every driver of the catalogue, in every variant, can be simulated: nothing here knows a model.
import assert from 'node:assert/strict';
import { allMatches, holds } from '../../src/driver/condition';
import type { Driver, Rule } from '../../src/driver/definition';
import { flagReading } from '../../src/driver/reading';
import { pilotOf } from '../../src/simulator/electrics';
import { valuesOf } from '../../src/simulator/memory';
import { decides } from '../../src/simulator/solve';
import { variantOf } from '../../src/simulator/variant';
import { advance, imposing, initial, refreshed } from '../../src/simulator/wallbox';
import type { Wallbox, WallboxOptions } from '../../src/simulator/wallbox';
import { catalogue } from '../support/drivers';
import { readingOf, rowOf } from '../support/simulated';

type Habit = WallboxOptions['car']['habit'];

for (const file of catalogue()) {
  for (const { driver, when } of file.variants) {
    const make = (habit: Habit): Wallbox => {
      const variant = variantOf(file, driver.variant);
      assert.ok(variant);
      return initial(driver, { car: { habit }, identity: variant.identity }, 11);
    };

    describe(`${file.id} ${driver.variant ?? ''}, simulated`, () => {
      it('is what the driver identifies, and the variant that is asked for', () => {
        const valueOf = valuesOf(driver, make('none').memory);
        assert.equal(holds(driver.identify, valueOf), true);
        const chosen = file.variants.find((variant) => holds(variant.when, valueOf) === true);
        assert.equal(chosen?.when, when);
      });

      it('shows every row of its pilot and status tables', () => {
        assert.deepEqual(unreachable(make('waits'), driver.pilot), []);
        assert.deepEqual(unreachable(make('waits'), driver.status), []);
      });

      it('shows every fault, and no other', () => {
        const box = make('waits');
        for (const name of new Set(driver.faults.map((rule) => rule.is))) {
          assert.deepEqual(faultsShown(box, [name]), [name]);
        }
        assert.deepEqual(faultsShown(box, []), []);
      });

      it('shows by its tables and readings what its physics does', () => {
        let box = make('visits');
        for (let second = 0; second < 300; second += 1) {
          box = refreshed(advance(box, 1000, 10));
          agree(driver, box);
        }
      });
    });
  }
}

function unreachable<T extends string>(box: Wallbox, rules: readonly Rule<T>[]): readonly number[] {
  return rules.flatMap((rule, index) => {
    const shown = imposing(box, decides(rules, index));
    return shown !== undefined && rowOf(shown, rules) === rule ? [] : [index];
  });
}

function faultsShown(box: Wallbox, faults: readonly string[]): readonly string[] {
  const shown = refreshed({ ...box, electrics: { ...box.electrics, faults } });
  const rules = allMatches(box.driver.faults, valuesOf(box.driver, shown.memory));
  return [...new Set(rules.map((rule) => rule.is))];
}

/** The first letter of the pilot always agrees; flags and numbers do where the driver has them. */
function agree(driver: Driver, box: Wallbox): void {
  const valueOf = valuesOf(driver, box.memory);
  const letter = rowOf(box, driver.pilot)?.is;
  assert.equal(letter?.charAt(0), pilotOf(box.electrics).charAt(0));
  assert.deepEqual(allMatches(driver.faults, valueOf), []);
  const isIn = flagReading(driver, 'isCableIn', valueOf);
  assert.ok(isIn === undefined || isIn === !letter.startsWith('A'), `isCableIn is ${isIn} in ${letter}`);
  const isLocked = flagReading(driver, 'isLocked', valueOf);
  assert.ok(isLocked === undefined || isLocked === box.electrics.isLocked, 'the bolt');
  const sessionKWh = readingOf(box, 'sessionKWh') ?? box.electrics.sessionKWh;
  assert.ok(Math.abs(sessionKWh - box.electrics.sessionKWh) < 0.1, `${sessionKWh} kWh`);
}
