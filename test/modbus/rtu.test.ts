// RTU frames: what is the reply to a request, and what only looks like it.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ReadRequest, Request, WriteRequest } from '../../src/modbus/exchange';
import { frameTimeMs, quietFloorMs, rtuFraming } from '../../src/modbus/rtu';
import { replyShape } from '../../src/modbus/request';
import { crc16 } from '../../src/modbus/crc';
import { join, pair, readBody, rtu, wordsBody } from '../support/frames';

const twoWords: ReadRequest = { kind: 'read', unitId: 1, space: 'holding', address: 100, length: 2 };
const right = rtu(...wordsBody(1, 3, [0x1234, 0x5678]));

function sentOf(request: Request): Uint8Array {
  const { unitId, address } = request;
  if (request.kind === 'read') {
    const code = { coil: 1, discrete: 2, holding: 3, input: 4 }[request.space];
    return rtu(...readBody(unitId, code, address, request.length));
  }
  const { values } = request;
  if (request.function === 6) return rtu(unitId, 6, ...pair(address), ...pair(values[0] ?? 0));
  if (request.function === 5) return rtu(unitId, 5, ...pair(address), values[0] === 1 ? 0xff : 0, 0);
  const head = [unitId, 16, ...pair(address), ...pair(values.length), 2 * values.length];
  return rtu(...head, ...values.flatMap(pair));
}

function search(request: Request, ...parts: Uint8Array[]): ReturnType<typeof rtuFraming.search> {
  const sought = { request, sent: sentOf(request), transactionId: 1, isTransactionIdIgnored: false };
  return rtuFraming.search(sought, join(...parts));
}

function found(request: Request, ...parts: Uint8Array[]): Uint8Array | undefined {
  const verdict = search(request, ...parts);
  return verdict.kind === 'reply' ? verdict.frame : undefined;
}

describe('RTU frames', () => {
  it('have the checksum of the published example', () => {
    assert.equal(crc16(Uint8Array.of(0x02, 0x07)), 0x1241);
  });

  it('are found whole, after noise, after an echo and before noise', () => {
    const noise = Uint8Array.of(0, 1, 3, 0xff);
    assert.deepEqual(found(twoWords, right), right);
    assert.deepEqual(found(twoWords, noise, right), right);
    assert.deepEqual(found(twoWords, sentOf(twoWords), right), right);
    assert.deepEqual(found(twoWords, right, noise), right);
  });

  it('are waited for byte by byte', () => {
    for (let length = 0; length < right.length; length += 1) {
      assert.equal(search(twoWords, right.slice(0, length)).kind, 'wait');
    }
  });

  it('are found behind noise that begins like them', () => {
    assert.deepEqual(found(twoWords, Uint8Array.of(1, 3, 4), right), right);
    assert.deepEqual(found(twoWords, right.slice(0, 6), right), right);
  });

  const wrong: Record<string, Uint8Array> = {
    'another unit': rtu(...wordsBody(2, 3, [1, 2])),
    'another function': rtu(...wordsBody(1, 4, [1, 2])),
    'another length': rtu(...wordsBody(1, 3, [1, 2, 3])),
    'a wrong checksum': Uint8Array.from(right, (byte, at) => (at === 4 ? byte ^ 1 : byte)),
    'a byte count of 0': rtu(1, 3, 0),
    'an exception of another unit': rtu(2, 0x83, 2),
    'an exception to another function': rtu(1, 0x84, 2),
    'the request itself': sentOf(twoWords),
  };
  for (const [name, bytes] of Object.entries(wrong)) {
    it(`with ${name} are no reply`, () => {
      assert.equal(found(twoWords, bytes), undefined);
      assert.deepEqual(found(twoWords, bytes, right), right);
    });
  }

  it('with exceptions 1 to 11 are replies', () => {
    for (let code = 1; code <= 11; code += 1) {
      assert.deepEqual(found(twoWords, rtu(1, 0x83, code)), rtu(1, 0x83, code));
    }
  });

  it('that echo a read of coils are never taken for its reply, although they could be one', () => {
    // Address 0x0305, 20 coils: the echo reads as "3 bytes: 05 00 14", with a good checksum.
    const coils: ReadRequest = { kind: 'read', unitId: 1, space: 'coil', address: 0x0305, length: 20 };
    const reply = rtu(1, 1, 3, 0xaa, 0xbb, 0x0c);
    assert.equal(found(coils, sentOf(coils)), undefined);
    assert.deepEqual(found(coils, sentOf(coils), reply), reply);
  });

  it('of writes must repeat address and value, or address and quantity', () => {
    const one: WriteRequest = { kind: 'write', unitId: 1, function: 6, address: 261, values: [160] };
    const many: WriteRequest = { kind: 'write', unitId: 1, function: 16, address: 261, values: [160, 1] };
    assert.deepEqual(found(one, sentOf(one)), sentOf(one));
    assert.equal(found(one, rtu(1, 6, 1, 5, 0, 161)), undefined);
    assert.equal(found(one, rtu(1, 6, 1, 6, 0, 160)), undefined);
    const reply = rtu(1, 16, 1, 5, 0, 2);
    assert.deepEqual(found(many, reply), reply);
    assert.deepEqual(found(many, sentOf(many), reply), reply);
    assert.equal(found(many, sentOf(many)), undefined);
    assert.equal(found(many, rtu(1, 16, 1, 5, 0, 1)), undefined);
  });

  it('are never read out of bytes that do not answer the request, and no bytes crash the search', () => {
    const unit = fc.integer({ min: 1, max: 3 });
    const length = fc.integer({ min: 1, max: 5 });
    const address = fc.integer({ min: 0, max: 0x0501 });
    const read: fc.Arbitrary<ReadRequest> = fc.record({
      kind: fc.constant('read'),
      unitId: unit,
      space: fc.constantFrom('holding', 'input', 'coil', 'discrete'),
      address,
      length,
    });
    // What is put in, and the whole frame that it was cut from: the byte that the next one begins with may complete it.
    const intact = (bytes: Uint8Array) => ({ bytes, whole: bytes });
    const stray = fc.oneof(
      fc.uint8Array({ maxLength: 20 }).map(intact),
      read.map(sentOf).map(intact),
      fc
        .tuple(
          unit,
          fc.constantFrom(3 as const, 4 as const),
          fc.array(fc.nat(0xffff), { minLength: 1, maxLength: 5 }),
        )
        .chain(([id, code, words]) => {
          const whole = rtu(...wordsBody(id, code, words));
          return fc.nat(whole.length).map((cut) => ({ bytes: whole.slice(0, cut), whole }));
        }),
    );
    fc.assert(
      fc.property(read, fc.array(stray, { maxLength: 6 }), (request, strays) => {
        const bytes = join(...strays.map((one) => one.bytes));
        const verdict = search(request, bytes);
        if (verdict.kind !== 'reply') return;
        // Only a frame that was put in, whole, and has the shape asked for may come out.
        const isPutIn = strays.some(({ whole }) => Buffer.from(whole).equals(Buffer.from(verdict.frame)));
        assert.ok(isPutIn);
        assert.ok(!Buffer.from(verdict.frame).equals(Buffer.from(sentOf(request))));
        assert.equal(verdict.frame[0], request.unitId);
        const count = verdict.frame[2] ?? 0;
        const isException = ((verdict.frame[1] ?? 0) & 0x80) !== 0;
        assert.ok(isException || replyShape(request) === `${verdict.frame[1] ?? 0}:${count}`);
      }),
      { numRuns: 2000 },
    );
  });

  it('that come too late tell silence, noise and answers to something else apart', () => {
    assert.deepEqual(rtuFraming.atDeadline(new Uint8Array(), 500), { kind: 'timeout', afterMs: 500 });
    assert.equal(rtuFraming.atDeadline(Uint8Array.of(1, 3, 4, 0), 500).kind, 'corrupt');
    assert.equal(rtuFraming.atDeadline(rtu(...wordsBody(1, 3, [1])), 500).kind, 'desync');
    assert.equal(rtuFraming.countReplies(join(right, Uint8Array.of(7), rtu(1, 0x83, 2))), 2);
  });

  it('take the time of their characters, and 3.5 characters of silence between them', () => {
    const format = { baudRate: 9600, parity: 'none', stopBits: 1 } as const;
    assert.equal(frameTimeMs(96, format), 100);
    assert.equal(frameTimeMs(96, { ...format, parity: 'even' }), 110);
    assert.equal(quietFloorMs({ ...format, baudRate: 19200, parity: 'even' }).toFixed(3), '2.005');
    assert.equal(quietFloorMs({ ...format, baudRate: 38400 }), 1.75);
  });
});
