// Routing: the order of processing of fimp.md b.4, and the replies of b.4 and b.5.
import assert from 'node:assert/strict';
import {
  ADAPTER,
  ADAPTER_EVENTS,
  bytes,
  CHARGEPOINT,
  CHARGEPOINT_EVENTS,
  command,
  errorOf,
  houseWith,
  messageTo,
  orderOf,
  routed,
} from './house';

describe('routing a message', () => {
  it('ignores a retained command, with a warning', () => {
    const result = routed({ ...command('cmd.charge.start'), isRetained: true });
    assert.deepEqual(result, {
      kind: 'ignored',
      reason: 'a retained message is a stale one',
      level: 'warning',
    });
  });

  it('ignores a retained message before it looks inside', () => {
    const result = routed({ topic: CHARGEPOINT, payload: bytes('garbage'), isRetained: true });
    assert.ok(result.kind === 'ignored' && result.reason.includes('retained'));
  });

  for (const [name, payload] of [
    ['is not JSON', 'garbage'],
    ['has no type', { serv: 'chargepoint', val_t: 'null' }],
    ['has no serv', { type: 'cmd.charge.stop', val_t: 'null' }],
    ['has no val_t', { type: 'cmd.charge.stop', serv: 'chargepoint' }],
  ] as const) {
    it(`drops a message that ${name}, with a warning and no reply`, () => {
      const result = routed({ topic: CHARGEPOINT, payload: bytes(payload), isRetained: false });
      assert.ok(result.kind === 'ignored' && result.level === 'warning');
    });
  }

  for (const [name, topic, fields] of [
    ['another service name', CHARGEPOINT, { serv: 'out_bin_switch', type: 'cmd.binary.set' }],
    ['an unknown interface', CHARGEPOINT, { serv: 'chargepoint', type: 'cmd.charge.boost' }],
    ['a name that every object has', CHARGEPOINT, { serv: 'chargepoint', type: 'constructor' }],
    ['an event', CHARGEPOINT, { serv: 'chargepoint', type: 'evt.state.report' }],
    ['an error report, even of ours', ADAPTER, { serv: 'wallbox', type: 'evt.error.report' }],
    ['another adapter', ADAPTER, { serv: 'zigbee', type: 'cmd.network.get_all_nodes' }],
    ['an adapter command of 2020', CHARGEPOINT, { serv: 'chargepoint', type: 'cmd.access.set' }],
    [
      'a cloud topic',
      'pt:j1c1/mt:cmd/rt:dev/rn:wallbox/ad:1/sv:chargepoint/ad:wb1',
      { serv: 'chargepoint', type: 'cmd.charge.stop' },
    ],
    ['an event topic', CHARGEPOINT_EVENTS, { serv: 'chargepoint', type: 'cmd.charge.stop' }],
    [
      'the topic of another adapter',
      'pt:j1/mt:cmd/rt:dev/rn:easee/ad:1/sv:chargepoint/ad:wb1',
      { serv: 'chargepoint', type: 'cmd.charge.stop' },
    ],
    ['the gateway', 'pt:j1/mt:evt/rt:ad/rn:gateway/ad:1', { serv: 'gateway', type: 'evt.gateway.x' }],
  ] as const) {
    it(`ignores ${name} without a word`, () => {
      const result = routed(messageTo(topic, fields));
      assert.ok(result.kind === 'ignored' && result.level === 'debug');
    });
  }

  it('routes by the payload and not by the topic: an adapter command on a device topic', () => {
    const result = routed(messageTo(CHARGEPOINT, { serv: 'wallbox', type: 'cmd.network.get_all_nodes' }));
    assert.equal(result.kind, 'allNodes');
  });

  it('answers a command to an unknown address on the mirrored topic of that address', () => {
    const topic = 'pt:j1/mt:cmd/rt:dev/rn:wallbox/ad:1/sv:chargepoint/ad:wb9';
    const result = routed(messageTo(topic, { serv: 'chargepoint', type: 'cmd.charge.stop' }));
    assert.ok(result.kind === 'reply');
    assert.equal(result.message.topic, 'pt:j1/mt:evt/rt:dev/rn:wallbox/ad:1/sv:chargepoint/ad:wb9');
    assert.match(errorOf(result), /no such service/);
    assert.equal(result.message.props?.src, undefined);
  });

  for (const address of ['WB1', 'wb1_0', 'wb', 'wb10']) {
    it(`does not take ${address} for wb1`, () => {
      const topic = `pt:j1/mt:cmd/rt:dev/rn:wallbox/ad:1/sv:chargepoint/ad:${address}`;
      assert.match(
        errorOf(routed(messageTo(topic, { serv: 'chargepoint', type: 'cmd.charge.start' }))),
        /no such service/,
      );
    });
  }

  it('answers a chargepoint command on the adapter topic with an error there', () => {
    const result = routed(messageTo(ADAPTER, { serv: 'chargepoint', type: 'cmd.charge.stop' }));
    assert.ok(result.kind === 'reply');
    assert.equal(result.message.topic, ADAPTER_EVENTS);
  });

  it('answers a meter command on the chargepoint topic with an error', () => {
    const fields = { serv: 'meter_elec', type: 'cmd.meter.get_report', val_t: 'string', val: 'W' };
    const result = routed(messageTo(CHARGEPOINT, fields));
    assert.match(errorOf(result), /a command for meter_elec came to the service chargepoint/);
    assert.ok(result.kind === 'reply' && result.message.serv === 'meter_elec');
  });

  it('checks the argument before the capability', () => {
    const message = command('cmd.cable_lock.set', { val_t: 'string', val: 'true' });
    assert.match(errorOf(routed(message, houseWith({ lock: 'none' }))), /lock must be true or false/);
  });

  it('hands a stop on although the wallbox has never answered: it stays wanted', () => {
    const topic = CHARGEPOINT.replace('ad:wb1', 'ad:new');
    const result = routed(messageTo(topic, { serv: 'chargepoint', type: 'cmd.charge.stop' }));
    assert.ok(result.kind === 'order');
    assert.deepEqual(result.order, { kind: 'stop' });
  });

  it('says that a wallbox has never answered', () => {
    const topic = 'pt:j1/mt:cmd/rt:dev/rn:wallbox/ad:1/sv:chargepoint/ad:new';
    const result = routed(messageTo(topic, { serv: 'chargepoint', type: 'cmd.charge.start' }));
    assert.match(errorOf(result), /has never answered/);
  });

  it('hands on what is needed to answer', () => {
    const result = routed(
      command('cmd.charge.stop', { uid: 'abc', resp_to: 'pt:j1/mt:rsp/rt:app/rn:x/ad:1' }),
    );
    assert.deepEqual(result, {
      kind: 'order',
      address: 'wb1',
      order: { kind: 'stop' },
      request: {
        topic: CHARGEPOINT,
        serv: 'chargepoint',
        type: 'cmd.charge.stop',
        uid: 'abc',
        respTo: 'pt:j1/mt:rsp/rt:app/rn:x/ad:1',
        address: 'wb1',
      },
    });
  });

  it('a resp_to that is no topic does not stop a command', () => {
    assert.deepEqual(orderOf(routed(command('cmd.charge.stop', { resp_to: 'nonsense' }))), { kind: 'stop' });
  });

  it('a resp_to that is no topic leaves an error unsaid, with a warning', () => {
    const result = routed(
      command('cmd.charge.start', { props: { charging_mode: 'warp' }, resp_to: 'nonsense' }),
    );
    assert.ok(result.kind === 'ignored' && result.level === 'warning');
    assert.match(result.reason, /resp_to is not a FIMP topic: nonsense/);
  });

  it('an adapter named like the service still has both', () => {
    const house = { ...houseWith(), resourceName: 'chargepoint' };
    const topic = 'pt:j1/mt:cmd/rt:dev/rn:chargepoint/ad:1/sv:chargepoint/ad:wb1';
    const fields = { serv: 'chargepoint', type: 'cmd.charge.stop' };
    assert.equal(routed(messageTo(topic, fields), house).kind, 'order');
  });
});
