// Conditions over values that may be unknown: false beats unknown, unknown beats true.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { allMatches, firstMatch, hasBit, holds } from '../../src/driver/condition';
import type { Condition, Register, Rule } from '../../src/driver/definition';
import type { Value } from '../../src/modbus/register';

const from = (values: Record<string, Value>) => (name: string) => values[name];
const nothing = from({});

describe('a condition', () => {
  it('holds when it is empty', () => {
    assert.equal(holds({}, nothing), true);
  });

  it('compares numbers and texts with a list', () => {
    const condition: Condition = { state: { kind: 'oneOf', values: ['B1', 'B2'] } };
    assert.equal(holds(condition, from({ state: 'B2' })), true);
    assert.equal(holds(condition, from({ state: 'C2' })), false);
    assert.equal(holds({ x: { kind: 'noneOf', values: [1, 2] } }, from({ x: 3 })), true);
    assert.equal(holds({ x: { kind: 'noneOf', values: [1, 2] } }, from({ x: 2 })), false);
  });

  it('never takes a text for a number', () => {
    assert.equal(holds({ x: { kind: 'oneOf', values: [1] } }, from({ x: '1' })), false);
    assert.equal(holds({ x: { kind: 'range', min: 0 } }, from({ x: '1' })), false);
    assert.equal(holds({ x: { kind: 'bit', bit: 0, is: 0 } }, from({ x: '0' })), false);
  });

  it('forgives what a scale of 0.1 does to a number', () => {
    assert.equal(holds({ x: { kind: 'oneOf', values: [0.3] } }, from({ x: 3 * 0.1 })), true);
  });

  it('includes both ends of a range', () => {
    const condition: Condition = { x: { kind: 'range', min: 6, max: 32 } };
    assert.deepEqual(
      [5.9, 6, 32, 32.1].map((x) => holds(condition, from({ x }))),
      [false, true, true, false],
    );
    assert.equal(holds({ x: { kind: 'range', max: 5 } }, from({ x: -3 })), true);
  });

  it('is unknown while a register in it is unknown, also for a test that denies', () => {
    assert.equal(holds({ x: { kind: 'noneOf', values: [1] } }, nothing), undefined);
    assert.equal(holds({ x: { kind: 'bit', bit: 3, is: 0 } }, nothing), undefined);
  });

  it('is false, not unknown, when another test in it is false', () => {
    const condition: Condition = { gone: { kind: 'oneOf', values: [1] }, x: { kind: 'oneOf', values: [1] } };
    assert.equal(holds(condition, from({ x: 2 })), false);
    assert.equal(holds(condition, from({ x: 1 })), undefined);
  });

  it('compares with the parameter in the unit and the step of the register', () => {
    const limit = { name: 'limit', type: 'u32', unit: 'mA', scale: 1 } as Register;
    const coarse = { name: 'limit', type: 'u16', unit: 'A', scale: 1 } as Register;
    const float = { name: 'limit', type: 'f32', unit: 'A', scale: 1 } as Register;
    const condition: Condition = { limit: { kind: 'parameter', name: 'amps' } };
    const check = (value: number, amps: number, register: Register) =>
      holds(condition, from({ limit: value }), { amps }, { limit: register });
    assert.equal(check(6500, 6.5, limit), true);
    assert.equal(check(6501, 6.5, limit), false);
    assert.equal(check(6, 6.9, coarse), true);
    assert.equal(check(7, 6.9, coarse), false);
    assert.equal(check(Math.fround(6.9), 6.9, float), true);
    assert.equal(check(6.5, 6.9, float), false);
    assert.equal(holds(condition, from({ limit: 6 })), undefined);
  });
});

describe('a bit', () => {
  it('is found in every integer up to 2^53', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.integer({ min: 0, max: 52 }), (value, bit) => {
        assert.equal(hasBit(value, bit), ((BigInt(value) >> BigInt(bit)) & 1n) === 1n);
      }),
    );
  });

  it('of a negative number is the one of its two’s complement', () => {
    fc.assert(
      fc.property(fc.integer({ min: -32768, max: 32767 }), fc.integer({ min: 0, max: 15 }), (value, bit) => {
        assert.equal(hasBit(value, bit), ((value >> bit) & 1) === 1);
      }),
    );
  });

  it('of a number that has lost its low bits is unknown', () => {
    assert.equal(holds({ x: { kind: 'bit', bit: 0, is: 1 } }, from({ x: 2 ** 60 })), undefined);
  });
});

describe('a decision table', () => {
  const rules: Rule<string>[] = [
    { when: { state: { kind: 'oneOf', values: [2] }, pwm: { kind: 'oneOf', values: [1] } }, is: 'B2' },
    { when: { state: { kind: 'oneOf', values: [2] } }, is: 'B1' },
    { when: { state: { kind: 'oneOf', values: [3] } }, is: 'C2' },
  ];

  it('gives the first row that holds', () => {
    assert.equal(firstMatch(rules, from({ state: 2, pwm: 1 }))?.is, 'B2');
    assert.equal(firstMatch(rules, from({ state: 2, pwm: 0 }))?.is, 'B1');
    assert.equal(firstMatch(rules, from({ state: 3 }))?.is, 'C2');
    assert.equal(firstMatch(rules, from({ state: 9 })), undefined);
  });

  it('gives nothing when a row above is unknown and would have said something else', () => {
    assert.equal(firstMatch(rules, from({ state: 2 })), undefined);
    const same = rules.map((rule) => ({ ...rule, is: 'B' }));
    assert.equal(firstMatch(same, from({ state: 2 }))?.is, 'B');
  });

  it('gives every fault that is known to be there', () => {
    const faults: Rule<string>[] = [
      { when: { bits: { kind: 'bit', bit: 1, is: 1 } }, is: 'one' },
      { when: { gone: { kind: 'bit', bit: 1, is: 1 } }, is: 'gone' },
      { when: { bits: { kind: 'bit', bit: 4, is: 1 } }, is: 'four' },
    ];
    assert.deepEqual(
      allMatches(faults, from({ bits: 0b10010 })).map((rule) => rule.is),
      ['one', 'four'],
    );
  });
});
