// Every row of a driver's decision tables can be shown by the simulated wallbox.
import assert from 'node:assert/strict';
import { allMatches, holds } from '../../src/driver/condition';
import { valuesOf } from '../../src/simulator/memory';
import { decides, isMet } from '../../src/simulator/solve';
import { imposing, initial, refreshed } from '../../src/simulator/wallbox';
import type { Wallbox } from '../../src/simulator/wallbox';
import { SAMPLE_DRIVER } from '../support/sample-driver';
import { rowOf } from '../support/simulated';

const driver = SAMPLE_DRIVER;

function wallbox(): Wallbox {
  return initial(driver, { car: { habit: 'waits' } }, 1);
}

function imposed(claims: Parameters<typeof imposing>[1]): Wallbox {
  const result = imposing(wallbox(), claims);
  assert.ok(result, 'no registers meet it');
  return result;
}

describe('a simulated wallbox', () => {
  for (const [index, rule] of driver.pilot.entries()) {
    it(`can show pilot row ${index}, ${rule.is}`, () => {
      assert.equal(rowOf(imposed(decides(driver.pilot, index)), driver.pilot), rule);
    });
  }

  for (const [index, rule] of driver.status.entries()) {
    it(`can show status ${rule.is}`, () => {
      assert.equal(rowOf(imposed(decides(driver.status, index)), driver.status), rule);
    });
  }

  for (const rule of driver.faults) {
    it(`can show the fault ${rule.is}, and no other`, () => {
      const box = wallbox();
      const faulty = refreshed({ ...box, electrics: { ...box.electrics, faults: [rule.is] } });
      assert.deepEqual(allMatches(driver.faults, valuesOf(driver, faulty.memory)), [rule]);
    });
  }

  it('can show several faults at once and lose them again', () => {
    const box = wallbox();
    const faulty = refreshed({ ...box, electrics: { ...box.electrics, faults: ['diode', 'doorOpen'] } });
    const names = allMatches(driver.faults, valuesOf(driver, faulty.memory)).map((rule) => rule.is);
    assert.deepEqual(names, ['diode', 'doorOpen']);
    const healed = refreshed({ ...faulty, electrics: box.electrics });
    assert.deepEqual(allMatches(driver.faults, valuesOf(driver, healed.memory)), []);
  });

  it('shows a status that it is given, the pilot beside it as true as can be', () => {
    const box = wallbox();
    for (const status of ['outOfService', 'reserved'] as const) {
      const told = refreshed({ ...box, electrics: { ...box.electrics, status } });
      assert.equal(rowOf(told, driver.status)?.is, status);
      assert.equal(rowOf(told, driver.pilot)?.is, status === 'outOfService' ? 'B1' : 'B2');
    }
  });

  it('is always what its driver identifies', () => {
    for (const seed of [1, 2, 3]) {
      const { memory } = initial(driver, { car: { habit: 'none' } }, seed);
      assert.equal(holds(driver.identify, valuesOf(driver, memory)), true);
      assert.match(String(valuesOf(driver, memory)('serial')), /^\d{8}$/);
    }
  });

  it('is the variant that is asked for', () => {
    const newer = { firmware: { kind: 'oneOf', values: [11] } } as const;
    const identity = { always: [{ model: newer.firmware }], never: [] };
    const { memory } = initial(driver, { car: { habit: 'none' }, identity }, 1);
    assert.equal(valuesOf(driver, memory)('model'), 11);
  });

  it('says no when registers contradict what is asked', () => {
    const claims = [
      { when: { stateCode: { kind: 'oneOf', values: [1] } }, is: true },
      { when: { stateCode: { kind: 'range', min: 1, max: 4 } }, is: false },
    ] as const;
    assert.equal(imposing(wallbox(), claims), undefined);
    assert.equal(isMet(driver, wallbox().memory, claims), false);
  });
});
