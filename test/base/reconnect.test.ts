// When the broker is tried again and what is told about it.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FRESH, connected, held, lost, type Loss, type Reconnect } from '../../src/base/reconnect';

const refused: Loss = { cause: 'ECONNREFUSED', wasUp: false, byBroker: false, nowMs: 0 };
const kicked = (nowMs: number): Loss => ({ cause: 'closed', wasUp: true, byBroker: true, nowMs });

/** The state and everything that was said after these losses. */
function after(losses: readonly Loss[], start: Reconnect = FRESH, nodes = 1) {
  let state = start;
  const said: string[] = [];
  const waits: number[] = [];
  for (const loss of losses) {
    const result = lost(state, loss, nodes, 0.5);
    state = result.state;
    waits.push(result.waitMs);
    if (result.said !== undefined) said.push(`${result.said.level} ${result.said.message}`);
  }
  return { state, said, waits };
}

describe('base/reconnect', () => {
  it('waits longer each time, at most half a minute', () => {
    const { waits } = after(Array<Loss>(8).fill(refused));
    assert.deepEqual(waits, [750, 1500, 3000, 6000, 12000, 22500, 22500, 22500]);
  });

  it('tells an outage once, whatever the number of attempts, and each new cause once', () => {
    const losses = [...Array<Loss>(5).fill(refused), { ...refused, cause: 'bad password' }, refused];
    assert.deepEqual(after(losses).said, ['warning broker not reached', 'warning broker not reached']);
  });

  it('does not take a broker that is restarted again and again for a rival', () => {
    const restart = (nowMs: number): Loss[] => [kicked(nowMs), { ...refused, nowMs: nowMs + 1000 }];
    const restarts = [0, 5000, 10_000, 15_000].flatMap(restart);
    let state = FRESH;
    for (const loss of restarts) {
      state = lost(state, loss, 1, 0.5).state;
      if (!loss.wasUp) state = connected(state, loss.nowMs + 1000).state;
    }
    assert.equal(state.isContested, false);
    assert.equal(after([0, 5000, 10_000].map(kicked)).state.isContested, true);
  });

  it('does not fill the log with causes that are worded differently each time', () => {
    const losses = Array.from({ length: 50 }, (_, index) => ({ ...refused, cause: `error ${index}` }));
    assert.equal(after(losses).said.length, 8);
  });

  it('says reached the first time and back later', () => {
    const first = connected(FRESH, 5);
    assert.equal(first.said?.message, 'broker reached');
    const again = lost(first.state, { ...refused, wasUp: true, nowMs: 1000 }, 1, 0.5);
    assert.equal(connected(again.state, 3000).said?.message, 'broker back');
  });

  it('tells once that it is back, and after how long', () => {
    const start = connected(FRESH, 0).state;
    const { state } = after([{ ...refused, wasUp: true }, refused, refused], start);
    const back = connected(state, 240_000);
    assert.deepEqual(back.said, {
      level: 'info',
      message: 'broker back',
      fields: { afterS: 240, failures: 2 },
    });
    assert.equal(back.state.failures, 0);
  });

  it('tries the nodes of a cluster in turn, the next one soon, and waits after a whole round', () => {
    const first = lost(FRESH, refused, 3, 0.5);
    const second = lost(first.state, refused, 3, 0.5);
    const third = lost(second.state, refused, 3, 0.5);
    assert.deepEqual([first.state.node, second.state.node, third.state.node], [1, 2, 0]);
    assert.deepEqual([first.waitMs, second.waitMs, third.waitMs], [250, 250, 750]);
  });

  it('starts with the node that it lost', () => {
    assert.equal(lost({ ...FRESH, node: 2 }, kicked(0), 3, 0.5).state.node, 2);
  });

  it('knows a rival after three kicks in a minute, tells it once, and then tries once a minute', () => {
    const { state, said, waits } = after([kicked(0), kicked(20_000), kicked(40_000), kicked(100_000)]);
    assert.ok(state.isContested);
    assert.deepEqual(said, ['warning broker lost', 'error another client uses this id']);
    assert.deepEqual(waits.slice(2), [60_000, 60_000]);
    assert.equal(connected(state, 160_000).said, undefined);
    assert.ok(!held(state).state.isContested);
  });

  it('takes three restarts of the broker in a longer time for restarts', () => {
    assert.ok(!after([kicked(0), kicked(40_000), kicked(80_000)]).state.isContested);
  });

  it('does not take lost lines for kicks', () => {
    const line: Loss = { ...kicked(0), byBroker: false };
    assert.ok(!after([line, line, line, line]).state.isContested);
  });

  it('never waits less than a tenth of a second or more than a minute', () => {
    const anyLoss = fc.record({
      cause: fc.constantFrom('a', 'b'),
      wasUp: fc.boolean(),
      byBroker: fc.boolean(),
      nowMs: fc.nat(1_000_000),
    });
    fc.assert(
      fc.property(fc.array(anyLoss), fc.integer({ min: 1, max: 4 }), (losses, nodes) => {
        for (const waitMs of after(losses, FRESH, nodes).waits) assert.ok(waitMs >= 100 && waitMs <= 60_000);
      }),
    );
  });
});
