// The machine's clocks behind the port.
import assert from 'node:assert/strict';
import { systemClock } from '../../src/io/system-clock';
import { systemRandom } from '../../src/io/system-random';

describe('The system clock', () => {
  it('goes forward, and asks about synchronisation until it is so', () => {
    let asked = 0;
    const clock = systemClock(0, () => {
      asked += 1;
      return 'synchronised';
    });
    const [first, second] = [clock.now(), clock.now()];
    assert.ok(second.monotonicMs >= first.monotonicMs);
    assert.ok(first.isWallSynchronised && second.isWallSynchronised);
    assert.equal(asked, 1);
  });

  it('runs a call once, later, and not at all when it is cancelled', async () => {
    const clock = systemClock(0);
    const ran: string[] = [];
    clock.after('never', 1, () => ran.push('never')).cancel();
    await new Promise<void>((resolve) => {
      clock.after('once', 5, () => {
        ran.push('once');
        resolve();
      });
      assert.deepEqual(ran, []);
    });
    assert.deepEqual(ran, ['once']);
  });

  it('does not run a very late call at once', () => {
    let hasRun = false;
    const timer = systemClock(0).after('in a year', 365 * 24 * 3_600_000, () => (hasRun = true));
    timer.cancel();
    assert.equal(hasRun, false);
  });
});

describe('The system random', () => {
  it('gives fractions below 1 and fresh ids', () => {
    const fraction = systemRandom.fraction();
    assert.ok(fraction >= 0 && fraction < 1);
    assert.notEqual(systemRandom.uuid(), systemRandom.uuid());
  });
});
