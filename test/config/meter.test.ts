// The meter of a chargepoint: what it means, and every mistake about it.
import assert from 'node:assert/strict';
import { driverReferences } from '../../src/config/parse';
import { read, told } from './surroundings';
import { SMALL, chargepoint } from './texts';

const withMeter = (meter: string): string => chargepoint(`max_current: 16, meter: ${meter}`);

describe('the meter of a chargepoint', () => {
  it('is read with its driver, bus, unit and lag', () => {
    const text = withMeter('{ driver: x/meter, bus: garage, unit_id: 2, lag: 2s }');
    assert.deepEqual(told(text), []);
    const meter = read(text).config?.chargepoints[0]?.meter;
    assert.deepEqual(
      [meter?.driver.id, meter?.bus, meter?.unitId, meter?.lagMs],
      ['x/meter', 'garage', 2, 2000],
    );
  });

  it('is nothing where none is named', () => {
    assert.equal(read(SMALL).config?.chargepoints[0]?.meter, undefined);
  });

  it('has its driver loaded with the others', () => {
    assert.deepEqual(driverReferences(withMeter('{ driver: x/meter, bus: garage }')), [
      'abb/terra-ac',
      'x/meter',
    ]);
  });

  it('may have a bus of its own', () => {
    const text = withMeter('{ driver: x/meter, bus: cellar }').replace(
      'chargepoints:',
      '  cellar: { tcp: "192.168.1.51", framing: rtu }\nchargepoints:',
    );
    assert.deepEqual(told(text), []);
    assert.deepEqual(
      read(text).config?.buses.map(({ name }) => name),
      ['garage', 'cellar'],
    );
  });

  for (const [mistake, meter, message] of [
    [
      'a wallbox as a meter',
      '{ driver: abb/terra-ac, bus: garage, unit_id: 2 }',
      /abb\/terra-ac is a wallbox and no meter/,
    ],
    [
      'an unknown driver',
      '{ driver: abb/tera-ac, bus: garage, unit_id: 2 }',
      /there is no driver abb\/tera-ac/,
    ],
    ['an unknown bus', '{ driver: x/meter, bus: garden, unit_id: 2 }', /there is no bus garden/],
    [
      'the unit of the wallbox',
      '{ driver: x/meter, bus: garage }',
      /unit 1 of bus garage is chargepoints\[0\] already/,
    ],
    [
      'a long lag',
      '{ driver: x/meter, bus: garage, unit_id: 2, lag: 2m }',
      /lag: 2m is too long; write at most 30s/,
    ],
    ['a missing driver', '{ bus: garage, unit_id: 2 }', /`driver` is missing/],
  ] as const) {
    it(`is refused with ${mistake}`, () => {
      const problems = told(withMeter(meter));
      assert.equal(problems.length, 1, problems.join());
      assert.match(problems[0] ?? '', message);
    });
  }

  it('is no wallbox', () => {
    assert.match(told(SMALL.replace('abb/terra-ac', 'x/meter')).join(), /x\/meter is a meter and no wallbox/);
  });
});
