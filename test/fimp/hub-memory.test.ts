// What must outlive a restart: what the hub has been told, and what it has deleted.
import assert from 'node:assert/strict';
import {
  departed,
  fingerprintOf,
  isExcluded,
  NO_HUB_MEMORY,
  parseHubMemory,
  started,
  withExcluded,
  withIncluded,
  withoutExclusions,
  withoutIncluded,
} from '../../src/fimp/hub-memory';

const BOX = { address: 'wb1', driver: { id: 'abb/terra-ac' }, bus: 'garage', unitId: 1 };
const OTHER = { ...BOX, address: 'wb2', unitId: 2 };

describe('the memory of the hub', () => {
  it('keeps what was told, until it is deleted', () => {
    const memory = withIncluded(NO_HUB_MEMORY, 'wb1', 'content');
    assert.deepEqual(memory.included, { wb1: 'content' });
    assert.deepEqual(withoutIncluded(memory, 'wb1').included, {});
    assert.deepEqual(withExcluded(memory, 'wb1', BOX).included, {});
  });

  it('keeps a deletion', () => {
    const memory = withExcluded(NO_HUB_MEMORY, 'wb1', BOX);
    assert.equal(isExcluded(memory, BOX), true);
    assert.equal(isExcluded(memory, OTHER), false);
    assert.equal(isExcluded(started(memory, [BOX, OTHER]), BOX), true);
  });

  it('keeps no deletion of what the configuration does not name', () => {
    assert.deepEqual(withExcluded(NO_HUB_MEMORY, 'ghost'), NO_HUB_MEMORY);
  });

  for (const [what, changed] of [
    ['driver', { ...BOX, driver: { id: 'easee/home' } }],
    ['bus', { ...BOX, bus: 'driveway' }],
    ['unit id', { ...BOX, unitId: 7 }],
    ['address', { ...BOX, address: 'wb9' }],
  ] as const) {
    it(`lets an entry with another ${what} come back, for good`, () => {
      const memory = withExcluded(NO_HUB_MEMORY, 'wb1', BOX);
      assert.equal(isExcluded(memory, changed), false);
      assert.notEqual(fingerprintOf(changed), fingerprintOf(BOX));
      assert.equal(isExcluded(started(memory, [changed]), BOX), false);
    });
  }

  it('lets everything come back when that is asked for', () => {
    const memory = withExcluded(withExcluded(NO_HUB_MEMORY, 'wb1', BOX), 'wb2', OTHER);
    assert.deepEqual(withoutExclusions(memory).excluded, {});
  });

  it('counts starts', () => assert.equal(started(started(NO_HUB_MEMORY, []), []).starts, 2));

  it('knows which things the configuration has lost', () => {
    const memory = withIncluded(withIncluded(NO_HUB_MEMORY, 'wb1', 'a'), 'old', 'b');
    assert.deepEqual(departed(memory, [BOX, OTHER]), ['old']);
  });

  it('is read back as it was written', () => {
    const memory = withExcluded(withIncluded(NO_HUB_MEMORY, 'wb2', 'content'), 'wb1', BOX);
    assert.deepEqual(parseHubMemory(JSON.stringify(memory)), { ok: true, value: memory });
  });

  it('is read from the first version, which knew no exclusions', () => {
    assert.deepEqual(parseHubMemory('{"version":1,"included":{"wb1":"x"}}'), {
      ok: true,
      value: { ...NO_HUB_MEMORY, included: { wb1: 'x' } },
    });
  });

  for (const text of [
    ...['', '{', 'null', '{"version":3,"included":{}}', '{"version":2}'],
    ...['{"version":2,"included":{"wb1":1}}', '{"version":2,"included":{},"excluded":[]}'],
  ]) {
    it(`is not read from ${JSON.stringify(text)}`, () => assert.equal(parseHubMemory(text).ok, false));
  }
});
