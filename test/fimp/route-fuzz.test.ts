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
  FULL,
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
  'cmd.max_current.get_report',
  'cmd.phase_mode.get_report',
];
const TYPES = [
  ...ARGUMENTLESS,
  ...['cmd.cable_lock.set', 'cmd.current_session.set_current', 'cmd.max_current.set', 'cmd.phase_mode.set'],
  ...['cmd.meter.get_report', 'cmd.meter_ext.get_report', 'cmd.meter.reset', 'cmd.thing.reboot'],
  ...['cmd.param.set', 'cmd.param.get_report', 'cmd.sup_params.get_report', 'cmd.version.get_report'],
  ...['cmd.network.get_all_nodes', 'cmd.thing.get_inclusion_report', 'cmd.thing.delete', 'cmd.ping.send'],
  ...['cmd.thing.inclusion', 'cmd.network.reset', 'cmd.app.get_manifest', 'cmd.app.uninstall'],
  ...['cmd.config.extended_set', 'cmd.config.set_name', 'cmd.config.get_name', 'cmd.log.set_level'],
  ...['cmd.discovery.request', 'evt.gateway.factory_reset', 'evt.state.report', 'toString'],
];
const METER = CHARGEPOINT.replace('chargepoint', 'meter_elec');
const PARAMETERS = CHARGEPOINT.replace('chargepoint', 'parameters');
const HOUSE = houseWith(FULL);
const TOPICS = [
  ...[METER, PARAMETERS, CHARGEPOINT.replace('chargepoint', 'dev_sys')],
  ...['pt:j1/mt:cmd/rt:discovery', 'pt:j1/mt:evt/rt:ad/rn:gateway/ad:1'],
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
const BRIGHTNESS = { parameter_id: 'led_brightness', value_type: 'int', value: 5 };
const envelopes = fc.record(
  {
    type: oneOf(...TYPES),
    serv: oneOf(
      'chargepoint',
      'chargepoint',
      'chargepoint',
      'wallbox',
      'meter_elec',
      'parameters',
      'dev_sys',
    ),
    val_t: oneOf('null', 'string', 'bool', 'int', 'int', 'str_array', 'object', 'str_map'),
    val: oneOf(null, true, false, 'wb1', 10, 5, 33, 'NL1', 'W', ['u1'], { address: 'wb1' }, BRIGHTNESS),
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
  if (typeof raw.val_t !== 'string' || typeof raw.type !== 'string') return false;
  // A wallbox that has never answered takes a stop and nothing else.
  const isNew = topic === CHARGEPOINT.replace('ad:wb1', 'ad:new');
  if (isNew) return raw.serv === 'chargepoint' && raw.type === 'cmd.charge.stop';
  if (topic !== `pt:j1/mt:cmd/rt:dev/rn:wallbox/ad:1/sv:${String(raw.serv)}/ad:wb1`) return false;
  return ALLOWED[`${String(raw.serv)} ${raw.type}`]?.(raw.val_t, raw.val, raw) ?? false;
}

type Rule = (valT: string, val: unknown, raw: Record<string, unknown>) => boolean;
const always: Rule = () => true;
const amps: Rule = (valT, val) =>
  valT === 'int' && Number.isInteger(val) && Number(val) >= 6 && Number(val) <= 32;
const ALLOWED: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(ARGUMENTLESS.map((type) => [`chargepoint ${type}`, always])),
  'chargepoint cmd.charge.start': (_valT, _val, raw) => {
    const mode = ((raw.props ?? {}) as Record<string, unknown>).charging_mode ?? '';
    return typeof mode === 'string' && ['', 'normal', 'slow'].includes(mode.toLowerCase());
  },
  'chargepoint cmd.cable_lock.set': (valT, val) => valT === 'bool' && typeof val === 'boolean',
  'chargepoint cmd.current_session.set_current': amps,
  'chargepoint cmd.max_current.set': amps,
  'chargepoint cmd.phase_mode.set': (valT, val) => valT === 'string' && (val === 'NL1' || val === 'NL1L2L3'),
  'meter_elec cmd.meter.get_report': (valT, val) =>
    val === undefined || val === null
      ? ['null', 'string'].includes(valT)
      : valT === 'string' && typeof val === 'string' && ['', 'w', 'kwh'].includes(val.toLowerCase()),
  'meter_elec cmd.meter_ext.get_report': (valT, val) =>
    val === undefined || val === null ? ['null', 'str_array'].includes(valT) : Array.isArray(val),
  'parameters cmd.param.set': (valT, val) => valT === 'object' && typeof val === 'object' && val !== null,
  'parameters cmd.param.get_report': (valT, val) => valT === 'string' && typeof val === 'string',
  'dev_sys cmd.thing.reboot': always,
};

describe('any message at all', () => {
  it('is routed without an exception, and becomes an order only if it is a valid command', () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(messages, (message) => {
        const result = routed(message, HOUSE, NOW);
        kinds.add(result.kind);
        if (result.kind !== 'order') return;
        kinds.add(result.order.kind);
        assert.ok(message.topic.endsWith(`ad:${result.address}`));
        assert.ok(mayBeOrder(message));
      }),
      {
        numRuns: 6_000,
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
    for (const kind of ['order', 'start', 'refresh', 'reply', 'ignored']) assert.ok(kinds.has(kind), kind);
  });

  it('is answered, if at all, with an error report that can be published', () => {
    fc.assert(
      fc.property(messages, (message) => {
        const result = routed(message, HOUSE, NOW);
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
