// The meter_elec service: fimp.md d, and examples h.9 and h.10.
import assert from 'node:assert/strict';
import { encodeEnvelope } from '../../src/fimp/envelope';
import { meterAnswer, meterDrafts } from '../../src/fimp/meter';
import type { Capabilities, MeterReport } from '../../src/wallbox/vocabulary';
import {
  CAPABILITIES,
  CHARGEPOINT,
  errorOf,
  FULL,
  houseWith,
  messageTo,
  routed,
  serviceCommand,
} from './house';

const HOUSE = houseWith(FULL);
const EVENTS = 'pt:j1/mt:evt/rt:dev/rn:wallbox/ad:1/sv:meter_elec/ad:wb1';
const UNIT = 'cmd.meter.get_report';
const KEYS = 'cmd.meter_ext.get_report';

function asked(type: string, fields: Readonly<Record<string, unknown>>): unknown {
  const result = routed(serviceCommand('meter_elec', type, fields), HOUSE);
  if (result.kind !== 'order') throw new Error(JSON.stringify(result));
  assert.deepEqual(result.order, { kind: 'refresh', reports: ['meter'] });
  return result.asked;
}

function context(changes: Partial<Capabilities> = FULL) {
  return { resourceName: 'wallbox', address: 'wb1', capabilities: { ...CAPABILITIES, ...changes } };
}

const report = (values: MeterReport['values']): MeterReport => ({ kind: 'meter', values });

describe('a request for the meter', () => {
  for (const [val, units] of [
    ['W', ['W']],
    ['w', ['W']],
    ['KWH', ['kWh']],
  ] as const) {
    it(`by the unit ${val}`, () =>
      assert.deepEqual(asked(UNIT, { val_t: 'string', val }), { kind: 'units', units, isEvery: false }));
  }

  for (const fields of [
    { val_t: 'string', val: '' },
    { val_t: 'null', val: null },
    { val_t: 'string', val: null },
  ]) {
    it(`for every unit by ${JSON.stringify(fields)}`, () =>
      assert.deepEqual(asked(UNIT, fields), { kind: 'units', units: ['W', 'kWh'], isEvery: true }));
  }

  for (const [val, keys] of [
    [['u1'], ['u1']],
    [
      ['I1', 'p_import'],
      ['p_import', 'i1'],
    ],
    [[], []],
  ] as const) {
    it(`for the values ${JSON.stringify(val)}`, () =>
      assert.deepEqual(asked(KEYS, { val_t: 'str_array', val }), { kind: 'keys', keys }));
  }

  for (const fields of [
    { val_t: 'null', val: null },
    { val_t: 'str_array', val: null },
  ]) {
    it(`for all values by ${JSON.stringify(fields)}`, () =>
      assert.deepEqual(asked(KEYS, fields), { kind: 'keys', keys: [] }));
  }

  for (const [type, fields, cause] of [
    [UNIT, { val_t: 'string', val: 'A' }, /^unit "A" is not one of W, kWh$/],
    [UNIT, { val_t: 'string', val: 'Wh' }, /^unit "Wh" is not one of/],
    [UNIT, { val_t: 'int', val: 1 }, /^unit must be a string/],
    [UNIT, { val_t: 'string', val: 1 }, /^unit must be a string/],
    [UNIT, { val_t: 'str_array', val: ['W'] }, /^unit must be a string/],
    [
      KEYS,
      { val_t: 'str_array', val: ['u1', 'u2'] },
      /^value "u2" is not one of p_import, e_import, u1, i1$/,
    ],
    [KEYS, { val_t: 'str_array', val: ['toString'] }, /^value "toString" is not one of/],
    [KEYS, { val_t: 'string', val: 'u1' }, /^list must be/],
    [KEYS, { val_t: 'str_array', val: 'u1' }, /^list must be/],
    [KEYS, { val_t: 'str_array', val: [1] }, /^list must be/],
    ['cmd.meter.reset', {}, /it needs a meter that can be reset/],
  ] as const) {
    it(`${type} with ${JSON.stringify(fields)} is refused`, () =>
      assert.match(errorOf(routed(serviceCommand('meter_elec', type, fields), HOUSE)), cause));
  }

  it('is refused without a meter, and without extended values', () => {
    const unit = serviceCommand('meter_elec', UNIT, { val_t: 'string', val: 'W' });
    assert.match(errorOf(routed(unit)), /it needs a meter$/);
    const keys = serviceCommand('meter_elec', KEYS, { val_t: 'null', val: null });
    assert.match(
      errorOf(routed(keys, houseWith({ meterUnits: ['W'] }))),
      /it needs a meter with extended values$/,
    );
  });

  it('for a chargepoint on the meter topic is refused', () => {
    const topic = CHARGEPOINT.replace('chargepoint', 'meter_elec');
    const result = routed(messageTo(topic, { serv: 'chargepoint', type: 'cmd.charge.stop' }), HOUSE);
    assert.match(errorOf(result), /a command for chargepoint came to the service meter_elec/);
  });
});

describe('a meter report', () => {
  it('is as in h.9 and h.10', () => {
    const meterKeys = ['p_import', 'e_import', 'u1', 'u2', 'u3', 'i1', 'i2', 'i3'] as const;
    const values = {
      p_import: 11040.3,
      e_import: 1834.5601,
      u1: 230.1,
      u2: 229.84,
      u3: 231,
      i1: 16,
      i2: 15.9,
      i3: 16,
    };
    const drafts = meterDrafts(report(values), context({ meterUnits: ['kWh'], meterKeys }));
    const stamp = {
      src: 'wallbox',
      uid: '5b6a7988-9716-4a5b-b4c3-d2e1f0a9b809',
      ctime: '2026-03-01T10:07:10.000Z',
    };
    const rest = `"tags":null,"src":"wallbox","ver":"1","corid":"","uid":"${stamp.uid}","ctime":"${stamp.ctime}"}`;
    assert.deepEqual(
      drafts.map((draft) => encodeEnvelope(draft, stamp)),
      [
        {
          topic: EVENTS,
          payload:
            '{"type":"evt.meter.report","serv":"meter_elec","val_t":"float","val":1834.56,"storage":{"strategy":"aggregate","sub_value":"kWh"},"props":{"unit":"kWh"},' +
            rest,
        },
        {
          topic: EVENTS,
          payload:
            '{"type":"evt.meter_ext.report","serv":"meter_elec","val_t":"float_map","val":{"p_import":11040,"e_import":1834.56,"u1":230.1,"u2":229.8,"u3":231,"i1":16,"i2":15.9,"i3":16},"storage":{"strategy":"split"},"props":null,' +
            rest,
        },
      ],
    );
  });

  it('rounds each value as its kind asks for', () => {
    const meterKeys = [
      'p_import',
      'p1',
      'e_import',
      'e1_import',
      'u1',
      'i3',
      'u',
      'i',
      'freq',
      'p_factor',
    ] as const;
    const values = Object.fromEntries(meterKeys.map((key) => [key, 12.3456]));
    const [draft] = meterDrafts(report(values), context({ meterKeys }));
    assert.deepEqual(draft?.val, {
      ...{ p_import: 12, p1: 12, e_import: 12.35, e1_import: 12.35, u1: 12.3, i3: 12.3, u: 12.3, i: 12.3 },
      ...{ freq: 12.35, p_factor: 12.35 },
    });
  });

  it('tells under each unit the value that it stands for', () => {
    const meterUnits = ['W', 'kWh', 'A', 'V', 'Hz', 'power_factor'] as const;
    const values = { p_import: 1, e_import: 2, i: 3, u: 4, freq: 5, p_factor: 0.6 };
    const drafts = meterDrafts(report(values), context({ meterUnits }));
    assert.deepEqual(
      drafts.map(({ val, props }) => [props?.unit, val]),
      [
        ['W', 1],
        ['kWh', 2],
        ['A', 3],
        ['V', 4],
        ['Hz', 5],
        ['power_factor', 0.6],
      ],
    );
  });

  it('leaves out what is unknown, no number, or not advertised, and never tells -0', () => {
    const drafts = meterDrafts(report({ p_import: -0.2, e_import: NaN, u1: Infinity, i2: 5 }), context());
    assert.deepEqual(
      drafts.map(({ type, val }) => [type, val]),
      [
        ['evt.meter.report', 0],
        ['evt.meter_ext.report', { p_import: 0 }],
      ],
    );
    assert.ok(Object.is(drafts[0]?.val, 0));
    assert.deepEqual(meterDrafts(report({}), context()), []);
  });
});

describe('the answer to a request for the meter', () => {
  const every = { kind: 'units', units: ['W', 'kWh'], isEvery: true } as const;
  const energy = { kind: 'units', units: ['kWh'], isEvery: false } as const;
  const known = report({ p_import: 100, i1: 2 });

  it('is the unit that was asked for, with the uid of the command', () => {
    const drafts = meterAnswer(report({ p_import: 1, e_import: 2 }), energy, { ...context(), corid: 'abc' });
    assert.ok(!('refused' in drafts));
    assert.deepEqual(
      drafts.map(({ val, corid }) => [val, corid]),
      [[2, 'abc']],
    );
  });

  it('is an error and not 0 for energy that was never read', () =>
    assert.deepEqual(meterAnswer(known, energy, context()), {
      refused: 'the meter has not told e_import yet',
    }));

  it('is what is known where everything is asked for, and an error where that is nothing', () => {
    const drafts = meterAnswer(known, every, context());
    assert.ok(!('refused' in drafts) && drafts.length === 1);
    assert.deepEqual(meterAnswer(report({}), every, context()), {
      refused: 'the meter has told nothing yet',
    });
  });

  it('has all values at once, and is an error where one that was asked for is missing', () => {
    const drafts = meterAnswer(known, { kind: 'keys', keys: ['i1'] }, context());
    assert.ok(!('refused' in drafts));
    assert.deepEqual(drafts[0]?.val, { p_import: 100, i1: 2 });
    assert.deepEqual(meterAnswer(known, { kind: 'keys', keys: ['u1'] }, context()), {
      refused: 'the meter has not told u1 yet',
    });
  });
});
