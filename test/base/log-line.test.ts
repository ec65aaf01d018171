// Log records as single lines.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LOG_LEVELS } from '../../src/base/log';
import { journalLine, recordText, terminalLine } from '../../src/base/log-line';

describe('base/log-line', () => {
  it('puts fields after the message and leaves absent ones out', () => {
    const fields = { bus: 'garage', ms: 12, ok: false, cause: 'no answer', none: undefined, empty: '' };
    assert.equal(
      recordText('bus lost', fields),
      'bus lost bus=garage ms=12 ok=false cause="no answer" empty=""',
    );
  });

  it('never has a line break or a control character, whatever is said', () => {
    const anyText = fc.string({ unit: 'binary', maxLength: 40 });
    fc.assert(
      fc.property(anyText, anyText, (message, value) => {
        // eslint-disable-next-line no-control-regex -- control characters are what this is about
        assert.doesNotMatch(recordText(message, { value }), /[\u0000-\u001f\u007f\u2028\u2029]/);
      }),
    );
    assert.equal(recordText('a\nb\u001b[31m'), 'a\\nb\\u001b[31m');
  });

  it('cuts what no journal would take', () => {
    assert.ok(recordText('x'.repeat(100_000)).length < 48 * 1024);
  });

  it('gives journald the priority of each level', () => {
    const lines = LOG_LEVELS.map((level) => journalLine(level, 'x'));
    assert.deepEqual(lines, ['<7>x', '<7>x', '<6>x', '<4>x', '<3>x', '<2>x']);
  });

  it('gives a person the time and the level', () => {
    assert.equal(terminalLine('12:00', 'info', 'up'), '12:00 info up');
  });
});
