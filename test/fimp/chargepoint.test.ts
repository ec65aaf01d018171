// Reports of the chargepoint: fimp.md c.1 (2022), c.4, c.5, and examples h.3 to h.5.
import assert from 'node:assert/strict';
import { encodeReport, type ChargepointReport } from '../../src/fimp/chargepoint';
import { encodeEnvelope } from '../../src/fimp/envelope';
import {
  EXTENDED_STATES,
  PHASE_MODES,
  type Capabilities,
  type SessionReport,
} from '../../src/wallbox/vocabulary';
import { CAPABILITIES, CHARGEPOINT_EVENTS } from './house';

const ADDRESSED = { resourceName: 'wallbox', address: 'wb1' };

function told(report: ChargepointReport, changes: Partial<Capabilities> = {}) {
  return encodeReport(report, { ...ADDRESSED, capabilities: { ...CAPABILITIES, ...changes } });
}

function sessionProps(changes: Partial<SessionReport>) {
  return told({ kind: 'session', energyKWh: 0, offeredA: 0, ...changes }).props;
}

describe('a state report', () => {
  for (const state of EXTENDED_STATES) {
    it(`says ${state}`, () => {
      const draft = told({ kind: 'state', state });
      assert.deepEqual(
        [draft.topic, draft.type, draft.serv, draft.valT, draft.val, draft.props, draft.storage],
        [CHARGEPOINT_EVENTS, 'evt.state.report', 'chargepoint', 'string', state, {}, undefined],
      );
    });
  }

  it('tells the mode while charging, in lower case', () => {
    const report = { kind: 'state', state: 'charging', mode: 'Slow' } as const;
    assert.deepEqual(told(report, { modes: ['Slow'] }).props, { charging_mode: 'slow' });
  });

  it('tells no mode in other states, nor one that is not advertised', () => {
    assert.deepEqual(told({ kind: 'state', state: 'ready_to_charge', mode: 'slow' }).props, {});
    assert.deepEqual(told({ kind: 'state', state: 'charging', mode: 'warp' }).props, {});
    assert.deepEqual(told({ kind: 'state', state: 'charging', mode: 'slow' }, { modes: [] }).props, {});
  });

  it('carries the uid of the command that caused it, and is as in h.3', () => {
    const corid = '7f2f8a54-0f0c-4d3c-9a53-3b8c1fd2a102';
    const report = { kind: 'state', state: 'charging', mode: 'normal' } as const;
    const draft = encodeReport(report, { ...ADDRESSED, capabilities: CAPABILITIES, corid });
    const stamp = {
      src: 'wallbox',
      uid: 'b1f4f2c8-6c1e-4d2a-8a77-1a1f0d5f2b03',
      ctime: '2026-03-01T10:05:01.480Z',
    };
    assert.equal(
      encodeEnvelope(draft, stamp).payload,
      '{"type":"evt.state.report","serv":"chargepoint","val_t":"string","val":"charging","props":{"charging_mode":"normal"},' +
        '"tags":null,"src":"wallbox","ver":"1","corid":"7f2f8a54-0f0c-4d3c-9a53-3b8c1fd2a102",' +
        '"uid":"b1f4f2c8-6c1e-4d2a-8a77-1a1f0d5f2b03","ctime":"2026-03-01T10:05:01.480Z"}',
    );
  });
});

describe('a session report', () => {
  it('is as in h.4, but for the offered current, which is not advertised', () => {
    const startedAtMs = Date.parse('2026-03-01T10:01:12.700Z');
    const draft = told({
      kind: 'session',
      energyKWh: 0.0213,
      previousKWh: 11.3699,
      startedAtMs,
      offeredA: 16,
    });
    assert.deepEqual(draft, {
      topic: CHARGEPOINT_EVENTS,
      type: 'evt.current_session.report',
      serv: 'chargepoint',
      valT: 'float',
      val: 0.02,
      props: { previous_session: '11.37', started_at: '2026-03-01T10:01:12Z' },
    });
  });

  for (const [energyKWh, val] of [
    [0, 0],
    [3, 3],
    [12.345678, 12.35],
    [0.004, 0],
    [80.1, 80.1],
  ] as const) {
    it(`rounds ${energyKWh} kWh to ${val}`, () =>
      assert.equal(told({ kind: 'session', energyKWh, offeredA: 0 }).val, val));
  }

  it('tells the previous session with two decimals, and only if it is above 0', () => {
    assert.deepEqual(sessionProps({ previousKWh: 4.5 }), { previous_session: '4.50' });
    assert.deepEqual(sessionProps({ previousKWh: 0 }), {});
    assert.deepEqual(sessionProps({ previousKWh: 0.004 }), {});
  });

  it('tells when the session has ended', () => {
    const finishedAtMs = Date.parse('2026-03-01T12:00:00Z');
    assert.deepEqual(sessionProps({ finishedAtMs }), { finished_at: '2026-03-01T12:00:00Z' });
  });

  it('says so when nothing measures the energy', () => {
    assert.deepEqual(sessionProps({ energySource: 'none' }), { energy_source: 'none' });
  });
});

describe('the offered current', () => {
  for (const [offeredA, text] of [
    [16, '16'],
    [13.9, '13'],
    [0, '0'],
  ] as const) {
    it(`of ${offeredA} A is told as ${text} once it can be set`, () => {
      const report = { kind: 'session', energyKWh: 1, offeredA } as const;
      assert.deepEqual(told(report, { canSetCurrent: true }).props, { offered_current: text });
      assert.deepEqual(told(report, { canSetCurrent: true, canControl: false }).props, {});
    });
  }
});

describe('a report of the limit and of the phases', () => {
  it('is as in h.8', () => {
    const stamp = {
      src: 'wallbox',
      uid: '2e3d4c5b-6a79-4880-9716-a5b4c3d2e108',
      ctime: '2026-03-01T10:07:00.000Z',
    };
    assert.equal(
      encodeEnvelope(told({ kind: 'maxCurrent', amps: 20 }), stamp).payload,
      '{"type":"evt.max_current.report","serv":"chargepoint","val_t":"int","val":20,"props":null,"tags":null,' +
        '"src":"wallbox","ver":"1","corid":"","uid":"2e3d4c5b-6a79-4880-9716-a5b4c3d2e108","ctime":"2026-03-01T10:07:00.000Z"}',
    );
  });

  it('rounds the limit down', () => assert.equal(told({ kind: 'maxCurrent', amps: 15.99 }).val, 15));

  for (const mode of PHASE_MODES) {
    it(`says ${mode}`, () => {
      const draft = told({ kind: 'phaseMode', mode });
      assert.deepEqual(
        [draft.topic, draft.type, draft.valT, draft.val, draft.props],
        [CHARGEPOINT_EVENTS, 'evt.phase_mode.report', 'string', mode, {}],
      );
    });
  }
});

describe('a cable lock report', () => {
  for (const [name, report, props] of [
    ['tells a cable that is not there', { isLocked: false, cableA: 0 }, { cable_current: '0' }],
    ['tells the rating of the cable', { isLocked: true, cableA: 32 }, { cable_current: '32' }],
    ['leaves an unknown cable out', { isLocked: true }, {}],
    ['says when only the command is known', { isLocked: true, source: 'command' }, { source: 'command' }],
  ] as const) {
    it(name, () => {
      const draft = told({ kind: 'lock', ...report });
      assert.deepEqual(
        [draft.topic, draft.type, draft.valT, draft.val, draft.props],
        [CHARGEPOINT_EVENTS, 'evt.cable_lock.report', 'bool', report.isLocked, props],
      );
    });
  }

  it('is as in h.5', () => {
    const stamp = {
      src: 'wallbox',
      uid: 'c7c0a5f1-0b55-4a07-9d4b-2f5a1d3b4e05',
      ctime: '2026-03-01T11:00:00.000Z',
    };
    assert.equal(
      encodeEnvelope(told({ kind: 'lock', isLocked: false, cableA: 0 }), stamp).payload,
      '{"type":"evt.cable_lock.report","serv":"chargepoint","val_t":"bool","val":false,"props":{"cable_current":"0"},"tags":null,' +
        '"src":"wallbox","ver":"1","corid":"","uid":"c7c0a5f1-0b55-4a07-9d4b-2f5a1d3b4e05","ctime":"2026-03-01T11:00:00.000Z"}',
    );
  });
});
