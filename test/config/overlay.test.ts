// The overlay: what the hub has set wins until the file changes there, and never beyond the installer's limit.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Config } from '../../src/config/definition';
import { NO_OVERLAY, overlaid, parseOverlay, withKept, type Overlay } from '../../src/config/overlay';
import { settingProblem, settingsOf, settingValue } from '../../src/config/settings';
import { chargepoint, CONFIG, TWO } from '../support/sample-config';

const FREE = { key: 'free_charging', address: 'wb1' } as const;
const MODES = { key: 'charging_modes', address: 'wb1' } as const;
const LEVEL = { key: 'log_level' } as const;

function fileWith(changes: Parameters<typeof chargepoint>[1]): Config {
  return { ...CONFIG, chargepoints: [chargepoint('wb1', changes)] };
}

describe('the overlay', () => {
  it('changes nothing when it is empty', () => {
    assert.deepEqual(overlaid(CONFIG, NO_OVERLAY), { config: CONFIG, overlay: NO_OVERLAY, dropped: [] });
  });

  it('wins for the keys that are in it', () => {
    const overlay = withKept(withKept(NO_OVERLAY, CONFIG, FREE, false), CONFIG, LEVEL, 'debug');
    const { config, dropped } = overlaid(CONFIG, overlay);
    assert.deepEqual([config.chargepoints[0]?.freeCharging, config.logLevel, dropped], [false, 'debug', []]);
    assert.equal(CONFIG.chargepoints[0]?.freeCharging, true);
  });

  it('keeps the last value of a key', () => {
    const once = withKept(NO_OVERLAY, CONFIG, LEVEL, 'debug');
    const twice = withKept(once, CONFIG, LEVEL, 'trace');
    assert.deepEqual(twice.kept, [{ key: 'log_level', value: 'trace', over: 'info' }]);
  });

  it('forgets a key that is set to null, or to what the file says', () => {
    const overlay = withKept(NO_OVERLAY, CONFIG, LEVEL, 'debug');
    assert.deepEqual(withKept(overlay, CONFIG, LEVEL, null), NO_OVERLAY);
    assert.deepEqual(withKept(overlay, CONFIG, LEVEL, 'info'), NO_OVERLAY);
  });

  it('is dropped for a key when the file has changed it, and only for that one', () => {
    const overlay = withKept(withKept(NO_OVERLAY, CONFIG, MODES, { eco: 6 }), CONFIG, LEVEL, 'debug');
    const file = { ...CONFIG, logLevel: 'warning' } as const;
    const { config, overlay: left, dropped } = overlaid(file, overlay);
    assert.deepEqual([config.logLevel, dropped], ['warning', ['log_level']]);
    assert.deepEqual(settingValue(config, MODES), { eco: 6 });
    assert.deepEqual(
      left.kept.map(({ key }) => key),
      ['charging_modes'],
    );
  });

  it('stays dropped when the file changes back', () => {
    const overlay = withKept(NO_OVERLAY, CONFIG, LEVEL, 'debug');
    const left = overlaid({ ...CONFIG, logLevel: 'warning' }, overlay).overlay;
    assert.equal(overlaid(CONFIG, left).config.logLevel, 'info');
  });

  it('counts another order of modes as a change: the first one is the default', () => {
    const overlay = withKept(NO_OVERLAY, CONFIG, MODES, { eco: 6 });
    const chargingModes = [
      { name: 'slow', maxA: 6 },
      { name: 'normal', maxA: 16 },
    ];
    assert.deepEqual(overlaid(fileWith({ chargingModes }), overlay).dropped, ['charging_modes_wb1']);
  });

  it('is dropped for a chargepoint that is gone', () => {
    const overlay = withKept(NO_OVERLAY, TWO, { key: 'name', address: 'wb2' }, 'Carport');
    assert.deepEqual(overlaid(CONFIG, overlay).dropped, ['name_wb2']);
  });

  it('lowers its modes with a max_current that is lowered later', () => {
    const overlay = withKept(NO_OVERLAY, CONFIG, MODES, { fast: 16, eco: 6 });
    const { config } = overlaid(fileWith({ maxCurrentA: 10 }), overlay);
    assert.deepEqual(settingValue(config, MODES), { fast: 10, eco: 6 });
  });

  it('is dropped for a value that was never possible', () => {
    const overlay: Overlay = { version: 1, kept: [{ ...LEVEL, value: 'loud', over: 'info' }] };
    assert.deepEqual(overlaid(CONFIG, overlay), {
      config: CONFIG,
      overlay: NO_OVERLAY,
      dropped: ['log_level'],
    });
  });

  it('is read back as it was written', () => {
    const overlay = withKept(withKept(NO_OVERLAY, CONFIG, MODES, { eco: 6 }), CONFIG, FREE, false);
    assert.deepEqual(parseOverlay(JSON.stringify(overlay)), { ok: true, value: overlay });
  });

  for (const text of [
    '',
    '{',
    '[]',
    '{"version":2,"kept":[]}',
    '{"version":1}',
    '{"version":1,"kept":[{"key":"max_current","value":"x","over":null}]}',
    '{"version":1,"kept":[{"key":"name","value":3,"over":null}]}',
  ]) {
    it(`is not read from ${JSON.stringify(text)}`, () => assert.equal(parseOverlay(text).ok, false));
  }

  it('never lifts anything above max_current, whatever is in it', () => {
    const values = fc.oneof(
      fc.string(),
      fc.boolean(),
      fc.dictionary(fc.constantFrom('a', 'b', 'normal', '__proto__'), fc.integer()),
    );
    const settings = fc.constantFrom(...settingsOf(CONFIG));
    fc.assert(
      fc.property(settings, values, fc.integer({ min: 6, max: 16 }), (setting, value, maxCurrentA) => {
        const file = fileWith({ maxCurrentA, chargingModes: [{ name: 'normal', maxA: 6 }] });
        const over = settingValue(file, setting) ?? null;
        const { config } = overlaid(file, { version: 1, kept: [{ ...setting, value, over }] });
        for (const each of settingsOf(config)) {
          const now = settingValue(config, each);
          if (now !== undefined) assert.equal(settingProblem(file, each, now), undefined);
        }
        assert.equal(config.chargepoints[0]?.maxCurrentA, maxCurrentA);
      }),
    );
  });
});
