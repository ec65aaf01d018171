// Commands that arrive twice: recognised for a minute, answered again and not run again.
import assert from 'node:assert/strict';
import {
  answerAgain,
  commandKey,
  handledBefore,
  withEnding,
  withHandled,
  type Handled,
} from '../../src/fimp/duplicates';
import type { Order } from '../../src/wallbox/vocabulary';
import { CHARGEPOINT } from './house';

const REQUEST = { topic: CHARGEPOINT, serv: 'chargepoint', type: 'cmd.charge.start', uid: 'u-1', respTo: '' };
const START: Order = { kind: 'start', mode: 'slow' };
const KEY = commandKey(REQUEST, START) ?? '';
const NOTHING: Handled = [];

describe('a command that arrives twice', () => {
  it('is the same id, topic, type and value', () => {
    assert.equal(commandKey({ ...REQUEST }, { kind: 'start', mode: 'slow' }), KEY);
    for (const [request, order] of [
      [{ ...REQUEST, uid: 'u-2' }, START],
      [{ ...REQUEST, topic: `${CHARGEPOINT}1` }, START],
      [{ ...REQUEST, type: 'cmd.charge.stop' }, START],
      [REQUEST, { kind: 'start' }],
      [REQUEST, { kind: 'setCurrent', amps: 6 }],
    ] as const)
      assert.notEqual(commandKey(request, order), KEY);
  });

  it('is never one without an id, nor a question', () => {
    for (const uid of ['', 'u'.repeat(257)]) assert.equal(commandKey({ ...REQUEST, uid }, START), undefined);
    assert.equal(commandKey(REQUEST, { kind: 'refresh', reports: ['state'] }), undefined);
    assert.equal(commandKey(REQUEST, { kind: 'getParameter', id: 'x' }), undefined);
  });

  it('is recognised for a minute', () => {
    const handled = withHandled(NOTHING, KEY, 1_000);
    assert.equal(handledBefore(handled, KEY, 1_000)?.ending, undefined);
    assert.ok(handledBefore(handled, KEY, 60_999));
    assert.equal(handledBefore(handled, KEY, 61_000), undefined);
    assert.equal(handledBefore(handled, 'another', 1_000), undefined);
  });

  it('is known with how it ended', () => {
    const handled = withHandled(withHandled(NOTHING, KEY, 0), 'another', 0);
    assert.equal(handledBefore(withEnding(handled, KEY, 'done'), KEY, 1)?.ending, 'done');
    const refused = withEnding(handled, KEY, { refused: 'no car' });
    assert.deepEqual(handledBefore(refused, KEY, 1)?.ending, { refused: 'no car' });
    assert.equal(handledBefore(refused, 'another', 1)?.ending, undefined);
  });

  it('takes a bounded memory, and the oldest is forgotten first', () => {
    let handled = NOTHING;
    for (let count = 0; count < 2_000; count++) handled = withHandled(handled, `key ${count}`, count);
    assert.equal(handled.length, 1024);
    assert.equal(handledBefore(handled, 'key 975', 2_000), undefined);
    assert.ok(handledBefore(handled, 'key 976', 2_000));
    assert.ok(handledBefore(handled, 'key 1999', 2_000));
  });

  it('is forgotten after a minute when the next one comes', () => {
    assert.equal(withHandled(withHandled(NOTHING, KEY, 0), 'another', 60_000).length, 1);
  });

  for (const [order, again] of [
    [{ kind: 'start' }, { kind: 'refresh', reports: ['state', 'session'] }],
    [{ kind: 'stop' }, { kind: 'refresh', reports: ['state', 'session'] }],
    [
      { kind: 'lock', isLocked: true },
      { kind: 'refresh', reports: ['lock'] },
    ],
    [
      { kind: 'setCurrent', amps: 6 },
      { kind: 'refresh', reports: ['session'] },
    ],
    [
      { kind: 'setMaxCurrent', amps: 6 },
      { kind: 'refresh', reports: ['maxCurrent'] },
    ],
    [
      { kind: 'setPhaseMode', mode: 'NL1' },
      { kind: 'refresh', reports: ['phaseMode'] },
    ],
    [
      { kind: 'setParameter', id: 'a', value: 1 },
      { kind: 'getParameter', id: 'a' },
    ],
    [{ kind: 'reboot' }, undefined],
    [{ kind: 'refresh', reports: [] }, undefined],
    [{ kind: 'getParameter', id: 'a' }, undefined],
  ] as readonly (readonly [Order, Order | undefined])[]) {
    it(`${order.kind} is answered again with ${again?.kind ?? 'nothing read'}`, () =>
      assert.deepEqual(answerAgain(order), again));
  }
});
