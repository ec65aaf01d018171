// Whatever arrives: nothing throws, and only a valid command becomes an order.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { BrokerMessage } from '../../src/base/broker';
import { encodeEnvelope } from '../../src/fimp/envelope';
import { isReplyTopic, parseTopic } from '../../src/fimp/topic';
import {
  ADAPTER,
  ADAPTER_EVENTS,
  bytes,
  CHARGEPOINT,
  CHARGEPOINT_EVENTS,
  houseWith,
  NOW,
  routed,
} from './house';

const ARGUMENTLESS = [
  'cmd.charge.start',
  'cmd.charge.stop',
  'cmd.state.get_report',
  'cmd.current_session.get_report',
  'cmd.cable_lock.get_report',
];
const TYPES = [
  ...ARGUMENTLESS,
  ...['cmd.cable_lock.set', 'cmd.current_session.set_current', 'cmd.meter.reset', 'cmd.ping.send'],
  ...['cmd.network.get_all_nodes', 'cmd.thing.get_inclusion_report', 'evt.state.report', 'toString'],
];
const TOPICS = [
  ...[CHARGEPOINT, CHARGEPOINT_EVENTS, ADAPTER, ADAPTER_EVENTS, `${CHARGEPOINT}/`, `/${CHARGEPOINT}`],
  ...[
    CHARGEPOINT.replace('wb1', 'wb2'),
    CHARGEPOINT.replace('wb1', 'new'),
    CHARGEPOINT.replace('j1', 'j1c1'),
  ],
];

/** Mostly plausible values, now and then anything. */
const oneOf = (...values: readonly unknown[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: fc.jsonValue() });

const segment = fc.tuple(
  fc.constantFrom('pt', 'mt', 'rt', 'rn', 'ad', 'sv', ''),
  fc.string({ maxLength: 5 }),
);
const topics = fc.oneof(
  { weight: 6, arbitrary: fc.constant(CHARGEPOINT) },
  { weight: 3, arbitrary: fc.constantFrom(...TOPICS) },
  { weight: 1, arbitrary: fc.array(segment).map((all) => all.map((pair) => pair.join(':')).join('/')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);
const envelopes = fc.record(
  {
    type: oneOf(...TYPES),
    serv: oneOf('chargepoint', 'chargepoint', 'chargepoint', 'wallbox', 'meter_elec'),
    val_t: oneOf('null', 'string', 'bool', 'int'),
    val: oneOf(null, true, false, 'wb1', 10),
    props: oneOf(null, {}, { charging_mode: 'slow' }, { charging_mode: 'warp' }, { charging_mode: 3 }),
    resp_to: oneOf(null, '', 'nonsense', 'pt:j1/mt:rsp/rt:app/rn:x/ad:1', CHARGEPOINT),
    uid: oneOf('u', null),
    ctime: oneOf('2026-03-01T10:05:00Z', '2026-03-01T10:00:00Z'),
  },
  { requiredKeys: ['type', 'serv', 'val_t'] },
);
const payloads = fc.oneof(
  { weight: 8, arbitrary: envelopes.map(bytes) },
  { weight: 1, arbitrary: fc.jsonValue().map(bytes) },
  { weight: 1, arbitrary: fc.uint8Array() },
  // A message with one byte changed.
  {
    weight: 1,
    arbitrary: fc.tuple(envelopes.map(bytes), fc.nat(), fc.nat(255)).map(([payload, at, byte]) => {
      const changed = Uint8Array.from(payload);
      changed[at % changed.length] = byte;
      return changed;
    }),
  },
);
const messages: fc.Arbitrary<BrokerMessage> = fc.record({
  topic: topics,
  payload: payloads,
  isRetained: fc.oneof(
    { weight: 9, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
});

/** The rules of an order, written a second time and as plainly as can be. */
function mayBeOrder({ topic, payload, isRetained }: BrokerMessage): boolean {
  if (isRetained) return false;
  const raw = JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>;
  // A wallbox that has never answered takes a stop and nothing else.
  const isNew = topic === CHARGEPOINT.replace('ad:wb1', 'ad:new');
  if (topic !== CHARGEPOINT && !(isNew && raw.type === 'cmd.charge.stop')) return false;
  if (raw.serv !== 'chargepoint' || typeof raw.val_t !== 'string' || typeof raw.type !== 'string')
    return false;
  if (raw.type === 'cmd.cable_lock.set') return raw.val_t === 'bool' && typeof raw.val === 'boolean';
  if (raw.type !== 'cmd.charge.start') return ARGUMENTLESS.includes(raw.type);
  const props = (raw.props ?? {}) as Record<string, unknown>;
  const mode = props.charging_mode ?? '';
  return typeof mode === 'string' && ['', 'normal', 'slow'].includes(mode.toLowerCase());
}

describe('any message at all', () => {
  it('is routed without an exception, and becomes an order only if it is a valid command', () => {
    let orders = 0;
    fc.assert(
      fc.property(messages, (message) => {
        const result = routed(message, houseWith(), NOW);
        if (result.kind !== 'order') return;
        orders += 1;
        assert.ok(message.topic.endsWith(`ad:${result.address}`));
        assert.ok(mayBeOrder(message));
      }),
      {
        numRuns: 3_000,
        examples: [
          [
            {
              topic: CHARGEPOINT,
              payload: bytes({ type: 'cmd.charge.stop', serv: 'chargepoint', val_t: 'null' }),
              isRetained: false,
            },
          ],
        ],
      },
    );
    assert.ok(orders > 0);
  });

  it('is answered, if at all, with an error report that can be published', () => {
    fc.assert(
      fc.property(messages, (message) => {
        const result = routed(message, houseWith(), NOW);
        if (result.kind !== 'reply') return;
        const { topic, payload } = encodeEnvelope(result.message, { src: 'wallbox', uid: 'u', ctime: '' });
        assert.ok(parseTopic(topic) !== undefined);
        const sent = JSON.parse(payload) as { type: string; val_t: string; val: unknown };
        assert.deepEqual([sent.type, sent.val_t, typeof sent.val], ['evt.error.report', 'string', 'string']);
        assert.equal(routed({ topic, payload: bytes(payload), isRetained: false }).kind, 'ignored');
      }),
      { numRuns: 2_000 },
    );
  });

  it('can be asked to answer to any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        if (isReplyTopic(text)) assert.match(text, /^pt:j1(\/[^/:+#]*:[^/:+#]*)*$/);
        assert.equal(isReplyTopic(`${text}#`), false);
      }),
    );
  });
});
