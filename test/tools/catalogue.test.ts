// Tables, and drivers as tables.
import assert from 'node:assert/strict';
import type { DriverFile, Register, Step } from '../../src/driver/definition';
import { catalogueText, driverText } from '../../src/tools/catalogue';
import { catalogueEntry } from '../../src/tools/catalogue-entry';
import { conditionText, stepsText, typeText } from '../../src/tools/driver-words';
import { textTable } from '../../src/tools/table';
import { driverFile } from '../config/surroundings';
import { catalogue, driverFile as driverOf } from '../support/drivers';

describe('tools/table', () => {
  it('aligns columns without frames or colours', () => {
    const text = textTable({
      head: ['id', 'what'],
      rows: [
        ['long name', 'x'],
        ['b', 'y'],
      ],
    });
    assert.equal(text, 'ID         WHAT\nlong name  x\nb          y');
  });

  it('breaks the last column where the terminal ends, and nowhere without a width', () => {
    const table = { head: ['id', 'note'], rows: [['a', 'one two three four five six seven eight nine ten']] };
    assert.equal(textTable(table).split('\n').length, 2);
    const narrow = textTable(table, 30).split('\n');
    assert.ok(narrow.length > 2);
    assert.ok(
      narrow.every((line) => line.length <= 30),
      narrow.join('\n'),
    );
  });

  it('shows a table without rows by its head', () => {
    assert.equal(textTable({ head: ['a', 'b'], rows: [] }), 'A  B');
  });
});

describe('tools/driver-words', () => {
  const register: Register = {
    ...{
      name: 'r',
      space: 'holding',
      address: 1,
      type: 'u32',
      words: 2,
      count: 1,
      stride: 2,
      wordOrder: 'msw',
    },
    ...{ scale: 1, absent: [], access: 'r', poll: 'fast', optional: false, wear: 'volatile', lagMs: 0 },
  };

  it('says types as a register table does', () => {
    assert.equal(typeText(register), 'u32');
    assert.equal(typeText({ ...register, count: 3, wordOrder: 'lsw' }), 'u32 ×3 lsw');
    assert.equal(typeText({ ...register, bits: { low: 8, high: 15 } }), 'u32 bits 8-15');
    assert.equal(typeText({ ...register, bits: { low: 8, high: 8 } }), 'u32 bit 8');
    assert.equal(typeText({ ...register, type: 'string', words: 8 }), 'string[8]');
  });

  it('says every kind of claim', () => {
    const text = conditionText({
      a: { kind: 'oneOf', values: [1, 2] },
      b: { kind: 'noneOf', values: [0] },
      c: { kind: 'range', min: 1 },
      d: { kind: 'range', max: 2 },
      e: { kind: 'range', min: 1, max: 2 },
      f: { kind: 'bit', bit: 3, is: 0 },
      g: { kind: 'parameter', name: 'amps' },
    });
    const claims = [
      'a 1 or 2',
      'b not 0',
      'c at least 1',
      'd at most 2',
      'e 1 to 2',
      'f bit 3 is 0',
      'g equals amps',
    ];
    assert.equal(text, claims.join(', and '));
    assert.equal(conditionText({}), 'always');
  });

  it('says every kind of step', () => {
    const steps: Step[] = [
      { kind: 'write', register: 'a', value: { kind: 'parameter', name: 'amps' } },
      { kind: 'write', register: 'a', value: { kind: 'literal', value: 5 } },
      { kind: 'setBit', register: 'b', bit: 1 },
      { kind: 'clearBit', register: 'b', bit: 1 },
      { kind: 'wait', ms: 50 },
      { kind: 'until', when: {}, withinMs: 9 },
      { kind: 'run', command: 'pause' },
    ];
    const words = ['a := amps', 'a := 5', 'set bit 1 of b', 'clear bit 1 of b', 'wait 50 ms'];
    assert.equal(stepsText({ steps }), [...words, 'until always within 9 ms', 'run pause'].join('; '));
  });
});

describe('tools/catalogue', () => {
  const plain = driverFile('x/y');
  const [only] = plain.variants;
  const two: DriverFile = {
    ...plain,
    variants: [
      { ...only!, driver: { ...only!.driver, variant: 'small' } },
      {
        when: {},
        driver: {
          ...only!.driver,
          variant: 'large',
          limits: { ...only!.driver.limits, maxA: 63 },
          commands: { pause: { steps: [], landsWithinMs: 3000 } },
        },
      },
    ],
  };

  it('takes what any variant can do, and marks what not every one can', () => {
    const entry = catalogueEntry(two);
    assert.deepEqual([entry?.maxA, entry?.startStop, entry?.variants], [63, 'some', ['small', 'large']]);
    assert.match(catalogueText([entry!]), /^x\/y {5}rtu tcp {2}– {6}yes\* /m);
  });

  it('marks what needs writes to flash first', () => {
    const entry = catalogueEntry(driverOf('phoenix-contact/ev-ser.json'));
    assert.equal(entry?.startStop, 'setup');
    assert.match(catalogueText([entry]), / yes° +6–63 A° +get set asked\* /);
    assert.match(catalogueText([entry]), /\n° |° After the one-time writes/);
  });

  it('tells an unlock alone from a lock that can be set', () => {
    const entry = catalogueEntry(driverOf('keba/kecontact-p40.json'));
    assert.deepEqual([entry?.lockGet, entry?.lockSet, entry?.canUnlock], ['all', 'none', 'all']);
  });

  it('says what is a meter, and nothing of a current', () => {
    const entry = catalogueEntry(driverOf('eastron/sdm630.json'));
    assert.match(
      catalogueText([entry!]),
      /^eastron\/sdm630 {2}rtu {3}meter {2}– +– +– +– +yes +yes +– +– +paper$/m,
    );
    assert.match(catalogueText([entry!], 60), /rtu {3}meter, lifetime, power; paper/);
  });

  it('fits 80 columns by telling in words what the columns would', () => {
    const entries = catalogue().flatMap((file) => catalogueEntry(file) ?? []);
    for (const width of [80, 100, 140]) {
      const lines = catalogueText(entries, width).split('\n');
      assert.deepEqual(
        lines.filter((line) => line.length > width),
        [],
      );
    }
    const [driver] = entries.filter(({ id }) => id === 'schrack/cion');
    assert.match(
      catalogueText([driver!], 80).replaceAll(/\n +/g, ' '),
      /schrack\/cion {2}rtu {3}state, start\/stop, current 6–32 A, lock get set\*, phases 1\/3; paper/,
    );
  });

  it('shows of the second variant only what differs', () => {
    const text = driverText(two);
    assert.equal(text.match(/^Sources$/gm)?.length, 1);
    assert.match(
      text,
      /== Variant large, when always ==\n\nRTU .* 6 to 63 A.*\n\nCommands\nCOMMAND {2}DOES\npause/,
    );
    assert.doesNotMatch(driverText(plain), /Variant/);
  });
});
