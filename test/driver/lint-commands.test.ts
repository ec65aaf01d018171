// Commands that would write what must not be written, or at the wrong moment.
import { tells } from './sample';

const zero = { write: 'limit', value: 0 };
const contactor = { space: 'holding', address: 10, type: 'u16', access: 'rw' };
const isQuiet = { until: { power: { max: 50 } }, withinMs: 9000 };
const switchOver = { write: 'contactor', from: 'phases' };

describe('a command', () => {
  tells([
    [
      'to offer and one to pause must be there',
      { commands: { offer: null, pause: null } },
      'commands: `offer` is missing',
      'commands: `pause` is missing',
    ],
    [
      'writes nothing that is read-only',
      { commands: { pause: [{ write: 'state', value: 0 }] } },
      'commands.pause[0].write: `state` cannot be written',
    ],
    [
      'writes no flash',
      { registers: { limit: { wear: 'flash' } } },
      'commands.offer[0].write: `limit` is flash and wears out in normal running',
      'commands.pause[0].write: `limit` is flash and wears out in normal running',
    ],
    [
      'writes what fits',
      { commands: { pause: [{ write: 'limit', value: 65536 }] } },
      'commands.pause[0].value: 65536 does not fit into `limit`',
    ],
    [
      'writes nothing between two steps of the scale',
      { commands: { pause: [{ write: 'limit', value: 0.5 }] } },
      'commands.pause[0].value: 0.5 is no multiple of 1',
    ],
    [
      'to offer writes the amperes',
      { commands: { offer: [{ write: 'limit', value: 6 }] } },
      'commands.offer: never writes `amps`',
    ],
    [
      'writes no parameter that it is not given',
      { commands: { pause: [{ write: 'limit', from: 'amps' }] } },
      'commands.pause[0].from: is not given to this command',
    ],
    [
      'sets no bit that is not there',
      { commands: { pause: [{ setBit: 16, of: 'limit' }] } },
      'commands.pause[0].setBit: `limit` has no bit 16',
    ],
    [
      'runs neither itself nor what is not there',
      { commands: { pause: [zero, { run: 'pause' }], resume: [{ run: 'mode' }] } },
      'commands.pause: runs itself',
      'commands.resume[0].run: `mode` is not declared',
    ],
    [
      'has at most twelve steps, those included that it runs',
      {
        commands: {
          pause: Array.from({ length: 12 }, () => zero),
          resume: [{ run: 'pause' }, { write: 'limit', from: 'amps' }],
        },
      },
      'commands.resume: has 13 steps with what it runs, at most 12 are allowed',
    ],
    [
      'has at most twelve steps and two minutes, by the schema',
      { commands: { pause: { steps: Array.from({ length: 13 }, () => zero), landsWithinMs: 120001 } } },
      'commands.pause.steps: must have at most 12 entries',
      'commands.pause.landsWithinMs: must be at most 120000, not 120001',
    ],
  ]);
});

describe('a phase switch', () => {
  const readBack = { registers: { contactor }, readings: { phases: 'contactor' } };
  tells([
    [
      'is fine with a pause, a guard and a read-back',
      { ...readBack, commands: { phases: [{ run: 'pause' }, isQuiet, switchOver] } },
    ],
    [
      'pauses first and looks',
      { ...readBack, commands: { phases: [switchOver] } },
      'commands.phases: writes before it has paused',
      'commands.phases[0]: has no guard right before it',
    ],
    [
      'looks right before the write and not some time earlier',
      { ...readBack, commands: { phases: [{ run: 'pause' }, isQuiet, { waitMs: 5000 }, switchOver] } },
      'commands.phases[3]: has no guard right before it',
    ],
    [
      'is read back',
      { registers: { contactor }, commands: { phases: [{ run: 'pause' }, isQuiet, switchOver] } },
      'readings: nothing reads back what `commands.phases` writes',
    ],
    [
      'belongs to a model with both numbers of phases',
      { ...readBack, limits: { phases: [3] }, commands: { phases: [{ run: 'pause' }, isQuiet, switchOver] } },
      'limits.phases: the model switches phases, but only one number is listed',
    ],
  ]);
});

describe('a lock', () => {
  const isLocked = { when: { state: { hasBit: 4 } } };
  tells([
    ['is read where it is declared', { lock: { mode: 'feedback' } }, 'lock: nothing reads the bolt'],
    [
      'is declared where it is read',
      { readings: { isLocked } },
      'readings.isLocked: there is no `lock` section',
    ],
    [
      'is commanded only where it is read',
      { commands: { unlock: [zero] } },
      'commands.unlock: nothing shows whether it worked',
    ],
  ]);
});

describe('set-up', () => {
  const key = { space: 'holding', address: 40, type: 'u16', access: 'w' };
  tells([
    [
      'may write flash',
      {
        registers: { limit: { wear: 'flash', access: 'rw' }, go: key },
        setup: [{ write: 'limit', value: 6 }],
        commands: { offer: [{ write: 'go', from: 'amps' }], pause: [{ write: 'go', value: 0 }] },
      },
    ],
    [
      'writes what can be written, read and needed',
      {
        registers: { key, blind: { ...key, address: 41, wear: 'flash' } },
        setup: [
          { write: 'state', value: 1, neededBy: ['lock'] },
          { write: 'key', value: 1 },
          { write: 'blind', value: 1 },
        ],
      },
      'setup[0].write: `state` cannot be written',
      'setup[0].neededBy: `lock` is not declared',
      'setup[2].write: `blind` is flash and cannot be compared',
    ],
  ]);
});
