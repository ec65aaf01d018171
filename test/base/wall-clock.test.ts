// When the wall clock may be believed.
import assert from 'node:assert/strict';
import { isWallSynchronised } from '../../src/base/wall-clock';

describe('The wall clock', () => {
  it('is believed when systemd says so, however late it is', () => {
    assert.equal(isWallSynchronised({ timesync: 'synchronised', wallMs: 1, notBeforeMs: 2 }), true);
    assert.equal(isWallSynchronised({ timesync: 'waiting', wallMs: 3, notBeforeMs: 2 }), false);
  });

  it('is believed without systemd when it is later than what has already been', () => {
    assert.equal(isWallSynchronised({ timesync: 'absent', wallMs: 3, notBeforeMs: 2 }), true);
    assert.equal(isWallSynchronised({ timesync: 'absent', wallMs: 2, notBeforeMs: 2 }), false);
  });
});
