// Words for what one register alone does not say: cases of a number, other names for phases, copies, conditions of a command.
import assert from 'node:assert/strict';
import { holds } from '../../src/driver/condition';
import { numberReading } from '../../src/driver/reading';
import type { Value } from '../../src/modbus/register';
import { driverOf, problemsOf, tells } from './sample';

const from = (values: Record<string, Value>) => (name: string) => values[name];

const release = { space: 'holding', address: 10, type: 'u16', access: 'rw' };
const phaseSwitch = { space: 'holding', address: 11, type: 'u16', access: 'rw' };
const offered = (cases: readonly object[]) => ({ registers: { release }, readings: { offeredA: { cases } } });
const resting = { when: { release: 0 }, is: 0 };

describe('a number with cases', () => {
  const driver = driverOf(offered([resting, { when: {}, is: 'limit' }]));

  it('is what the first case that holds says: a number, or a register', () => {
    assert.equal(numberReading(driver, 'offeredA', from({ release: 0, limit: 16 })), 0);
    assert.equal(numberReading(driver, 'offeredA', from({ release: 1, limit: 16 })), 16);
  });

  it('is unknown while the case that decides is', () => {
    assert.equal(numberReading(driver, 'offeredA', from({ limit: 16 })), undefined);
    assert.equal(numberReading(driver, 'offeredA', from({ release: 1 })), undefined);
  });

  tells([
    [
      'has no case that can never be taken',
      offered([{ when: {}, is: 'limit' }, resting]),
      'readings.offeredA.cases[1]: can never win: cases[0] matches first',
    ],
    [
      'names registers that there are, in its unit',
      offered([resting, { when: { gone: 1 }, is: 'power' }]),
      'readings.offeredA.cases[1].when.gone: no register is named `gone`',
      'readings.offeredA.cases[1].is: `power` is in W, not A',
    ],
  ]);
});

describe('other names for a parameter', () => {
  const as = { '1': 0, '3': 1 };
  const isQuiet = { until: { power: { max: 50 } }, withinMs: 1000 };
  const seen = { until: { phaseSwitch: { from: 'phases', as } }, withinMs: 1000 };
  const command = (names: object) => ({
    registers: { phaseSwitch },
    readings: {
      phases: {
        cases: [
          { when: { phaseSwitch: 0 }, is: 1 },
          { when: { phaseSwitch: 1 }, is: 3 },
        ],
      },
    },
    commands: {
      phases: [{ run: 'pause' }, isQuiet, { write: 'phaseSwitch', from: 'phases', as: names }, seen],
    },
  });

  it('are what a condition compares with', () => {
    const driver = driverOf(command(as));
    const step = driver.commands.phases?.steps.at(-1);
    assert.ok(step?.kind === 'until');
    assert.equal(holds(step.when, from({ phaseSwitch: 1 }), { phases: 3 }, driver.registers), true);
    assert.equal(holds(step.when, from({ phaseSwitch: 1 }), { phases: 1 }, driver.registers), false);
  });

  tells([
    [
      'leave no number of phases out, and fit into the register',
      command({ '1': 70000 }),
      'commands.phases[2].as: has no name for 3',
      'commands.phases[2].as: 70000 does not fit into `phaseSwitch`',
    ],
  ]);
});

describe('a copy', () => {
  const timeout = { space: 'holding', address: 20, type: 'u16', unit: 's' };
  const heartbeat = { space: 'holding', address: 21, type: 'u16', unit: 's', access: 'w' };
  const watchdog = (copy: string) => ({
    registers: { timeout, heartbeat },
    watchdog: {
      timeoutMs: 0,
      by: 'steps',
      everyMs: 5000,
      expiry: 'stops',
      steps: [{ write: 'heartbeat', copy }],
    },
  });

  tells([
    ['is of a register that can be read', watchdog('timeout')],
    [
      'is not of one that says nothing',
      watchdog('heartbeat'),
      '(warning) registers.timeout: is read (fast) and used by nothing',
      'watchdog.steps[0].copy: `heartbeat` is write-only and says nothing',
    ],
  ]);
});

describe('the condition of a command', () => {
  const pause = (onlyWhen: object) => ({
    commands: { pause: { steps: [{ write: 'limit', value: 0 }], onlyWhen } },
  });

  it('is kept with the command', () => {
    assert.deepEqual(driverOf(pause({ state: 2 })).commands.pause?.onlyWhen, {
      state: { kind: 'oneOf', values: [2] },
    });
  });

  tells([
    [
      'tests registers that there are',
      pause({ gone: 1 }),
      'commands.pause.onlyWhen.gone: no register is named `gone`',
    ],
  ]);
});

describe('what is never touched', () => {
  const never = [{ space: 'holding', from: 2, to: 9 }];
  tells([
    ['is not declared', { never }, 'registers.power: lies in `never`', 'registers.model: lies in `never`'],
    [
      'is not inside a range that a block may bridge',
      {
        never: [{ space: 'holding', from: 8, to: 9 }],
        link: { readable: [{ space: 'holding', from: 0, to: 20 }] },
      },
      'link.readable[0]: reaches into `never`',
    ],
  ]);
});

describe('texts', () => {
  const text = (row: object) => ({ registers: { model: row } });
  tells([
    ['may have one character a word', text({ type: 'utf16' })],
    ['may have their characters exchanged', text({ byteOrder: 'little' })],
    [
      'only, and only those with two characters a word',
      text({ type: 'utf16', byteOrder: 'little' }),
      'registers.model.byteOrder: only a string has two characters a word',
    ],
  ]);
});

describe('single reads', () => {
  it('make every register a range of its own', () => {
    const { readable } = driverOf({ link: { singleReads: true } }).link;
    assert.deepEqual(
      readable.map(({ from: first, to }) => [first, to]),
      [
        [0, 0],
        [1, 1],
        [2, 2],
        [3, 6],
      ],
    );
    assert.deepEqual(problemsOf({ link: { singleReads: true } }), []);
  });
});
