// Every capture, replayed through its driver and the core: what was seen at the wallbox must come out.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { parseCapture, readingsOf, type Capture, type SeenValue } from './support/capture';
import { driverFile } from './support/drivers';
import { replay, type Replayed } from './support/replay';

const FOLDER = join(__dirname, 'captures');
const paths = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.split(sep).length === 3 && path.endsWith('.json'))
  .sort();

const FINE = {
  driver: 'abb/terra-ac',
  from: 'document',
  note: 'Written for this test.',
  registers: { holding: { '0x400C': [0, '0x8400'], 16398: 5 } },
  seen: { state: 'charging' },
};

function captureOf(text: string, file: string): Capture {
  const capture = parseCapture(text, file);
  if ('driver' in capture) return capture;
  throw new Error(capture.join('\n'));
}

describe('a capture', () => {
  for (const path of paths) {
    const capture = captureOf(readFileSync(join(FOLDER, path), 'utf8'), path);

    it(`${path.replace('.json', '')} (${capture.from}) comes out as it was seen`, () => {
      assert.ok(
        path.split(sep).join('/').startsWith(`${capture.driver}/`),
        'lies in the folder of its driver',
      );
      const replayed = replay(capture, driverFile(`${capture.driver}.json`));
      const { state, pilot, faults, readings = {} } = capture.seen;
      assert.notEqual(replayed.identity, 'wrong', 'this is another model');
      if (capture.from === 'hardware')
        assert.equal(replayed.identity, 'proven', 'identify needs more registers');
      if (capture.variant !== undefined) assert.equal(replayed.variant, capture.variant);
      if (pilot !== undefined) assert.equal(replayed.pilot, pilot);
      if (faults !== undefined) assert.deepEqual([...replayed.faults].sort(), [...faults].sort());
      for (const [name, value] of Object.entries(readings)) assertReading(replayed, name, value);
      if (state !== undefined) assert.equal(replayed.state, state);
    });
  }

  it('is there for at least one model', () => assert.ok(paths.length > 0));

  it('has its words in rows, whatever the order and the notation', () => {
    const [row, ...others] = readingsOf(captureOf(JSON.stringify(FINE), 'x.json'), 1);
    assert.deepEqual(others, []);
    assert.deepEqual(row, {
      space: 'holding',
      address: 0x400c,
      length: 3,
      words: [0, 0x8400, 5],
      sampledMs: 1,
    });
  });

  it('is refused with place and way out', () => {
    const text = JSON.stringify({ ...FINE, from: 'hearsay', registers: { holding: { x: 1 } } }, null, 2);
    assert.deepEqual(parseCapture(text, 'x.json'), [
      'x.json:3:11 from: "hearsay" is not one of "hardware", "document"; `hardware`: read from a wallbox; `document`: an example that a manual or another publication prints',
      'x.json:7:7 registers.holding: `x` cannot be a name here',
    ]);
    assert.throws(() => captureOf('{', 'x.json'), /x\.json:1:2 the file ends too early/);
  });

  it('is not believed when it says something else than the registers', () => {
    const replayed = replay(captureOf(JSON.stringify(FINE), 'x.json'), driverFile('abb/terra-ac.json'));
    assert.equal(replayed.state, 'charging');
    assert.throws(() => assertReading(replayed, 'powerW', 0), /powerW/);
    assert.throws(() => assertReading(replayed, 'power', 0), /there is no reading power/);
  });
});

/** Numbers within a billionth: scales are decimal fractions. */
function assertReading(replayed: Replayed, name: string, wanted: SeenValue): void {
  const is = replayed.reading(name);
  const isNear = (left: unknown, right: unknown): boolean =>
    typeof left === 'number' && typeof right === 'number'
      ? Math.abs(left - right) <= 1e-9 * Math.max(1, Math.abs(right))
      : left === right;
  const isSame =
    Array.isArray(is) && Array.isArray(wanted)
      ? is.length === wanted.length && is.every((value, at) => isNear(value, wanted[at]))
      : isNear(is, wanted);
  assert.ok(isSame, `${name} is ${JSON.stringify(is)}, seen was ${JSON.stringify(wanted)}`);
}
