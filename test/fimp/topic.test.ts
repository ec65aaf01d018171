// Topics: fimp.md a.
import assert from 'node:assert/strict';
import {
  adapterEventTopic,
  identityOf,
  isCommandTopic,
  isReplyTopic,
  mirroredTopic,
  parseTopic,
  serviceEventTopic,
  serviceIdentity,
  subscriptions,
} from '../../src/fimp/topic';
import { ADAPTER, ADAPTER_EVENTS, CHARGEPOINT, CHARGEPOINT_EVENTS } from './house';

describe('topic', () => {
  it('splits a topic into its segments', () => {
    assert.deepEqual(parseTopic('pt:j1/mt:evt'), [
      { key: 'pt', value: 'j1' },
      { key: 'mt', value: 'evt' },
    ]);
  });

  for (const bad of [
    '',
    '/pt:j1',
    'pt:j1/',
    'pt:j1/mt',
    'pt:j1/mt:cmd:x',
    'site/pt:j1/mt:cmd',
    'pt:j1//mt:cmd',
  ]) {
    it(`takes ${JSON.stringify(bad)} for no topic`, () => assert.equal(parseTopic(bad), undefined));
  }

  it('names a service by its topic from /rt:dev/ on', () => {
    const identity = '/rt:dev/rn:wallbox/ad:1/sv:chargepoint/ad:wb1';
    assert.equal(serviceIdentity('wallbox', 'chargepoint', 'wb1'), identity);
    assert.equal(identityOf(CHARGEPOINT), identity);
    assert.equal(identityOf(ADAPTER), undefined);
  });

  it('composes the event topics', () => {
    assert.equal(serviceEventTopic('wallbox', 'chargepoint', 'wb1'), CHARGEPOINT_EVENTS);
    assert.equal(adapterEventTopic('wallbox'), ADAPTER_EVENTS);
  });

  it('mirrors a command topic, and the mt segment only', () => {
    assert.equal(mirroredTopic(CHARGEPOINT), CHARGEPOINT_EVENTS);
    assert.equal(mirroredTopic(ADAPTER), ADAPTER_EVENTS);
    assert.equal(
      mirroredTopic('pt:j1/mt:cmd/rt:dev/rn:x/ad:1/sv:y/ad:mt:cmd'),
      'pt:j1/mt:evt/rt:dev/rn:x/ad:1/sv:y/ad:mt:cmd',
    );
  });

  it('subscribes to the four topics, never with a wildcard for mt', () => {
    assert.deepEqual(subscriptions('wallbox'), [
      'pt:j1/mt:cmd/rt:ad/rn:wallbox/ad:1',
      'pt:j1/mt:cmd/rt:dev/rn:wallbox/ad:1/+/+',
      'pt:j1/mt:cmd/rt:discovery',
      'pt:j1/mt:evt/rt:ad/rn:gateway/ad:1',
    ]);
  });

  for (const good of [
    'pt:j1/mt:rsp/rt:cloud/rn:remote-client/ad:smarthome-app',
    'pt:j1/mt:rsp/rt:app/rn:tpflow/ad:1',
    'pt:j1/mt:evt/rt:discovery',
  ]) {
    it(`can answer to ${good}`, () => assert.equal(isReplyTopic(good), true));
  }

  for (const bad of [
    'pt:j1c1/mt:rsp/rt:app/rn:a/ad:1',
    'site/pt:j1/mt:rsp/rt:app/rn:a/ad:1',
    'mt:rsp/rt:app/rn:a/ad:1',
    'pt:j1/mt:rsp/rt:app/rn:+/ad:1',
    'pt:j1/mt:rsp/#',
    'pt:j1/mt:rsp/rt:app/rn:a:b/ad:1',
    'pt:j1/mt:rsp/rt:app/rn:a\u0000/ad:1',
    'zigbee/reply',
  ]) {
    it(`cannot answer to ${JSON.stringify(bad)}`, () => assert.equal(isReplyTopic(bad), false));
  }

  for (const [topic, isOurs] of [
    [CHARGEPOINT, true],
    [ADAPTER, true],
    ['pt:j1/mt:cmd/rt:dev/rn:wallbox/ad:1/sv:meter_elec/ad:nobody', true],
    [CHARGEPOINT_EVENTS, false],
    [ADAPTER_EVENTS, false],
    ['pt:j1/mt:cmd/rt:dev/rn:Wallbox/ad:1/sv:chargepoint/ad:wb1', false],
    ['pt:j1/mt:cmd/rt:dev/rn:other/ad:1/sv:chargepoint/ad:wb1', false],
    ['pt:j1c1/mt:cmd/rt:dev/rn:wallbox/ad:1/sv:chargepoint/ad:wb1', false],
    [`${CHARGEPOINT}/ad:wb1`, false],
    ['pt:j1/mt:cmd/rt:dev/rn:wallbox/ad:1/sv:chargepoint', false],
    ['pt:j1/mt:cmd/rt:dev/rn:wallbox/ad:1/chargepoint/wb1', false],
    ['pt:j1/mt:cmd/rt:discovery', false],
  ] as const) {
    it(`${isOurs ? 'takes' : 'does not take'} commands on ${topic}`, () =>
      assert.equal(isCommandTopic(topic, 'wallbox'), isOurs));
  }
});
