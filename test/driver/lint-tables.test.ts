// Decision tables in which a row can never win, or says something that it cannot know.
import assert from 'node:assert/strict';
import { shadowedBy } from '../../src/driver/lint-tables';
import type { Condition } from '../../src/driver/definition';
import { SAMPLE, tells } from './sample';

/** The sample's pilot table with one more row. */
const oneMore = (when: object) => ({ pilot: [...SAMPLE.pilot, { when, is: 'D' }] });

describe('a decision table', () => {
  tells([
    [
      'has no row that can never win',
      oneMore({ state: 3, power: { min: 5 } }),
      'pilot[3]: can never win: pilot[2] matches first',
    ],
    [
      'has no row that several rows together forestall',
      oneMore({ state: [2, 3] }),
      'pilot[3]: can never win: pilot[2] matches first',
    ],
    ['may have a row that says more than those above', oneMore({ state: [3, 4] })],
    [
      'of the pilot has A, B and C',
      { pilot: SAMPLE.pilot.filter(({ is }) => is !== 'B') },
      'pilot: no rule says B',
    ],
    [
      'claims nothing without looking',
      { status: [{ when: {}, is: 'reserved' }], faults: [{ when: {}, is: 'relay' }] },
      'status[0].when: claims something without looking',
      'faults[0].when: claims something without looking',
    ],
    [
      'decides nothing by a register that may not be there',
      {
        registers: { extra: { space: 'holding', address: 9, type: 'u16', optional: true } },
        ...oneMore({ extra: 1 }),
      },
      'pilot[3].when.extra: `extra` is optional, so the rule may never be decided',
    ],
    [
      'of faults says nothing twice',
      { faults: [4, [4]].map((state) => ({ when: { state }, is: 'relay' })) },
      'faults[1]: says what faults[0] says',
    ],
  ]);
});

describe('a rule is forestalled', () => {
  const forestalls = (above: Condition, below: Condition) => shadowedBy([above, below], 1) === 0;
  const x = (test: Condition[string]): Condition => ({ x: test });

  it('by a range around its values or its range', () => {
    const wide = x({ kind: 'range', min: 1, max: 9 });
    assert.equal(forestalls(wide, x({ kind: 'oneOf', values: [1, 9] })), true);
    assert.equal(forestalls(wide, x({ kind: 'range', min: 2, max: 3 })), true);
    assert.equal(forestalls(wide, x({ kind: 'range', min: 2 })), false);
  });

  it('by a denial of what it never says', () => {
    const wide = x({ kind: 'noneOf', values: [0] });
    assert.equal(forestalls(wide, x({ kind: 'range', min: 1 })), true);
    assert.equal(forestalls(wide, x({ kind: 'range', min: 0 })), false);
    assert.equal(forestalls(wide, x({ kind: 'noneOf', values: [0, 1] })), true);
  });

  it('by the same bit and not by the other one', () => {
    assert.equal(forestalls(x({ kind: 'bit', bit: 2, is: 1 }), x({ kind: 'oneOf', values: [4] })), true);
    assert.equal(forestalls(x({ kind: 'bit', bit: 2, is: 1 }), x({ kind: 'bit', bit: 2, is: 0 })), false);
  });

  it('by nothing that looks at one register more', () => {
    const above: Condition = { x: { kind: 'oneOf', values: [1] }, y: { kind: 'oneOf', values: [1] } };
    assert.equal(forestalls(above, x({ kind: 'oneOf', values: [1] })), false);
  });
});
