// The services parameters, dev_sys and version: fimp.md e.6.
import assert from 'node:assert/strict';
import { parameterDraft, supportedParameters } from '../../src/fimp/parameters';
import { versionReport } from '../../src/fimp/version';
import { CAPABILITIES, errorOf, FULL, houseWith, orderOf, routed, serviceCommand } from './house';

const HOUSE = houseWith(FULL);
const EVENTS = 'pt:j1/mt:evt/rt:dev/rn:wallbox/ad:1/sv:parameters/ad:wb1';
const CONTEXT = { resourceName: 'wallbox', address: 'wb1', capabilities: { ...CAPABILITIES, ...FULL } };

function set(val: unknown, house = HOUSE) {
  return routed(serviceCommand('parameters', 'cmd.param.set', { val_t: 'object', val }), house);
}

function get(val: unknown, house = HOUSE) {
  return routed(serviceCommand('parameters', 'cmd.param.get_report', { val_t: 'string', val }), house);
}

const value = (parameter_id: unknown, value_type: unknown, given: unknown) => {
  return { parameter_id, value_type, value: given };
};

describe('a parameter', () => {
  for (const [given, order] of [
    [value('cable_always_locked', 'bool', true), { id: 'cable_always_locked', value: true }],
    [value('led_brightness', 'int', 0), { id: 'led_brightness', value: 0 }],
    [
      { ...value('led_brightness', 'int', 100), size: 4 },
      { id: 'led_brightness', value: 100 },
    ],
  ] as const) {
    it(`is set by ${JSON.stringify(given)}`, () =>
      assert.deepEqual(orderOf(set(given)), { kind: 'setParameter', ...order }));
  }

  it('is read by its id', () => {
    assert.deepEqual(orderOf(get('led_brightness')), { kind: 'getParameter', id: 'led_brightness' });
  });

  it('that we keep ourselves goes to no wallbox', () => {
    for (const isFree of [true, false]) {
      const result = set(value('free_charging', 'bool', isFree));
      assert.ok(result.kind === 'setFreeCharging' && result.isFree === isFree && result.address === 'wb1');
    }
    assert.equal(get('free_charging').kind, 'freeCharging');
  });

  for (const [given, cause] of [
    [
      value('colour', 'string', 'red'),
      /^parameter "colour" is not one of free_charging, cable_always_locked/,
    ],
    [value('constructor', 'string', 'red'), /is not one of/],
    [value(undefined, 'bool', true), /is not one of/],
    [value(5, 'int', 5), /is not one of/],
    [value('rotation', 'string', 'rst'), /^parameter rotation is read-only$/],
    [value('free_charging', 'string', 'true'), /^parameter free_charging has value_type bool$/],
    [value('free_charging', 'bool', 'true'), /^the value of free_charging is not of type bool$/],
    [value('led_brightness', 'int', 1.5), /is not of type int/],
    [value('led_brightness', 'int', -1), /^the value of led_brightness must be at least 0$/],
    [value('led_brightness', 'int', 101), /^the value of led_brightness must be at most 100$/],
    [value('led_brightness', undefined, 5), /has value_type int/],
    [null, /^parameter must be an object/],
    [[], /^parameter must be an object/],
    ['free_charging', /^parameter must be an object/],
  ] as const) {
    it(`is refused: ${JSON.stringify(given)}`, () => assert.match(errorOf(set(given)), cause));
  }

  it('of one that can be set to some values only takes no other', () => {
    const options = [{ label: 'a', value: 1 }];
    const parameter = { ...FULL.parameters[1], id: 'choice', options };
    const house = houseWith({ ...FULL, parameters: [parameter] });
    assert.deepEqual(orderOf(set(value('choice', 'int', 1), house)), {
      ...{ kind: 'setParameter', id: 'choice', value: 1 },
    });
    assert.match(errorOf(set(value('choice', 'int', 2), house)), /must be one of 1$/);
  });

  it('is refused under another value type', () => {
    const text = serviceCommand('parameters', 'cmd.param.set', { val_t: 'string', val: 'x' });
    assert.match(errorOf(routed(text, HOUSE)), /^parameter must be/);
    assert.match(errorOf(get(5)), /^parameter id must be a string/);
    assert.match(errorOf(get('colour')), /is not one of/);
  });

  it('is not there on a wallbox that is only observed and has none of its own', () => {
    assert.match(errorOf(get('free_charging', houseWith({ canControl: false }))), /it needs parameters$/);
  });
});

describe('the list of parameters', () => {
  it('is asked for', () => {
    const result = routed(serviceCommand('parameters', 'cmd.sup_params.get_report'), HOUSE);
    assert.ok(result.kind === 'parameters' && result.address === 'wb1');
  });

  it('names each with its type, widget and limits', () => {
    const draft = supportedParameters({ ...CONTEXT, corid: 'abc' });
    assert.ok(draft);
    const { val, ...envelope } = draft;
    assert.deepEqual(envelope, {
      ...{ topic: EVENTS, serv: 'parameters', corid: 'abc' },
      ...{ type: 'evt.sup_params.report', valT: 'object' },
    });
    const [free, locked, led, rotation] = val as Record<string, unknown>[];
    assert.equal(free?.parameter_id, 'free_charging');
    assert.deepEqual(locked, {
      ...{ parameter_id: 'cable_always_locked', name: 'Cable always locked', description: '' },
      ...{ value_type: 'bool', widget_type: 'input', read_only: false },
    });
    assert.deepEqual([led?.min, led?.max, led?.default_value], [0, 100, 80]);
    assert.deepEqual([rotation?.widget_type, rotation?.read_only], ['select', true]);
    assert.deepEqual(rotation?.options, FULL.parameters[2].options);
  });

  it('is not there where there is none, or nothing is known', () => {
    const capabilities = { ...CAPABILITIES, canControl: false };
    assert.equal(supportedParameters({ ...CONTEXT, capabilities }), undefined);
    assert.equal(supportedParameters({ ...CONTEXT, capabilities: undefined }), undefined);
  });
});

describe('a parameter report', () => {
  for (const [given, valueType] of [
    [true, 'bool'],
    [5, 'int'],
    ['rst', 'string'],
  ] as const) {
    it(`tells ${JSON.stringify(given)} as ${valueType}, stored by parameter`, () => {
      assert.deepEqual(parameterDraft('p', given, CONTEXT), {
        ...{ topic: EVENTS, serv: 'parameters', type: 'evt.param.report', valT: 'object' },
        val: { parameter_id: 'p', value_type: valueType, value: given },
        storage: { strategy: 'aggregate', sub_value: 'p' },
      });
    });
  }
});

describe('dev_sys and version', () => {
  for (const fields of [
    {},
    { val_t: 'bool', val: true },
    { val_t: 'bool', val: false },
    { val_t: 'int', val: 'x' },
  ]) {
    it(`a restart is ordered by ${JSON.stringify(fields)}`, () => {
      const result = routed(serviceCommand('dev_sys', 'cmd.thing.reboot', fields), HOUSE);
      assert.deepEqual(orderOf(result), { kind: 'reboot' });
    });
  }

  it('a restart is refused where there is no such thing', () => {
    assert.match(errorOf(routed(serviceCommand('dev_sys', 'cmd.thing.reboot'))), /can be restarted/);
  });

  it('a version is asked for, and told as far as it is known', () => {
    assert.equal(routed(serviceCommand('version', 'cmd.version.get_report'), HOUSE).kind, 'version');
    const draft = versionReport(CONTEXT);
    assert.deepEqual(
      [draft.type, draft.valT, draft.val],
      [...['evt.version.report', 'str_map', { firmware: '1.14', hardware: '2' }]],
    );
    const identity = { manufacturer: 'a', model: 'b', firmware: '3' };
    assert.deepEqual(versionReport({ ...CONTEXT, capabilities: { ...CAPABILITIES, identity } }).val, {
      firmware: '3',
    });
  });
});
