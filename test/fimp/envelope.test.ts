// The envelope: fimp.md b.1, and the client oddities of g.22.
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import fc from 'fast-check';
import {
  decodeEnvelope,
  encodeEnvelope,
  MAX_PAYLOAD_BYTES,
  type Draft,
  type Envelope,
} from '../../src/fimp/envelope';
import { bytes } from './house';

const MINIMAL = { type: 'cmd.state.get_report', serv: 'chargepoint', val_t: 'null' };

function decoded(fields: Readonly<Record<string, unknown>>): Envelope {
  const envelope = decodeEnvelope(bytes({ ...MINIMAL, ...fields }));
  if ('dropped' in envelope) throw new Error(envelope.dropped);
  return envelope;
}

function droppedFor(payload: Uint8Array): string {
  const envelope = decodeEnvelope(payload);
  return 'dropped' in envelope ? envelope.dropped : 'not dropped';
}

describe('decoding an envelope', () => {
  it('fills in what a message may leave out', () => {
    assert.deepEqual(decodeEnvelope(bytes(MINIMAL)), {
      type: 'cmd.state.get_report',
      serv: 'chargepoint',
      valT: 'null',
      val: null,
      props: {},
      respTo: '',
      uid: '',
      ctime: '',
    });
  });

  for (const [name, fields, expected] of [
    ['a missing val is null', {}, { val: null }],
    ['null props are none', { props: null }, { props: {} }],
    ['empty props are none', { props: {} }, { props: {} }],
    [
      'scalars among the props become strings',
      { props: { a: 16, b: true, c: 'x', d: 1.5, e: null } },
      { props: { a: '16', b: 'true', c: 'x', d: '1.5' } },
    ],
    ['a null resp_to is none', { resp_to: null }, { respTo: '' }],
    ['an empty resp_to is none', { resp_to: '' }, { respTo: '' }],
    ['a resp_to of another type is not none', { resp_to: 42 }, { respTo: 'not a string' }],
    ['a null uid is none', { uid: null }, { uid: '' }],
    ['a uid of another type is none', { uid: 7 }, { uid: '' }],
    ['ctime is kept as it came', { ctime: 'yesterday' }, { ctime: 'yesterday' }],
    [
      'storage, tags, corid, src, ver and topic do not matter',
      { storage: null, tags: 3, corid: null, src: 1, ver: 2, topic: 'x' },
      {},
    ],
    ['unknown keys do not matter', { colour: 'red' }, {}],
    [
      'val_t may be anything that is a string',
      { val_t: 'colour', val: 'red' },
      { valT: 'colour', val: 'red' },
    ],
  ] as const) {
    it(name, () => {
      const { type, serv, ...rest } = { ...decoded({}), ...expected };
      assert.deepEqual(decoded(fields), { type, serv, ...rest });
    });
  }

  it('a key named __proto__ is a prop like any other', () => {
    const envelope = decodeEnvelope(
      bytes('{"type":"a","serv":"b","val_t":"null","props":{"__proto__":"x"}}'),
    );
    assert.ok(!('dropped' in envelope));
    assert.equal(Object.getPrototypeOf(envelope.props), Object.prototype);
    assert.deepEqual(Object.keys(envelope.props), ['__proto__']);
  });

  for (const [name, payload, reason] of [
    ['an empty payload', bytes(''), 'not a JSON object'],
    ['text', bytes('hello'), 'not a JSON object'],
    ['an array', bytes([1]), 'not a JSON object'],
    ['null', bytes('null'), 'not a JSON object'],
    ['a number', bytes('5'), 'not a JSON object'],
    ['cut-off JSON', bytes('{"type":"cmd'), 'not a JSON object'],
    [
      'bytes that are not UTF-8',
      new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
      'not a JSON object',
    ],
    ['gzip', new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0]), 'not a JSON object'],
    ['no type', bytes({ ...MINIMAL, type: undefined }), 'no type'],
    ['a type that is no string', bytes({ ...MINIMAL, type: 1 }), 'no type'],
    ['no serv', bytes({ ...MINIMAL, serv: undefined }), 'no serv'],
    ['a serv that is no string', bytes({ ...MINIMAL, serv: null }), 'no serv'],
    ['no val_t', bytes({ ...MINIMAL, val_t: undefined }), 'no val_t'],
    ['a val_t that is no string', bytes({ ...MINIMAL, val_t: null }), 'no val_t'],
    ['props that are a list', bytes({ ...MINIMAL, props: ['a'] }), 'props is not a map of strings'],
    ['props with an object inside', bytes({ ...MINIMAL, props: { a: {} } }), 'props is not a map of strings'],
    [
      'too long a payload',
      bytes({ ...MINIMAL, val: 'x'.repeat(MAX_PAYLOAD_BYTES) }),
      'longer than 65536 bytes',
    ],
    ['deep nesting alone', bytes('['.repeat(60_000)), 'not a JSON object'],
  ] as const) {
    it(`drops ${name}`, () => assert.equal(droppedFor(payload), reason));
  }

  it('survives deep nesting inside a message', () => {
    const deep = '['.repeat(30_000) + ']'.repeat(30_000);
    const payload = bytes(`{"type":"a","serv":"b","val_t":"object","val":${deep}}`);
    assert.equal(droppedFor(payload), 'not dropped');
  });

  it('takes the real thing from an app: null corid, empty props and tags, val_t string with val null', () => {
    const envelope = decoded({
      corid: null,
      props: {},
      tags: [],
      val_t: 'string',
      val: null,
      src: 'smarthome-app',
    });
    assert.equal(envelope.val, null);
    assert.equal(envelope.valT, 'string');
  });
});

describe('encoding an envelope', () => {
  const draft: Draft = {
    topic: 'pt:j1/mt:evt/rt:ad/rn:wallbox/ad:1',
    type: 'evt.a.report',
    serv: 's',
    valT: 'int',
    val: 3,
  };
  const stamp = { src: 'wallbox', uid: 'u', ctime: '2026-03-01T10:00:00.000Z' };

  it('writes every field that is always there, and nothing else', () => {
    const { topic, payload } = encodeEnvelope(draft, stamp);
    assert.equal(topic, draft.topic);
    assert.equal(
      payload,
      '{"type":"evt.a.report","serv":"s","val_t":"int","val":3,"props":null,"tags":null,"src":"wallbox","ver":"1","corid":"","uid":"u","ctime":"2026-03-01T10:00:00.000Z"}',
    );
  });

  it('writes storage, props and corid where there are any', () => {
    const full: Draft = { ...draft, storage: { strategy: 'skip' }, props: { unit: 'W' }, corid: 'c' };
    const message = JSON.parse(encodeEnvelope(full, stamp).payload) as Record<string, unknown>;
    assert.deepEqual(
      [message.storage, message.props, message.corid],
      [{ strategy: 'skip' }, { unit: 'W' }, 'c'],
    );
  });

  it('writes null props for empty ones, and val null', () => {
    const message = JSON.parse(
      encodeEnvelope({ ...draft, valT: 'null', val: null, props: {} }, stamp).payload,
    ) as object;
    assert.ok('val' in message && message.val === null);
    assert.ok('props' in message && message.props === null);
  });

  for (const [valT, val] of [
    ['float', NaN],
    ['float', Infinity],
    ['float', null],
    ['int', 1.5],
    ['int', null],
    ['float_map', { W: NaN }],
  ] as const) {
    it(`never publishes ${inspect(val)} under ${valT}`, () => {
      assert.throws(() => encodeEnvelope({ ...draft, valT, val }, stamp), TypeError);
    });
  }

  it('is read back as it was written', () => {
    const strings = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(strings, fc.dictionary(strings, strings), fc.uuid({ version: 4 }), (val, props, uid) => {
        const { payload } = encodeEnvelope({ ...draft, valT: 'string', val, props }, { ...stamp, uid });
        const envelope = decodeEnvelope(bytes(payload));
        assert.ok(!('dropped' in envelope));
        assert.deepEqual([envelope.val, envelope.uid], [val, uid]);
        assert.deepEqual({ ...envelope.props }, { ...props });
      }),
    );
  });
});
