// TCP frames: a strict reading of the header, whatever is in it.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ReadRequest } from '../../src/modbus/exchange';
import { mbapFraming } from '../../src/modbus/mbap';
import { join, mbap, readBody, rtu, wordsBody } from '../support/frames';

const request: ReadRequest = { kind: 'read', unitId: 1, space: 'holding', address: 100, length: 2 };
const body = wordsBody(1, 3, [0x1234, 0x5678]);

function search(bytes: Uint8Array, isTransactionIdIgnored = false): ReturnType<typeof mbapFraming.search> {
  const sent = rtu(...readBody(1, 3, 100, 2));
  return mbapFraming.search({ request, sent, transactionId: 7, isTransactionIdIgnored }, bytes);
}

describe('TCP frames', () => {
  it('carry the request without its checksum', () => {
    const sent = rtu(...readBody(1, 3, 100, 2));
    assert.deepEqual(mbapFraming.wrap(sent, 0x102), mbap(0x102, ...readBody(1, 3, 100, 2)));
  });

  it('are found whole, after late replies, and with bytes behind them', () => {
    const late = mbap(6, ...wordsBody(1, 3, [9, 9]));
    for (const bytes of [
      mbap(7, ...body),
      join(late, mbap(7, ...body)),
      join(mbap(7, ...body), Uint8Array.of(1, 2)),
    ]) {
      const verdict = search(bytes);
      assert.ok(verdict.kind === 'reply');
      assert.deepEqual(verdict.frame, rtu(...body));
    }
    assert.equal(mbapFraming.countReplies(join(late, late)), 2);
  });

  it('are waited for byte by byte', () => {
    const whole = mbap(7, ...body);
    for (let length = 0; length < whole.length; length += 1)
      assert.equal(search(whole.slice(0, length)).kind, 'wait');
  });

  it('with a wrong protocol id or an absurd length end the trust in the stream', () => {
    const frame = mbap(7, ...body);
    const wrong = [
      Uint8Array.from(frame, (byte, at) => (at === 3 ? 1 : byte)),
      Uint8Array.from(frame, (byte, at) => (at === 4 ? 0x7f : byte)),
      Uint8Array.from(frame, (byte, at) => (at === 5 ? 2 : byte)),
    ];
    for (const bytes of wrong) {
      const verdict = search(bytes);
      assert.ok(verdict.kind === 'broken' && verdict.failure.kind === 'corrupt');
    }
  });

  it('with our transaction id and another unit, function or length are out of step', () => {
    for (const other of [
      wordsBody(2, 3, [1, 2]),
      wordsBody(1, 4, [1, 2]),
      wordsBody(1, 3, [1]),
      [1, 3, 0],
      [2, 0x83, 2],
    ]) {
      const verdict = search(mbap(7, ...other));
      assert.ok(verdict.kind === 'broken' && verdict.failure.kind === 'desync', JSON.stringify(other));
    }
  });

  it('with transaction id 0 are replies only of a device that is known for it', () => {
    assert.equal(search(mbap(0, ...body)).kind, 'wait');
    assert.equal(search(mbap(0, ...body), true).kind, 'reply');
    assert.equal(search(mbap(7, ...body), true).kind, 'reply');
    assert.equal(search(mbap(6, ...body), true).kind, 'wait');
    assert.equal(search(mbap(0, ...wordsBody(1, 3, [1])), true).kind, 'wait');
  });

  it('that are all late leave the request unanswered; half a frame does not', () => {
    const late = mbap(6, ...body);
    assert.deepEqual(mbapFraming.atDeadline(late, 500), { kind: 'timeout', afterMs: 500 });
    assert.equal(mbapFraming.atDeadline(late.slice(0, 9), 500).kind, 'corrupt');
  });

  it('never crash the search, and yield nothing that was not a whole frame with our id', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 12 }),
      fc
        .tuple(fc.constantFrom(0, 6, 7), fc.array(fc.nat(0xffff), { minLength: 1, maxLength: 3 }))
        .map(([id, words]) => mbap(id, ...wordsBody(1, 3, words))),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), fc.boolean(), (pieces, isIgnored) => {
        const verdict = search(join(...pieces), isIgnored);
        if (verdict.kind !== 'reply') return;
        const [high, low] = [...join(...pieces).slice(verdict.start)];
        assert.ok(low === 7 || (isIgnored && low === 0));
        assert.equal(high, 0);
        assert.equal(verdict.frame.length, 9);
      }),
      { numRuns: 2000 },
    );
  });
});
