// Readings: the register's unit becomes the one in the reading's name, and unknown stays unknown.
import assert from 'node:assert/strict';
import type { Driver, Readings, Register, Unit } from '../../src/driver/definition';
import {
  flagReading,
  numberReading,
  textReading,
  tripleReading,
  unitOfReading,
} from '../../src/driver/reading';
import { convert } from '../../src/driver/unit';
import type { Value } from '../../src/modbus/register';

const from = (values: Record<string, Value>) => (name: string) => values[name];

/** A driver with these readings and register units; nothing else in it matters here. */
function driverWith(readings: Partial<Readings>, units: Record<string, Unit>): Driver {
  const registers = Object.fromEntries(
    Object.entries(units).map(([name, unit]) => [name, { name, unit } as Register]),
  );
  const all: Readings = { numbers: {}, triples: {}, flags: {}, texts: {}, ...readings };
  return { readings: all, registers } as Driver;
}

describe('a number reading', () => {
  const driver = driverWith(
    {
      numbers: {
        offeredA: { kind: 'register', register: 'limit' },
        sessionKWh: { kind: 'first', of: ['fine', 'coarse'] },
        powerW: { kind: 'sum', of: ['p1', 'p2'] },
        phases: { kind: 'register', register: 'phases' },
        cableA: { kind: 'register', register: 'cables', index: 1 },
      },
    },
    { limit: 'mA', fine: 'Wh', coarse: 'kWh', p1: 'kW', p2: 'W', cables: 'A' },
  );

  it('arrives in the unit of its name', () => {
    assert.equal(numberReading(driver, 'offeredA', from({ limit: 16100 })), 16.1);
    assert.equal(numberReading(driver, 'phases', from({ phases: 3 })), 3);
  });

  it('takes one element of an array', () => {
    assert.equal(numberReading(driver, 'cableA', from({ cables: [13, 32] })), 32);
    assert.equal(numberReading(driver, 'cableA', from({ cables: [13] })), undefined);
  });

  it('takes the first that is known, each in its own unit', () => {
    assert.equal(numberReading(driver, 'sessionKWh', from({ fine: 1500, coarse: 1 })), 1.5);
    assert.equal(numberReading(driver, 'sessionKWh', from({ coarse: 1 })), 1);
  });

  it('is the sum only when every part is known', () => {
    assert.equal(numberReading(driver, 'powerW', from({ p1: 1.5, p2: 20 })), 1520);
    assert.equal(numberReading(driver, 'powerW', from({ p1: 1.5 })), undefined);
  });

  it('is unknown when it is not declared, not read or no number', () => {
    assert.equal(numberReading(driver, 'totalKWh', from({})), undefined);
    assert.equal(numberReading(driver, 'offeredA', from({})), undefined);
    assert.equal(numberReading(driver, 'offeredA', from({ limit: 'x' })), undefined);
  });
});

describe('a reading per phase', () => {
  const source = (register: string) => ({ kind: 'register' as const, register });
  const driver = driverWith(
    { triples: { currentsA: [source('i1'), source('i2'), source('i3')] } },
    { i1: 'mA', i2: 'mA', i3: 'mA' },
  );

  it('keeps the phases that are known', () => {
    assert.deepEqual(tripleReading(driver, 'currentsA', from({ i1: 6000, i3: 0 })), [6, undefined, 0]);
  });

  it('is unknown when no phase is', () => {
    assert.equal(tripleReading(driver, 'currentsA', from({})), undefined);
    assert.equal(tripleReading(driver, 'voltagesV', from({})), undefined);
  });
});

describe('flags and texts', () => {
  const driver = driverWith(
    {
      flags: { isLocked: { lock: { kind: 'bit', bit: 4, is: 1 } } },
      texts: { serial: 'serial', firmware: 'fw' },
    },
    {},
  );

  it('a flag is unknown while its register is', () => {
    assert.equal(flagReading(driver, 'isLocked', from({ lock: 0x11 })), true);
    assert.equal(flagReading(driver, 'isLocked', from({ lock: 0x01 })), false);
    assert.equal(flagReading(driver, 'isLocked', from({})), undefined);
    assert.equal(flagReading(driver, 'isCableIn', from({})), undefined);
  });

  it('numbers become text, arrays are joined, and nothing is unknown', () => {
    assert.equal(textReading(driver, 'serial', from({ serial: 4711 })), '4711');
    assert.equal(textReading(driver, 'firmware', from({ fw: [1, 2, 13] })), '1.2.13');
    assert.equal(textReading(driver, 'serial', from({ serial: '  ' })), undefined);
  });
});

describe('units', () => {
  it('stand at the end of a reading’s name', () => {
    assert.equal(unitOfReading('sessionKWh'), 'kWh');
    assert.equal(unitOfReading('uptimeS'), 's');
    assert.equal(unitOfReading('voltagesV'), 'V');
    assert.equal(unitOfReading('phases'), undefined);
  });

  it('convert within a quantity and never across', () => {
    assert.equal(convert(3_600_000, 'Ws', 'kWh'), 1);
    assert.equal(convert(2, 'MWh', 'kWh'), 2000);
    assert.equal(convert(250, 'ms', 's'), 0.25);
    assert.equal(convert(1, 'A', 'W'), undefined);
  });
});
