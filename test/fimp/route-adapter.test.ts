// The adapter's commands: fimp.md e.1, as far as things and nodes go.
import assert from 'node:assert/strict';
import { ADAPTER, ADAPTER_EVENTS, adapterCommand, errorOf, houseWith, routed } from './house';

const FOR_THING = [
  ['cmd.thing.get_inclusion_report', 'inclusion'],
  ['cmd.network.get_node', 'node'],
  ['cmd.ping.send', 'ping'],
] as const;

describe('a command to the adapter', () => {
  for (const [type, kind] of FOR_THING) {
    it(`${type} asks about one thing`, () => {
      const result = routed(adapterCommand(type, { val_t: 'string', val: 'wb1' }));
      assert.deepEqual(result, {
        kind,
        address: 'wb1',
        request: { topic: ADAPTER, serv: 'wallbox', type, uid: 'u-1', respTo: '', address: 'wb1' },
      });
    });

    for (const val of ['wb9', '', 'WB1', '/rt:dev/rn:wallbox/ad:1/sv:chargepoint/ad:wb1']) {
      it(`${type} of ${JSON.stringify(val)} is an error: there is no such thing`, () => {
        const result = routed(adapterCommand(type, { val_t: 'string', val }));
        assert.match(errorOf(result), /^there is no thing "/);
        assert.ok(result.kind === 'reply' && result.message.topic === ADAPTER_EVENTS);
      });
    }

    for (const [val_t, val] of [
      ['int', 42],
      ['string', 42],
      ['string', null],
      ['null', null],
      ['str_map', { address: 'wb1' }],
    ] as const) {
      it(`${type} with ${val_t} ${JSON.stringify(val)} is an error`, () =>
        assert.match(
          errorOf(routed(adapterCommand(type, { val_t, val }))),
          /^address must be a string \(val_t string\), got/,
        ));
    }
  }

  it('cmd.thing.get_inclusion_report of a wallbox that has never answered is an error', () => {
    const result = routed(adapterCommand('cmd.thing.get_inclusion_report', { val_t: 'string', val: 'new' }));
    assert.match(errorOf(result), /has never answered/);
  });

  for (const type of ['cmd.network.get_node', 'cmd.ping.send']) {
    it(`${type} works on a wallbox that has never answered`, () =>
      assert.equal(
        routed(adapterCommand(type, { val_t: 'string', val: 'new' })).kind,
        type === 'cmd.ping.send' ? 'ping' : 'node',
      ));
  }

  for (const fields of [{}, { val_t: 'string', val: null }, { val_t: 'int', val: 'x' }]) {
    it(`cmd.network.get_all_nodes takes ${JSON.stringify(fields)}`, () => {
      const result = routed(adapterCommand('cmd.network.get_all_nodes', fields), {
        ...houseWith(),
        things: [],
      });
      assert.equal(result.kind, 'allNodes');
    });
  }

  it('is answered with an error without storage, as it is no device that speaks', () => {
    const result = routed(adapterCommand('cmd.network.get_node', { val_t: 'string', val: 'wb9' }));
    assert.ok(result.kind === 'reply');
    assert.equal(result.message.serv, 'wallbox');
    assert.equal(result.message.storage, undefined);
  });

  for (const type of [
    'cmd.thing.exclusion',
    'cmd.network.update',
    'cmd.network.node_update',
    'cmd.auth.login',
  ]) {
    it(`${type} is ignored without a word`, () => {
      const result = routed(adapterCommand(type, { val_t: 'bool', val: true }));
      assert.ok(result.kind === 'ignored' && result.level === 'debug');
    });
  }
});
