// Places in a JSON text: of keys, of values, of what is missing, and of what is not JSON.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readJson } from '../../src/base/json-source';

const told = (text: string) =>
  readJson(text).problems.map(({ line, column, message }) => `${line}:${column} ${message}`);

describe('a JSON source', () => {
  it('has the value that JSON.parse gives, for every JSON text', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 2), (text, indent) => {
        const pretty = JSON.stringify(JSON.parse(text), undefined, indent);
        const source = readJson(pretty);
        assert.deepEqual(source.problems, []);
        assert.deepEqual(source.value, JSON.parse(pretty));
      }),
    );
  });

  it('accepts nothing that JSON.parse refuses, and refuses nothing that it accepts', () => {
    const bits = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '1',
      '01',
      '-',
      '1.',
      'true',
      'nul',
      '"',
      ' ',
      '/',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 9 }), (parts) => {
        const text = parts.join('');
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        const isRead = readJson(text).value !== undefined;
        assert.equal(isRead, isJson, text);
      }),
      { numRuns: 2000 },
    );
  });

  it('knows where keys and values stand', () => {
    const source = readJson('{\n  "a": [1, { "b": 2 }],\n  "c": null\n}');
    assert.deepEqual(source.placeOf(['a', 1, 'b']), { line: 2, column: 19 });
    assert.deepEqual(source.placeOf(['a', 1, 'b'], 'key'), { line: 2, column: 14 });
    assert.deepEqual(source.placeOf(['c'], 'key'), { line: 3, column: 3 });
  });

  it('gives the nearest parent for what is not there', () => {
    const source = readJson('{\n  "a": { "b": 2 }\n}');
    assert.deepEqual(source.placeOf(['a', 'x', 'y']), { line: 2, column: 8 });
    assert.deepEqual(source.placeOf(['x']), { line: 1, column: 1 });
  });

  it('tells a key that stands twice, at the second one', () => {
    assert.deepEqual(told('{ "a": 1,\n  "a": 2 }'), ['2:3 `a` stands here twice']);
  });

  it('tells where the text stops being JSON', () => {
    assert.deepEqual(told('{ "a": 1\n  "b": 2 }'), ['2:3 `"b"` is not expected here']);
    assert.deepEqual(told('{ "a": 1,\n}'), ['1:9 a comma with nothing after it']);
    assert.deepEqual(told('{ "a": 0x40 }'), ['1:8 `0x40` is not JSON']);
    assert.deepEqual(told('{\n// note\n"a": 1 }'), ['2:1 JSON has no comments']);
    assert.deepEqual(told('{ "a": [1'), ['1:10 the file ends too early']);
    assert.deepEqual(told("{ 'a': 1 }"), ["1:3 `'a'` is not JSON"]);
    assert.deepEqual(told(''), ['1:1 the file ends too early']);
    assert.deepEqual(told('{} {}'), ['1:4 `{` is not expected here']);
  });
});
