// Value types: fimp.md b.2.
import assert from 'node:assert/strict';
import { isValueOf, valueProblem } from '../../src/fimp/value-type';

const ROWS: readonly [valT: string, good: readonly unknown[], bad: readonly unknown[]][] = [
  ['string', ['', 'x'], [1, true, null, undefined, [], {}]],
  ['int', [0, -3, 10, 3.0], [10.5, '10', true, null, 1e300, Infinity, NaN, [1]]],
  ['float', [3, 3.25, -0.5], ['3', null, Infinity, NaN, true]],
  ['bool', [true, false], [1, 0, 'true', null]],
  ['null', [null], [undefined, 0, '', false]],
  ['str_array', [[], ['a']], [['a', 1], 'a', null, {}]],
  ['int_array', [[], [1, 2]], [[1.5], ['1'], [null]]],
  ['float_array', [[], [1, 2.5]], [['1'], [null]]],
  ['bool_array', [[], [true]], [[1]]],
  ['str_map', [{}, { a: 'b' }], [{ a: 1 }, [], ['a'], null, 'a']],
  ['int_map', [{}, { a: 1 }], [{ a: 1.5 }, []]],
  ['float_map', [{}, { a: 1.5 }], [{ a: '1' }, { a: null }]],
  ['bool_map', [{}, { a: true }], [{ a: 1 }]],
  ['object', [{}, [], 1, 'x', null], [undefined]],
  ['bin', ['', 'AQI=', 'AQID', 'AQ=='], ['A', 'A===', 'A Q=', 1, null]],
  ['constructor', [], [1, {}, null]],
  ['', [], ['', null]],
];

describe('value type', () => {
  for (const [valT, good, bad] of ROWS) {
    it(`${valT || 'the empty type'} accepts its values and no others`, () => {
      for (const value of good) assert.equal(isValueOf(valT, value), true, `${valT} ${String(value)}`);
      for (const value of bad) assert.equal(isValueOf(valT, value), false, `${valT} ${String(value)}`);
    });
  }

  it('says what an argument must be and what came', () => {
    const rule = 'current must be an integer (val_t int), got';
    assert.equal(valueProblem('current', 'int', { valT: 'string', val: '10' }), `${rule} string`);
    assert.equal(valueProblem('current', 'int', { valT: 'float', val: 10 }), `${rule} float`);
    assert.equal(valueProblem('current', 'int', { valT: 'int', val: 10.5 }), `${rule} 10.5`);
    assert.equal(valueProblem('current', 'int', { valT: 'int', val: null }), `${rule} null`);
    assert.equal(valueProblem('current', 'int', { valT: 'int', val: '10' }), `${rule} a string`);
    assert.equal(valueProblem('current', 'int', { valT: 'int', val: [10] }), `${rule} an array`);
    assert.equal(valueProblem('current', 'int', { valT: 'int', val: {} }), `${rule} an object`);
    assert.equal(valueProblem('current', 'int', { valT: 'int', val: 10 }), undefined);
  });
});
