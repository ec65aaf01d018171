// Names that lead nowhere and tests that make no sense, each on a sample that is right but for that one thing.
import assert from 'node:assert/strict';
import { parseDriver } from '../../src/driver/parse';
import { SAMPLE, problemsOf, tells, textOf } from './sample';

const [, ...otherRules] = SAMPLE.pilot;
/** The sample's pilot table with another condition in its first row. */
const firstWhen = (when: object) => ({ pilot: [{ when, is: 'A' }, ...otherRules] });
const key = { space: 'holding', address: 40, type: 'u16', access: 'w' };

describe('a reference', () => {
  it('is fine throughout the sample', () => {
    assert.deepEqual(problemsOf({}), []);
  });

  it('to nothing comes with the nearest name', () => {
    const { problems } = parseDriver(textOf({ readings: { offeredA: 'limti' } }), 'x.json');
    assert.deepEqual(
      problems.map(({ advice }) => advice),
      ['write `limit`'],
    );
  });

  tells([
    [
      'to nothing is told in a reading',
      { readings: { offeredA: 'limti' } },
      'readings.offeredA: no register is named `limti`',
    ],
    [
      'to what every object inherits is refused',
      { readings: { offeredA: 'constructor' } },
      'readings.offeredA: "constructor" is not allowed',
    ],
    [
      'to nothing is told in a condition',
      firstWhen({ sate: 1 }),
      'pilot[0].when.sate: no register is named `sate`',
    ],
    [
      'to nothing is told in a step and in the watchdog',
      {
        commands: { pause: [{ write: 'gone', value: 0 }] },
        watchdog: { timeoutMs: 60000, by: 'traffic', expiry: 'stops', fallback: { register: 'fell' } },
      },
      'commands.pause[0].write: no register is named `gone`',
      'watchdog.fallback.register: no register is named `fell`',
    ],
    [
      'to a write-only register cannot identify anything',
      { registers: { key }, identify: { key: 1 } },
      'identify.key: `key` is write-only and says nothing',
    ],
    [
      'to an array cannot be compared',
      { registers: { state: { count: 2 }, power: { address: 9 } } },
      'pilot[0].when.state: `state` is an array and cannot be compared',
      'pilot[1].when.state: `state` is an array and cannot be compared',
      'pilot[2].when.state: `state` is an array and cannot be compared',
    ],
  ]);
});

describe('a test', () => {
  tells([
    [
      'compares no number with a text',
      { identify: { model: 1 } },
      'identify.model: `model` is a text, 1 is a number',
    ],
    [
      'compares no text with a number',
      firstWhen({ state: 'A' }),
      'pilot[0].when.state: `state` is a number, "A" is a text',
    ],
    [
      'finds no range in a text',
      { identify: { model: { min: 1 } } },
      'identify.model: `model` is a text and has no range',
    ],
    [
      'finds no bit beyond the register',
      firstWhen({ state: { hasBit: 16 } }),
      'pilot[0].when.state: `state` has no bit 16',
    ],
    [
      'finds no bits in a number with a scale',
      { ...firstWhen({ power: { hasBit: 1 } }), registers: { power: { scale: 0.1 } } },
      'pilot[0].when.power: `power` is no whole number without scale, so it has no bits',
    ],
    [
      'never meets a value that the register cannot have',
      firstWhen({ state: 65536 }),
      'pilot[0].when.state: `state` can never be 65536',
    ],
    [
      'never meets a range without numbers',
      firstWhen({ state: { min: 5, max: 4 } }),
      'pilot[0].when.state: no number is at least 5 and at most 4',
    ],
    [
      'knows no parameter outside a command',
      firstWhen({ state: { from: 'amps' } }),
      'pilot[0].when.state: `amps` is not known here',
    ],
  ]);
});
