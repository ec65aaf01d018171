// What the hub may set: names, values, limits.
import assert from 'node:assert/strict';
import { durationMs, durationText } from '../../src/config/duration';
import {
  findSetting,
  settingName,
  settingProblem,
  settingsOf,
  settingValue,
  withSetting,
  type SettingKey,
} from '../../src/config/settings';
import { CONFIG, TWO } from '../support/sample-config';

const settingOf = (key: SettingKey) => settingsOf(CONFIG).find((setting) => setting.key === key)!;

describe('the settings of a configuration', () => {
  it('are two for all and four for each chargepoint', () => {
    assert.deepEqual(settingsOf(TWO).map(settingName), [
      ...['log_level', 'states'],
      ...['name_wb1', 'free_charging_wb1', 'charging_modes_wb1', 'poll_interval_wb1'],
      ...['name_wb2', 'free_charging_wb2', 'charging_modes_wb2', 'poll_interval_wb2'],
    ]);
  });

  it('are found by name, and without an address where there is only one chargepoint', () => {
    assert.deepEqual(findSetting(CONFIG, 'name'), { key: 'name', address: 'wb1' });
    assert.deepEqual(findSetting(TWO, 'name_wb2'), { key: 'name', address: 'wb2' });
    for (const name of ['name', 'name_wb9', 'max_current', '', 'constructor'])
      assert.equal(findSetting(TWO, name), undefined, name);
  });

  for (const [key, value] of [
    ['log_level', 'info'],
    ['states', 'standard'],
    ['name', 'Box wb1'],
    ['free_charging', true],
    ['charging_modes', { normal: 16, slow: 6 }],
    ['poll_interval', undefined],
  ] as const) {
    it(`tell ${key}`, () => assert.deepEqual(settingValue(CONFIG, settingOf(key)), value));
  }

  for (const [key, value] of [
    ['log_level', 'trace'],
    ['states', 'extended'],
    ['name', 'Garage'],
    ['free_charging', false],
    ['charging_modes', { eco: 6 }],
    ['charging_modes', {}],
    ['poll_interval', '0s'],
    ['poll_interval', '100ms'],
    ['poll_interval', '2m'],
  ] as const) {
    it(`take ${key} ${JSON.stringify(value)}`, () => {
      const setting = settingOf(key);
      assert.equal(settingProblem(CONFIG, setting, value), undefined);
      assert.deepEqual(settingValue(withSetting(CONFIG, setting, value), setting), value);
    });
  }

  for (const [key, value, problem] of [
    ['log_level', 'loud', /one of trace, debug/],
    ['log_level', 3, /one of/],
    ['states', 'all', /standard or extended/],
    ['states', ['standard'], /standard or extended/],
    ['name', '', /1 to 100 characters/],
    ['name', '  ', /1 to 100 characters/],
    ['name', 'x'.repeat(101), /1 to 100 characters/],
    ['name', 5, /1 to 100 characters/],
    ['free_charging', 'true', /true or false/],
    ['free_charging', 1, /true or false/],
    ['charging_modes', { normal: 17 }, /whole amperes from 6 to 16 \(max_current\)/],
    ['charging_modes', { normal: 5 }, /6 to 16/],
    ['charging_modes', { normal: 10.5 }, /whole amperes/],
    ['charging_modes', { normal: '10' }, /whole amperes/],
    ['charging_modes', { Normal: 10 }, /names of/],
    ['charging_modes', { 'a b': 10 }, /names of/],
    ['charging_modes', [10], /a map/],
    ['charging_modes', 'normal', /a map/],
    ['charging_modes', Object.fromEntries(Array.from({ length: 17 }, (_, n) => [`m${n}`, 6])), /at most 16/],
    ['poll_interval', '50ms', /at least 100ms/],
    ['poll_interval', '1', /duration/],
    ['poll_interval', 1000, /duration/],
    ['poll_interval', '-1s', /duration/],
  ] as const) {
    it(`refuse ${key} ${JSON.stringify(value).slice(0, 40)}`, () =>
      assert.match(settingProblem(CONFIG, settingOf(key), value) ?? 'taken', problem));
  }

  it('leave every other chargepoint as it is', () => {
    const changed = withSetting(TWO, { key: 'free_charging', address: 'wb2' }, false);
    assert.deepEqual(
      changed.chargepoints.map(({ freeCharging }) => freeCharging),
      [true, false],
    );
    assert.equal(changed.chargepoints[0], TWO.chargepoints[0]);
  });

  it('never let a mode exceed the limit, even unchecked', () => {
    const setting = settingOf('charging_modes');
    assert.deepEqual(settingValue(withSetting(CONFIG, setting, { fast: 99 }), setting), { fast: 16 });
  });
});

describe('a duration', () => {
  for (const [ms, text] of [
    [0, '0s'],
    [250, '250ms'],
    [1000, '1s'],
    [1500, '1500ms'],
    [60_000, '1m'],
    [90_000, '90s'],
    [7_200_000, '2h'],
  ] as const) {
    it(`of ${ms} ms is written ${text} and read back`, () => {
      assert.equal(durationText(ms), text);
      assert.equal(durationMs(text), ms);
    });
  }
});
