// What is said about a line: one line when something is lost, one when it is back.
import assert from 'node:assert/strict';
import { durationText, recordOf } from '../../src/modbus/line-events';

describe('What happens to a line', () => {
  it('is told with its cause, and with its length when it is over', () => {
    assert.deepEqual(recordOf({ kind: 'linkLost', cause: 'it does not exist' }, '/dev/tty'), {
      level: 'error',
      message: '/dev/tty is lost; trying again',
      fields: { cause: 'it does not exist' },
    });
    assert.deepEqual(recordOf({ kind: 'linkBack', afterMs: 240_000, failures: 61 }, '/dev/tty'), {
      level: 'info',
      message: '/dev/tty is back',
      fields: { after: '4 min', failures: 61 },
    });
    const unit = { label: 'Driveway (unit 1)', afterMs: 12_000, failures: 3 };
    assert.equal(
      recordOf({ kind: 'unitBack', ...unit }, '/dev/tty').message,
      'Driveway (unit 1) answers again',
    );
    assert.match(recordOf({ kind: 'allSilent', units: 2 }, '/dev/tty').message, /adapter and the wiring/);
  });

  it('is told at debug level while it is only a new attempt', () => {
    assert.equal(recordOf({ kind: 'reset', cause: 'no reply in time' }, 'box:502').level, 'debug');
  });

  it('lasts as long as a person would say', () => {
    assert.deepEqual([400, 12_000, 119_000, 240_000, 11_520_000].map(durationText), [
      '0.4 s',
      '12 s',
      '119 s',
      '4 min',
      '3.2 h',
    ]);
  });
});
