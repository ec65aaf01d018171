// When reports go out unasked: fimp.md c.7.
import assert from 'node:assert/strict';
import { encodeReport, type ChargepointReport } from '../../src/fimp/chargepoint';
import { due, forget, markSent, type Sent } from '../../src/fimp/due';
import type { Draft } from '../../src/fimp/envelope';
import { meterDrafts } from '../../src/fimp/meter';
import { allNodesReport, nodeReport } from '../../src/fimp/nodes';
import type { MeterReport, SessionReport } from '../../src/wallbox/vocabulary';
import { CAPABILITIES, FULL } from './house';

const MINUTE_MS = 60_000;
const NOTHING: Sent = new Map();

function draft(report: ChargepointReport): Draft {
  return encodeReport(report, { resourceName: 'wallbox', address: 'wb1', capabilities: CAPABILITIES });
}

function metered(values: MeterReport['values']): readonly Draft[] {
  const capabilities = { ...CAPABILITIES, ...FULL };
  return meterDrafts({ kind: 'meter', values }, { resourceName: 'wallbox', address: 'wb1', capabilities });
}

const session = (changes: Partial<SessionReport> = {}) =>
  draft({ kind: 'session', energyKWh: 1, startedAtMs: 0, offeredA: 16, ...changes });
const state = draft({ kind: 'state', state: 'charging', mode: 'normal' });
const lock = draft({ kind: 'lock', isLocked: true, cableA: 32 });

function sentAt(nowMs: number, ...drafts: readonly Draft[]): Sent {
  return drafts.reduce((sent, each) => markSent(sent, each, nowMs), NOTHING);
}

function isDue(sent: Sent, report: Draft, nowMs: number): boolean {
  return due(sent, [report], nowMs).length === 1;
}

describe('what is due', () => {
  it('is everything at first, the session before the state before the lock', () => {
    assert.deepEqual(due(NOTHING, [lock, state, session()], 0), [session(), state, lock]);
  });

  it('is nothing when nothing has changed', () => {
    assert.deepEqual(due(sentAt(0, lock, state, session()), [lock, state, session()], 29 * MINUTE_MS), []);
  });

  it('is a report whose publishing failed, again and again', () => {
    assert.deepEqual(due(sentAt(0, lock), [lock, state], 1), [state]);
    assert.deepEqual(due(sentAt(0, lock), [lock, state], 2), [state]);
  });

  it('is a changed state, mode, lock or cable at once', () => {
    const sent = sentAt(0, state, lock);
    const changed: readonly ChargepointReport[] = [
      { kind: 'state', state: 'finished' },
      { kind: 'state', state: 'charging', mode: 'slow' },
      { kind: 'lock', isLocked: false, cableA: 32 },
      { kind: 'lock', isLocked: true, cableA: 0 },
      { kind: 'lock', isLocked: true },
    ];
    for (const report of changed) assert.ok(isDue(sent, draft(report), 1), JSON.stringify(report));
  });

  it('is never an unchanged state or lock, however old', () => {
    assert.deepEqual(due(sentAt(0, state, lock), [state, lock], 365 * 24 * 60 * MINUTE_MS), []);
  });

  it('is an unchanged session after 30 minutes', () => {
    const sent = sentAt(5, session());
    assert.equal(isDue(sent, session(), 30 * MINUTE_MS + 4), false);
    assert.equal(isDue(sent, session(), 30 * MINUTE_MS + 5), true);
  });

  it('is a session with more energy, ten seconds after the last report', () => {
    const sent = sentAt(5, session());
    assert.equal(isDue(sent, session({ energyKWh: 1.01 }), 10_004), false);
    assert.equal(isDue(sent, session({ energyKWh: 1.01 }), 10_005), true);
  });

  it('is not a session whose energy is the same once rounded', () => {
    assert.equal(isDue(sentAt(0, session()), session({ energyKWh: 1.004 }), 20_000), false);
  });

  it('is a session with other props at once', () => {
    const sent = sentAt(0, session());
    for (const changes of [{ startedAtMs: 5_000 }, { finishedAtMs: 9_000 }, { previousKWh: 2 }]) {
      assert.ok(isDue(sent, session(changes), 1), JSON.stringify(changes));
    }
  });

  it('is not a session of which only an untold fact has changed', () => {
    assert.equal(isDue(sentAt(0, session()), session({ offeredA: 6 }), 20_000), false);
  });

  it('counts a forced report as sent, whatever command it answers', () => {
    const forced = { ...state, corid: 'abc' };
    assert.deepEqual(due(sentAt(0, forced), [state], 1), []);
  });

  it('leaves what was sent before as it is', () => {
    const before = sentAt(0, state);
    markSent(before, session(), 1);
    assert.equal(before.size, 1);
  });

  it('is a node report on every change and each hour, all nodes each day', () => {
    const node = { address: 'wb1', name: 'x', identity: CAPABILITIES.identity, isReachable: true };
    const one = nodeReport('wallbox', node);
    const all = allNodesReport('wallbox', [node]);
    const sent = sentAt(0, one, all);
    assert.deepEqual(due(sent, [one, all], 60 * MINUTE_MS - 1), []);
    assert.deepEqual(due(sent, [one, all], 60 * MINUTE_MS), [one]);
    assert.deepEqual(due(sent, [one, all], 24 * 60 * MINUTE_MS), [one, all]);
    const down = nodeReport('wallbox', { ...node, isReachable: false });
    assert.deepEqual(due(sent, [down], 1), [down]);
  });

  it('is a changed limit or phase mode at once, and never an unchanged one', () => {
    const limit = draft({ kind: 'maxCurrent', amps: 16 });
    const phases = draft({ kind: 'phaseMode', mode: 'NL1' });
    const sent = sentAt(0, limit, phases);
    assert.deepEqual(due(sent, [phases, limit], 24 * 60 * MINUTE_MS), []);
    assert.ok(isDue(sent, draft({ kind: 'maxCurrent', amps: 10 }), 1));
    assert.ok(isDue(sent, draft({ kind: 'phaseMode', mode: 'NL1L2L3' }), 1));
  });

  it('goes out session, state, limit, phases, lock, meter', () => {
    const limit = draft({ kind: 'maxCurrent', amps: 16 });
    const phases = draft({ kind: 'phaseMode', mode: 'NL1' });
    const meter = metered({ p_import: 1, e_import: 2 });
    assert.deepEqual(due(NOTHING, [...meter, lock, phases, limit, state, session()], 0), [
      ...[session(), state, limit, phases, lock],
      ...meter,
    ]);
  });
});

describe('what is due of a meter', () => {
  const before = metered({ p_import: 1000, e_import: 5 });
  const [power, energy, extended] = before;

  it('is one report per unit and one with all values', () => {
    assert.deepEqual(
      [power?.props?.unit, energy?.props?.unit, extended?.type],
      ['W', 'kWh', 'evt.meter_ext.report'],
    );
  });

  it('is only the unit that has changed, and the extended report, after ten seconds', () => {
    const sent = sentAt(0, ...before);
    const after = metered({ p_import: 2000, e_import: 5 });
    assert.deepEqual(due(sent, after, 9_999), []);
    assert.deepEqual(due(sent, after, 10_000), [after[0], after[2]]);
  });

  it('is nothing when the values are the same once rounded', () => {
    const after = metered({ p_import: 1000.4, e_import: 5.004 });
    assert.deepEqual(due(sentAt(0, ...before), after, 20_000), []);
  });

  it('is everything again after 30 minutes', () => {
    const sent = sentAt(0, ...before);
    assert.deepEqual(due(sent, before, 30 * MINUTE_MS - 1), []);
    assert.deepEqual(due(sent, before, 30 * MINUTE_MS), before);
  });

  it('is what is left over when one of them was not taken by the broker', () => {
    const sent = forget(sentAt(0, ...before), energy!);
    assert.deepEqual(due(sent, before, 1), [energy]);
  });
});
