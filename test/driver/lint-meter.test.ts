// What the linter says about meters, and what the schema lets them leave out.
import assert from 'node:assert/strict';
import { problemText } from '../../src/base/problem';
import { parseDriver } from '../../src/driver/parse';

const METER = {
  format: 1,
  id: 'acme/meter',
  kind: 'meter',
  manufacturer: 'Acme',
  model: 'M',
  summary: 'A meter.',
  sources: [{ id: 'M', title: 'Manual' }],
  verified: { on: 'paper', note: 'Made up.' },
  link: { transports: ['rtu'] },
  registers: {
    power: { space: 'input', address: 0, type: 'f32', unit: 'W' },
    total: { space: 'input', address: 2, type: 'f32', unit: 'kWh' },
  },
  identify: { power: { min: -1e6, max: 1e6 } },
  readings: { powerW: 'power', totalKWh: 'total' },
};

const told = (changes: object): readonly string[] =>
  parseDriver(JSON.stringify({ ...METER, ...changes }), 'm.json').problems.map(problemText);

describe('a meter file', () => {
  it('needs no limits, pilot or commands', () => {
    const { driver, problems } = parseDriver(JSON.stringify(METER), 'm.json');
    assert.deepEqual(problems, []);
    assert.equal(driver?.variants[0]?.driver.kind, 'meter');
  });

  it('may have nothing that only a wallbox has', () => {
    const commands = { pause: [{ waitMs: 1 }] };
    const limits = { minA: 6, maxA: 16, stepA: 1, phases: [1] };
    const text = told({ limits, commands, pilot: [{ when: { power: { max: 1 } }, is: 'A' }] }).join();
    for (const section of ['limits', 'commands', 'pilot'])
      assert.match(text, new RegExp(`${section}: is nothing that a meter has; leave it out`));
  });

  it('measures power and total energy, and nothing that only a wallbox tells', () => {
    const text = told({ readings: { powerW: 'power', sessionKWh: 'total' } }).join();
    assert.match(text, /readings.sessionKWh: is nothing that a meter measures/);
    assert.match(text, /readings: lacks `powerW` or `totalKWh`/);
  });

  it('is never written to', () => {
    const registers = { ...METER.registers, power: { ...METER.registers.power, access: 'rw' } };
    assert.match(told({ registers }).join(), /registers.power.access: nothing is ever written to a meter/);
  });

  it('is the only kind that may lack limits, pilot and commands', () => {
    const text = told({ kind: undefined }).join();
    for (const section of ['limits', 'pilot', 'commands'])
      assert.match(text, new RegExp(`${section}. is missing`));
  });
});
