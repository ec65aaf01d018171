// Where a file leaves the canonical layout.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemText } from '../../src/base/problem';
import { layoutProblems } from '../../src/driver/layout';

const FINE = readFileSync(join(__dirname, '../../drivers/obo/ion.json'), 'utf8');
const told = (text: string): readonly string[] => layoutProblems(text, 'x.json').map(problemText);

describe('driver/layout', () => {
  it('has nothing to say about a canonical file', () => assert.deepEqual(told(FINE), []));

  it('names the line and the column, and what to write', () => {
    assert.deepEqual(told(FINE.replace('"minA": 6, "maxA": 32', '"minA": 6,"maxA": 32')), [
      `x.json:33:25 warning: not in the canonical layout; write \`${FINE.split('\n')[32]!.trim()}\``,
    ]);
  });

  it('names an indentation, an empty line and a missing end of file', () => {
    assert.deepEqual(told(FINE.replace('  "id"', '    "id"')), [
      'x.json:4:3 warning: not in the canonical layout; indent it by 2 spaces',
    ]);
    assert.deepEqual(told(FINE.replace('  "id"', '\n  "id"')), [
      'x.json:4:1 warning: not in the canonical layout; leave the empty line out',
    ]);
    assert.deepEqual(told(FINE.trimEnd()), [
      `x.json:${FINE.split('\n').length - 1}:1 warning: not in the canonical layout; end the file with one line feed`,
    ]);
  });

  it('goes on behind a row that takes several lines', () => {
    const broken = FINE.replace(
      '{ "write": "limit", "from": "amps" }',
      '{\n"write": "limit",\n"from": "amps"\n}',
    );
    assert.deepEqual(
      told(broken.replace('"expiry": ', '"expiry":')).map((text) => text.replace(/ warning.*?;/, '')),
      [
        'x.json:67:8 write `{ "write": "limit", "from": "amps" }` on one line',
        `x.json:83:14 write \`${/"expiry.*/.exec(FINE)![0]}\``,
      ],
    );
  });

  it('does not tell a wholly different layout line by line', () => {
    const problems = told(JSON.stringify(JSON.parse(FINE), null, 4));
    assert.ok(problems.length <= 9, String(problems.length));
  });

  it('leaves a text alone that is not JSON or says a thing twice', () => {
    assert.deepEqual(told('{'), []);
    assert.deepEqual(told('{ "id": 1, "id": 2 }'), []);
  });
});
