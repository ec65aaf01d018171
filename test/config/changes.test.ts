// What an object from the hub changes: the settings, and nothing else.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { changeOf, changesIn } from '../../src/config/changes';
import { SETTING_KEYS } from '../../src/config/settings';
import { shownSections, shownSettings } from '../../src/config/shown';
import { CONFIG, TWO } from '../support/sample-config';

const shown = (config = CONFIG) => ({ ...shownSettings(config), ...shownSections(config) });

function changed(given: Readonly<Record<string, unknown>>, config = CONFIG): unknown {
  const result = changesIn(given, config, config);
  if ('refused' in result) return result.refused;
  return result.changes.map(({ setting, value }) => [setting.key, setting.address, value]);
}

describe('what the hub is shown', () => {
  it('has no secret in it', () => {
    assert.ok(!JSON.stringify(shown()).includes('topsecret'));
    assert.ok(!('password' in (shown()['mqtt'] as object)));
  });

  it('has the keys of the file', () => {
    const { mqtt, fimp, buses, chargepoints, state_dir } = shown();
    assert.deepEqual(
      { mqtt, fimp, buses, chargepoints, state_dir },
      {
        mqtt: {
          ...{ url: 'mqtt://hub:1884', username: 'wallbox' },
          ...{ client_id: 'chargepointd-wallbox', reject_unauthorized: true },
        },
        fimp: { resource_name: 'wallbox', states: 'standard' },
        buses: { garage: { tcp: '192.168.1.50:502', framing: 'tcp' } },
        chargepoints: [
          {
            ...{ address: 'wb1', name: 'Box wb1', driver: 'abb/terra-ac', bus: 'garage', unit_id: 1 },
            ...{ max_current: 16, charging_modes: { normal: 16, slow: 6 }, free_charging: true },
            ...{ control: true, setup: false },
          },
        ],
        state_dir: '/var/lib/chargepointd',
      },
    );
  });

  it('has every setting under its own name', () => {
    assert.deepEqual(shownSettings(CONFIG), {
      log_level: 'info',
      states: 'standard',
      name_wb1: 'Box wb1',
      free_charging_wb1: true,
      charging_modes_wb1: { normal: 16, slow: 6 },
    });
  });
});

describe('an object from the hub', () => {
  for (const [name, given, expected] of [
    ['that is empty changes nothing', {}, []],
    [
      'sets by name',
      { log_level: 'debug', name_wb1: 'x' },
      [
        ['log_level', undefined, 'debug'],
        ['name', 'wb1', 'x'],
      ],
    ],
    ['sets without an address', { free_charging: false }, [['free_charging', 'wb1', false]]],
    [
      'sets in the sections of the file',
      { fimp: { states: 'extended' } },
      [['states', undefined, 'extended']],
    ],
    [
      'sets in the list of chargepoints',
      { chargepoints: [{ address: 'wb1', poll_interval: '2s', bus: 'garage' }] },
      [['poll_interval', 'wb1', '2s']],
    ],
    ['goes back with null', { name: null }, [['name', 'wb1', null]]],
    [
      'may say the same twice',
      { name: 'x', name_wb1: 'x' },
      [
        ['name', 'wb1', 'x'],
        ['name', 'wb1', 'x'],
      ],
    ],
  ] as const) {
    it(name, () => assert.deepEqual(changed(given), expected));
  }

  it('that comes back as it was shown changes nothing', () => {
    assert.deepEqual(changed(shown()), []);
    assert.deepEqual(changed(shown(TWO), TWO), []);
  });

  it('that comes back with one value changed changes that one', () => {
    assert.deepEqual(changed({ ...shown(), free_charging_wb1: false }), [['free_charging', 'wb1', false]]);
  });

  for (const [given, refusal] of [
    [{ max_current: 32 }, /^max_current is read-only here: only log_level, states, name/],
    [{ max_current_wb1: 32 }, /is read-only/],
    [{ mqtt: { url: 'mqtt://evil' } }, /^mqtt is read-only/],
    [{ mqtt: null }, /^mqtt is read-only/],
    [{ state_dir: '/tmp' }, /^state_dir is read-only/],
    [{ fimp: { resource_name: 'x' } }, /^fimp.resource_name is read-only/],
    [{ chargepoints: [{ address: 'wb1', max_current: 32 }] }, /^chargepoints.max_current is read-only/],
    [{ chargepoints: [{ address: 'wb9' }] }, /neither added nor renumbered/],
    [{ chargepoints: 5 }, /^chargepoints is read-only/],
    [{ chargepoints: [5] }, /neither added/],
    [{ charging_modes: { fast: 17 } }, /^charging_modes_wb1 must have whole amperes from 6 to 16/],
    [{ name: 'x', name_wb1: 'y' }, /^name_wb1 is given twice/],
    [{ name: 'x', poll_interval: '1ms' }, /^poll_interval_wb1 must be a duration/],
    [{ password: 'x' }, /read-only/],
    [JSON.parse('{"__proto__": {"log_level": "debug"}}'), /read-only/],
    [{ constructor: 1 }, /read-only/],
  ] as readonly (readonly [Readonly<Record<string, unknown>>, RegExp])[]) {
    it(`${JSON.stringify(given)} is refused as a whole`, () => assert.match(String(changed(given)), refusal));
  }

  it('must say which chargepoint is meant where there are several', () => {
    assert.equal(
      changed({ name: 'x' }, TWO),
      'there are several chargepoints: name_wb1 or name_wb2 is meant',
    );
    assert.deepEqual(changed({ name_wb2: 'x' }, TWO), [['name', 'wb2', 'x']]);
  });

  it('changes nothing but settings, whatever is in it', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.oneof(fc.constantFrom(...Object.keys(shown())), fc.string()), fc.jsonValue()),
        (given) => {
          const result = changesIn(given, CONFIG, CONFIG);
          if ('refused' in result) return;
          for (const { setting } of result.changes) assert.ok(SETTING_KEYS.includes(setting.key));
        },
      ),
    );
  });
});

describe('one setting by its name', () => {
  it('is no change when it is so already', () => {
    assert.deepEqual(changeOf('log_level', 'info', CONFIG, CONFIG), { changes: [] });
  });

  it('is held against the limit of the file and not of the overlay', () => {
    const result = changeOf('charging_modes', { fast: 16 }, CONFIG, CONFIG);
    assert.ok(!('refused' in result) && result.changes.length === 1);
  });
});
