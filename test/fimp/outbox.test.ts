// What the broker did not take: the latest error of each topic, for a minute, and never many.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { withUnsent, worthTelling, type Outbox, type Unsent } from '../../src/fimp/outbox';

const ERROR = 'evt.error.report';

function unsent(topic: string, payload: string, atMs = 0, type = ERROR): Unsent {
  return { topic, type, payload, atMs };
}

describe('the outbox', () => {
  it('keeps the latest error of each topic, and no report', () => {
    const messages = [
      unsent('a', '1'),
      unsent('b', '2'),
      unsent('a', '3', 5),
      unsent('a', '4', 9, 'evt.state.report'),
      unsent('a', 'older', 4),
    ];
    const outbox = messages.reduce<Outbox>(withUnsent, []);
    assert.deepEqual(
      outbox.map(({ payload }) => payload),
      ['2', '3'],
    );
  });

  it('tells nothing that is a minute old', () => {
    const outbox = [unsent('a', 'old', 0), unsent('b', 'new', 1)];
    assert.deepEqual(worthTelling(outbox, 60_000), [outbox[1]]);
    assert.deepEqual(worthTelling(outbox, 60_001), []);
  });

  it('never holds more than a hundred, whatever goes wrong, and those are the last', () => {
    const message = fc.record({
      topic: fc.integer({ min: 0, max: 400 }).map(String),
      type: fc.constantFrom(ERROR, ERROR, 'evt.state.report'),
      payload: fc.string(),
    });
    fc.assert(
      fc.property(fc.array(message, { maxLength: 600, size: 'max' }), (messages) => {
        const outbox = messages.reduce<Outbox>((kept, each, atMs) => withUnsent(kept, { ...each, atMs }), []);
        assert.ok(outbox.length <= 100);
        assert.equal(new Set(outbox.map(({ topic }) => topic)).size, outbox.length);
        const last = messages.findLast(({ type }) => type === ERROR);
        assert.equal(outbox.at(-1)?.payload, last?.payload);
      }),
      { numRuns: 30 },
    );
  });
});
