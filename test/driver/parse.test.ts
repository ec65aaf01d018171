// A driver file's text: every problem at once and in its place, or a driver with its defaults.
import assert from 'node:assert/strict';
import { problemText } from '../../src/base/problem';
import { parseDriver } from '../../src/driver/parse';
import { SAMPLE, driverOf, problemsOf, textOf } from './sample';

const told = (text: string) => parseDriver(text, 'x.json').problems.map(problemText);

/** The sample's text with one passage replaced. */
function edited(from: string, to: string): string {
  const text = textOf();
  assert.ok(text.includes(from), `the sample has no ${from}`);
  return text.replace(from, to);
}

/** Line and column at which `part` begins in `text`, one-based. */
function at(text: string, part: string): string {
  const before = text.slice(0, text.indexOf(part)).split('\n');
  return `${before.length}:${(before.at(-1) ?? '').length + 1}`;
}

describe('a driver file with problems', () => {
  it('gives no driver', () => {
    assert.equal(parseDriver('{', 'x.json').driver, undefined);
    assert.equal(parseDriver(edited('"limit", "from"', '"limits", "from"'), 'x.json').driver, undefined);
  });

  it('gives its driver when there are only warnings', () => {
    const text = textOf({ registers: { spare: { space: 'holding', address: 30, type: 'u16' } } });
    const { driver, problems } = parseDriver(text, 'x.json');
    assert.deepEqual(
      problems.map(({ severity }) => severity),
      ['warning'],
    );
    assert.equal(driver?.variants.length, 1);
  });

  it('that is no JSON is told at the place where it stops to be', () => {
    assert.deepEqual(told('{\n  "format": 1,\n  "id": acme\n}'), [
      'x.json:3:9 `acme` is not JSON; a value belongs here',
    ]);
  });

  it('that is no object is told so', () => {
    assert.match(told('[]')[0] ?? '', /^x\.json:1:1 must be an object, not \[\]/);
  });

  it('that says a thing twice is told at the second place', () => {
    const text = edited('"unit": "W" }', '"unit": "W", "unit": "W" }');
    assert.deepEqual(told(text), [
      `x.json:${at(text, '"unit": "W" }')} registers.power.unit: \`unit\` stands here twice; keep one of them`,
    ]);
  });

  it('is told the nearest name of a key, at that key', () => {
    const text = edited('"address": 1', '"adress": 1');
    assert.deepEqual(told(text), [
      `x.json:${at(text, '{ "space": "holding", "adress"')} registers.state: \`address\` is missing; add \`address\``,
      `x.json:${at(text, '"adress"')} registers.state.adress: \`adress\` is not known here; write \`address\``,
    ]);
  });

  it('is told the place of a value and of a register in a condition', () => {
    const text = edited('{ "when": { "state": 2 }, "is": "B" }', '{ "when": { "sate": 2 }, "is": "G" }');
    assert.deepEqual(told(text), [
      `x.json:${at(text, '"G"')} pilot[1].is: "G" is not one of "A", "A1", "A2", "B", "B1", "B2", "C", "C1", "C2", ` +
        '"D", "D1", "D2", "E", "F"; IEC 61851-1 letter; 1 = PWM off, 2 = PWM on; bare where the wallbox prints no digit.',
    ]);
    const other = edited('{ "when": { "state": 2 }', '{ "when": { "sate": 2 }');
    assert.deepEqual(told(other), [
      `x.json:${at(other, '"sate"')} pilot[1].when.sate: no register is named \`sate\`; write \`state\``,
    ]);
  });

  it('is told what breaks the schema and what leads nowhere in one go', () => {
    const patch = {
      registers: { state: { scales: 2 } },
      readings: { powerW: 'powre', offeredA: 7 },
      commands: { pause: [{ wait: 5 }], offer: [{ write: 'limt', from: 'amps' }] },
      limits: { phases: [2] },
    };
    assert.deepEqual(problemsOf(patch), [
      'limits.phases[0]: 2 is not one of 1, 3',
      'registers.state.scales: `scales` is not known here',
      'readings.offeredA: must be a text or an object',
      'readings.powerW: no register is named `powre`',
      'commands.offer[0].write: no register is named `limt`',
      'commands.pause[0]: must be an object with `write`, `setBit`, `clearBit`, `waitMs`, `until` or `run`',
    ]);
  });

  it('that lacks whole sections is told all of them, and the rest is still checked', () => {
    const patch = { link: null, limits: null, pilot: null, sources: null, readings: { powerW: 'powre' } };
    assert.deepEqual(problemsOf(patch), [
      ': `limits` is missing',
      ': `pilot` is missing',
      ': `sources` is missing',
      ': `link` is missing',
      'readings.powerW: no register is named `powre`',
    ]);
  });
});

describe('a variant', () => {
  const variants = [
    {
      name: 'small',
      when: { state: 9 },
      patch: { registers: { power: { unit: 'kW' } }, limits: { maxA: 10 } },
    },
    { name: 'large', when: {}, patch: { readings: { powerW: null }, registers: { power: null } } },
  ];

  it('is the file with its patch, in the order of the file', () => {
    const { driver, problems } = parseDriver(textOf({ variants }), 'x.json');
    assert.deepEqual(problems, []);
    const [small, large] = driver?.variants ?? [];
    assert.deepEqual(small?.when, { state: { kind: 'oneOf', values: [9] } });
    assert.equal(small.driver.variant, 'small');
    assert.deepEqual([small.driver.limits.maxA, large?.driver.limits.maxA], [10, 16]);
    assert.equal(small.driver.registers.power?.unit, 'kW');
    assert.deepEqual(large?.when, {});
    assert.equal(large.driver.registers.power, undefined);
  });

  it('is told its problems in its patch, and those of the file once', () => {
    const broken = [
      { ...variants[0], patch: { commands: { pause: [{ write: 'gone', value: 0 }] } } },
      { ...variants[1], patch: { limits: { maxA: 'much' } } },
    ];
    assert.deepEqual(problemsOf({ variants: broken, readings: { offeredA: 'limt' } }), [
      'readings.offeredA: no register is named `limt`',
      'variants[0].patch.commands.pause[0].write: no register is named `gone`',
      'variants[1].patch.limits.maxA: must be a number, not "much"',
    ]);
  });

  it('that can never be chosen, or has a name again, is told so', () => {
    const [small] = variants;
    assert.deepEqual(problemsOf({ variants: [small, { name: 'small', when: { state: [9] } }] }), [
      'variants[1]: is never chosen: variants[0] matches first',
      'variants[1].name: `small` names another variant already',
    ]);
  });

  it('is chosen by registers that it has', () => {
    assert.deepEqual(problemsOf({ variants: [{ name: 'x', when: { stat: 1 } }] }), [
      'variants[0].when.stat: no register is named `stat`',
    ]);
  });
});

describe('a driver', () => {
  it('has the defaults of its link', () => {
    assert.deepEqual(driverOf().link, {
      ...{ transports: ['rtu'], unitId: 1, baudRate: 9600, parity: 'none', stopBits: 1, port: 502 },
      ...{ replyTimeoutMs: 1000, quietMs: 5, unitSwitchGapMs: 10, maxWords: 125, maxGapWords: 8 },
      readable: [{ space: 'holding', from: 0, to: 6 }],
      ...{ holdOffMs: 1000, transactionId: 'echoed', fastMs: 1000, slowMs: 10000 },
    });
  });

  it('may read exactly its registers when it does not say more', () => {
    const registers = {
      far: { space: 'holding', address: 20, type: 'u32', count: 2, stride: 4 },
      next: { space: 'holding', address: 26, type: 'u16' },
      other: { space: 'input', address: 27, type: 'u16' },
      go: { space: 'holding', address: 99, type: 'u16', access: 'w' },
    };
    assert.deepEqual(driverOf({ registers }).link.readable, [
      { space: 'holding', from: 0, to: 6 },
      { space: 'holding', from: 20, to: 26 },
      { space: 'input', from: 27, to: 27 },
    ]);
  });

  it('has the defaults of a register, by its type', () => {
    const registers = {
      limit: { type: 'u32', address: '0x64' },
      coil: { space: 'coil', address: 1, type: 'bit', access: 'rw' },
    };
    const driver = driverOf({ registers });
    assert.deepEqual(driver.registers.limit, {
      ...{ name: 'limit', space: 'holding', address: 100, type: 'u32', words: 2, count: 1, stride: 2 },
      ...{ wordOrder: 'msw', scale: 1, absent: [], unit: 'A', access: 'rw', writeFunction: 16 },
      ...{ poll: 'fast', optional: false, wear: 'volatile', lagMs: 0 },
    });
    assert.equal(driver.registers.coil?.writeFunction, 5);
    assert.equal(driver.registers.state?.writeFunction, undefined);
  });

  it('understands every way to write a test', () => {
    const tests = [
      5,
      '0x11',
      [1, '0x2'],
      { min: 1, max: '0xFF' },
      { not: 0 },
      { not: [1, 2] },
      { hasBit: 3 },
      { lacksBit: 4 },
    ];
    const faults = tests.map((state, index) => ({ when: { state }, is: `fault${index}` }));
    assert.deepEqual(
      driverOf({ faults }).faults.map(({ when }) => when.state),
      [
        { kind: 'oneOf', values: [5] },
        { kind: 'oneOf', values: [17] },
        { kind: 'oneOf', values: [1, 2] },
        { kind: 'range', min: 1, max: 255 },
        { kind: 'noneOf', values: [0] },
        { kind: 'noneOf', values: [1, 2] },
        { kind: 'bit', bit: 3, is: 1 },
        { kind: 'bit', bit: 4, is: 0 },
      ],
    );
  });

  it('keeps a hexadecimal text beside a register of text', () => {
    assert.deepEqual(driverOf({ identify: { model: '0x11' } }).identify.model, {
      kind: 'oneOf',
      values: ['0x11'],
    });
  });

  it('understands every way to write a reading', () => {
    const word = { space: 'holding', type: 'u16' };
    const registers = {
      i: { ...word, address: 20, count: 3, unit: 'A' },
      p1: { ...word, address: 23, unit: 'W' },
      p2: { ...word, address: 24, unit: 'W' },
      u: { ...word, address: 25, unit: 'V' },
    };
    const readings = {
      powerW: { sum: ['p1', 'p2'] },
      appliedA: { element: 2, of: 'i' },
      currentsA: 'i',
      voltagesV: ['u', 'u', 'u'],
      totalKWh: null,
      isCableIn: { when: { state: { not: [0] } } },
      serial: 'model',
    };
    const driver = driverOf({ registers, readings });
    const element = (index: number) => ({ kind: 'register', register: 'i', index });
    const u = { kind: 'register', register: 'u' };
    assert.deepEqual(driver.readings, {
      numbers: {
        offeredA: { kind: 'register', register: 'limit' },
        appliedA: element(2),
        powerW: { kind: 'sum', of: ['p1', 'p2'] },
      },
      triples: { currentsA: [element(0), element(1), element(2)], voltagesV: [u, u, u] },
      flags: { isCableIn: { state: { kind: 'noneOf', values: [0] } } },
      texts: { serial: 'model' },
    });
  });

  it('understands every step', () => {
    const steps = [
      { run: 'pause' },
      { waitMs: 5, note: 'why' },
      { until: { power: { max: 50 } }, withinMs: 9 },
      { setBit: 7, of: 'limit' },
      { clearBit: 7, of: 'limit' },
      { write: 'limit', value: '0x10' },
      { write: 'limit', from: 'amps' },
    ];
    const command = { steps, landsWithinMs: 9000, spacing: { ms: 5000, kind: 'advised' } };
    const { resume, offer } = driverOf({ commands: { resume: command } }).commands;
    assert.deepEqual(resume, {
      steps: [
        { kind: 'run', command: 'pause' },
        { kind: 'wait', ms: 5, note: 'why' },
        { kind: 'until', when: { power: { kind: 'range', max: 50 } }, withinMs: 9 },
        { kind: 'setBit', register: 'limit', bit: 7 },
        { kind: 'clearBit', register: 'limit', bit: 7 },
        { kind: 'write', register: 'limit', value: { kind: 'literal', value: 16 } },
        { kind: 'write', register: 'limit', value: { kind: 'parameter', name: 'amps' } },
      ],
      landsWithinMs: 9000,
      spacing: { ms: 5000, kind: 'advised' },
    });
    assert.equal(offer?.landsWithinMs, 3000);
  });

  it('has nothing where the file says nothing', () => {
    const { status, faults, setup, lock, watchdog, variant } = driverOf();
    assert.deepEqual(
      [status, faults, setup, lock, watchdog, variant],
      [[], [], [], undefined, undefined, undefined],
    );
    assert.deepEqual(driverOf().sources, SAMPLE.sources);
  });
});
