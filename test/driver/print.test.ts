// The canonical layout: what it looks like, that it loses nothing, and that every shipped file has it.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import fc from 'fast-check';
import { problemText } from '../../src/base/problem';
import { parseDriver } from '../../src/driver/parse';
import { printDriver } from '../../src/driver/print';

const folder = join(__dirname, '..', '..', 'drivers');
const shipped = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
  .map((entry) => join(entry.parentPath, entry.name))
  .sort();

describe('the canonical layout', () => {
  it('opens sections and keeps a row on its line', () => {
    const text = printDriver({
      registers: { state: { type: 'u16', address: '0x1', space: 'holding' } },
      id: 'acme/one',
      commands: {
        pause: { steps: [{ write: 'limit', value: 0 }], landsWithinMs: 5 },
        offer: [{ waitMs: 1 }],
      },
      pilot: [{ when: { state: [1, 2] }, is: 'A' }],
      variants: [{ name: 'x', when: {}, patch: { registers: { state: null } } }],
    });
    assert.equal(
      text,
      `{
  "id": "acme/one",
  "registers": {
    "state": { "space": "holding", "address": "0x1", "type": "u16" }
  },
  "pilot": [
    { "when": { "state": [1, 2] }, "is": "A" }
  ],
  "commands": {
    "offer": [
      { "waitMs": 1 }
    ],
    "pause": {
      "steps": [
        { "write": "limit", "value": 0 }
      ],
      "landsWithinMs": 5
    }
  },
  "variants": [
    {
      "name": "x",
      "when": {},
      "patch": {
        "registers": {
          "state": null
        }
      }
    }
  ]
}
`,
    );
  });

  it('loses nothing, and printed again is the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = printDriver(value);
        assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
        assert.equal(printDriver(JSON.parse(text)), text);
      }),
    );
  });
});

describe('the shipped drivers', () => {
  it('are there', () => {
    assert.ok(shipped.length > 0);
  });

  for (const file of shipped) {
    const name = relative(folder, file);

    it(`${name} has the canonical layout`, () => {
      const text = readFileSync(file, 'utf8');
      assert.equal(printDriver(JSON.parse(text)), text);
    });

    it(`${name} has no problem, not even a warning, and the id of its place`, () => {
      const { driver, problems } = parseDriver(readFileSync(file, 'utf8'), name);
      assert.deepEqual(problems.map(problemText), []);
      assert.equal(`${driver?.id ?? ''}.json`, name.replaceAll('\\', '/'));
    });
  }
});
