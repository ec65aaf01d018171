// Commands of adapter and application that change things: fimp.md e.1, e.4, e.5.
import assert from 'node:assert/strict';
import { LOG_LEVELS } from '../../src/base/log';
import { isChanging } from '../../src/fimp/application-command';
import { ADAPTER, adapterCommand, errorOf, messageTo, routed } from './house';

const DISCOVERY = 'pt:j1/mt:cmd/rt:discovery';
const GATEWAY = 'pt:j1/mt:evt/rt:ad/rn:gateway/ad:1';

function application(type: string, fields: Readonly<Record<string, unknown>> = {}): unknown {
  const result = routed(adapterCommand(type, fields));
  if (result.kind !== 'application') throw new Error(JSON.stringify(result));
  return result.command;
}

describe('a command that changes which things there are', () => {
  for (const thing of ['wb1', 'ghost']) {
    it(`deletes ${thing}`, () => {
      const result = routed(
        adapterCommand('cmd.thing.delete', { val_t: 'str_map', val: { address: thing, more: 'x' } }),
      );
      assert.ok(result.kind === 'delete' && result.thing === thing && result.request.uid === 'u-1');
    });
  }

  for (const [val_t, val] of [
    ['str_map', {}],
    ['str_map', { address: '' }],
    ['str_map', { address: 5 }],
    ['str_map', null],
    ['string', 'wb1'],
    ['object', { address: 'wb1' }],
    ['null', null],
  ] as const) {
    it(`deletes nothing with ${val_t} ${JSON.stringify(val)}`, () =>
      assert.match(
        errorOf(routed(adapterCommand('cmd.thing.delete', { val_t, val }))),
        /^thing must be|has no address/,
      ));
  }

  it('includes everything by inclusion true, and nothing by false', () => {
    const mode = (val: boolean) => routed(adapterCommand('cmd.thing.inclusion', { val_t: 'bool', val }));
    assert.equal(mode(true).kind, 'includeAll');
    assert.equal(mode(false).kind, 'ignored');
    const wrong = adapterCommand('cmd.thing.inclusion', { val_t: 'string', val: 'true' });
    assert.match(errorOf(routed(wrong)), /^inclusion must be true or false/);
  });

  for (const fields of [{}, { val_t: 'string', val: '' }]) {
    it(`resets the network with ${JSON.stringify(fields)}`, () =>
      assert.equal(routed(adapterCommand('cmd.network.reset', fields)).kind, 'resetNetwork'));
  }

  it('is the factory reset of the gateway, on its topic only', () => {
    const type = 'evt.gateway.factory_reset';
    assert.equal(routed(messageTo(GATEWAY, { serv: 'gateway', type })).kind, 'factoryReset');
    assert.equal(routed(messageTo(GATEWAY, { serv: 'anything', type })).kind, 'factoryReset');
    assert.equal(
      routed({ ...messageTo(GATEWAY, { serv: 'gateway', type }), isRetained: true }).kind,
      'ignored',
    );
    for (const topic of [ADAPTER, DISCOVERY, GATEWAY.replace('evt', 'cmd'), `${GATEWAY}1`])
      assert.equal(routed(messageTo(topic, { serv: 'wallbox', type })).kind, 'ignored', topic);
  });
});

describe('discovery', () => {
  it('is asked for on its own topic, whatever the service', () => {
    const type = 'cmd.discovery.request';
    for (const serv of ['system', 'x'])
      assert.equal(routed(messageTo(DISCOVERY, { serv, type })).kind, 'discovery');
    assert.equal(routed(messageTo(ADAPTER, { serv: 'wallbox', type })).kind, 'ignored');
    assert.equal(routed(messageTo(DISCOVERY, { serv: 'system', type: 'cmd.x' })).kind, 'ignored');
  });
});

describe('a command to the application', () => {
  for (const [type, kind] of [
    ['cmd.app.get_state', 'getState'],
    ['cmd.app.uninstall', 'uninstall'],
    ['cmd.app.reset', 'resetApplication'],
    ['cmd.app.get_diag', 'getDiagnosis'],
    ['cmd.config.get_report', 'getConfig'],
    ['cmd.config.get_extended_report', 'getExtendedConfig'],
    ['cmd.log.get_level', 'getLogLevel'],
  ] as const) {
    for (const fields of [{}, { val_t: 'string', val: null }, { val_t: 'int', val: 1 }]) {
      it(`${type} is taken with ${JSON.stringify(fields)}`, () =>
        assert.deepEqual(application(type, fields), { kind }));
    }
  }

  for (const [val_t, val, isWithState] of [
    ['null', null, false],
    ['string', '', false],
    ['string', 'manifest', false],
    ['string', 'manifest_state', true],
    ['string', 'full', true],
  ] as const) {
    it(`asks for the manifest with ${val_t} ${val ?? 'null'}`, () =>
      assert.deepEqual(application('cmd.app.get_manifest', { val_t, val }), {
        kind: 'getManifest',
        isWithState,
      }));
  }

  it('asks for no manifest with another value type', () => {
    const message = adapterCommand('cmd.app.get_manifest', { val_t: 'bool', val: true });
    assert.match(errorOf(routed(message)), /^manifest must be null or a string, got bool$/);
  });

  for (const level of LOG_LEVELS) {
    it(`sets the log level ${level}`, () =>
      assert.deepEqual(application('cmd.log.set_level', { val_t: 'string', val: level }), {
        ...{ kind: 'setLogLevel', level },
      }));
  }

  for (const [val_t, val] of [
    ['string', 'loud'],
    ['string', 'INFO'],
    ['string', ''],
    ['string', null],
    ['int', 3],
  ] as const) {
    it(`sets no log level with ${val_t} ${JSON.stringify(val)}`, () =>
      assert.match(
        errorOf(routed(adapterCommand('cmd.log.set_level', { val_t, val }))),
        /^log level must be/,
      ));
  }

  it('sets the configuration: what is in it is looked at later', () => {
    const given = { mqtt: 'x' };
    assert.deepEqual(application('cmd.config.extended_set', { val_t: 'object', val: given }), {
      ...{ kind: 'setExtendedConfig', given },
    });
    for (const [val_t, val] of [
      ['string', 'x'],
      ['object', [1]],
      ['object', null],
      ['str_map', {}],
    ] as const)
      assert.deepEqual(application('cmd.config.extended_set', { val_t, val }), {
        ...{ kind: 'setExtendedConfig', given: undefined },
      });
  });

  it('names a setting in its type', () => {
    assert.deepEqual(application('cmd.config.get_poll_interval'), {
      kind: 'getSetting',
      name: 'poll_interval',
    });
    assert.deepEqual(application('cmd.config.set_name_wb1', { val_t: 'string', val: 'x' }), {
      ...{ kind: 'setSetting', name: 'name_wb1', valT: 'string', value: 'x' },
    });
    for (const type of [
      'cmd.config.set_',
      'cmd.config.get_a.b',
      'cmd.config.put_name',
      'cmd.config.set_report x',
    ])
      assert.equal(routed(adapterCommand(type)).kind, 'ignored', type);
  });

  it('is one at a time where it changes something', () => {
    assert.deepEqual(
      (
        [
          ...['getState', 'getConfig', 'getExtendedConfig', 'getLogLevel', 'getDiagnosis'],
          ...['uninstall', 'resetApplication'],
        ] as ('getState' | 'uninstall')[]
      ).map((kind) => isChanging({ kind })),
      [false, false, false, false, false, true, true],
    );
    assert.equal(isChanging({ kind: 'setLogLevel', level: 'info' }), true);
    assert.equal(isChanging({ kind: 'getManifest', isWithState: true }), false);
  });

  for (const type of ['cmd.auth.login', 'cmd.auth.logout', 'cmd.auth.set_tokens', 'cmd.app.dance']) {
    it(`${type} is ignored without a word`, () => {
      const result = routed(adapterCommand(type, { val_t: 'object', val: {} }));
      assert.ok(result.kind === 'ignored' && result.level === 'debug');
    });
  }
});
