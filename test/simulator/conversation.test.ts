// Bytes in, bytes out: framing, several units on a line, faults, in both framings.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { withCrc } from '../../src/modbus/crc';
import { hear } from '../../src/simulator/conversation';
import type { Heard, Line } from '../../src/simulator/conversation';
import { cutRequests } from '../../src/simulator/frames';
import type { ServerFraming } from '../../src/simulator/frames';
import type { LineFault } from '../../src/simulator/line-faults';
import { initial, registerValue } from '../../src/simulator/wallbox';
import { SAMPLE_DRIVER } from '../support/sample-driver';

function line(framing: ServerFraming, faults: readonly LineFault[] = []): Line {
  const wallbox = (seed: number) => initial(SAMPLE_DRIVER, { car: { habit: 'waits' } }, seed);
  const wallboxes = new Map([1, 2].map((unitId) => [unitId, wallbox(unitId)] as const));
  return { framing, wallboxes, faults, replies: 0, seed: 1 };
}

const bytesOf = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);
const rtu = (...body: number[]): Uint8Array => withCrc(bytesOf(...body));
const tcp = (id: number, ...body: number[]): Uint8Array => bytesOf(0, id, 0, 0, 0, body.length, ...body);
const sent = (heard: Heard): readonly Uint8Array[] => heard.outgoing.map((outgoing) => outgoing.bytes);

describe('a simulated line', () => {
  it('answers reads over RTU and TCP', () => {
    assert.deepEqual(sent(hear(line('rtu'), rtu(1, 3, 0, 7, 0, 1))), [rtu(1, 3, 2, 0, 22)]);
    assert.deepEqual(sent(hear(line('tcp'), tcp(9, 1, 3, 0, 7, 0, 1))), [tcp(9, 1, 3, 2, 0, 22)]);
    assert.deepEqual(sent(hear(line('tcp'), tcp(9, 1, 2, 0, 3, 0, 1))), [tcp(9, 1, 2, 1, 0)]);
  });

  it('writes to the unit that is meant, and echoes', () => {
    const request = rtu(2, 16, 0, 100, 0, 2, 4, 0, 0, 0x3e, 0x80);
    const heard = hear(line('rtu'), request);
    assert.deepEqual(sent(heard), [rtu(2, 16, 0, 100, 0, 2)]);
    const [one, two] = [1, 2].map((unitId) => heard.line.wallboxes.get(unitId));
    assert.equal(one && registerValue(one, 'limitNow'), 32);
    assert.equal(two && registerValue(two, 'limitNow'), 16);
    assert.deepEqual(sent(hear(line('rtu'), rtu(1, 5, 0, 9, 0xff, 0))), [rtu(1, 5, 0, 9, 0xff, 0)]);
  });

  it('answers with exceptions: unknown function, impossible value', () => {
    assert.deepEqual(sent(hear(line('tcp'), tcp(1, 1, 43, 14, 1, 0))), [tcp(1, 1, 0xab, 1)]);
    assert.deepEqual(sent(hear(line('rtu'), rtu(1, 5, 0, 9, 0x12, 0))), [rtu(1, 0x85, 3)]);
    assert.deepEqual(sent(hear(line('tcp'), tcp(1, 1, 16, 0, 100, 0, 2, 2, 0, 0))), [tcp(1, 1, 0x90, 3)]);
  });

  it('is silent for units that are not there', () => {
    assert.deepEqual(sent(hear(line('rtu'), rtu(3, 3, 0, 7, 0, 1))), []);
  });

  it('finds requests behind noise, and requests in pieces', () => {
    const request = rtu(1, 3, 0, 7, 0, 1);
    const noisy = hear(line('rtu'), bytesOf(0x55, 0xff, ...request));
    assert.equal(noisy.outgoing.length, 1);
    const half = hear(line('rtu'), request.slice(0, 5));
    assert.deepEqual([half.outgoing.length, half.rest.length], [0, 5]);
    assert.equal(hear(half.line, bytesOf(...half.rest, ...request.slice(5))).outgoing.length, 1);
  });

  it('carries out a write whose reply gets lost, and none that it refuses', () => {
    const write = rtu(1, 16, 0, 100, 0, 2, 4, 0, 0, 0x3e, 0x80);
    const limitAfter = (fault: LineFault): unknown => {
      const heard = hear(line('rtu', [fault]), write);
      const wallbox = heard.line.wallboxes.get(1);
      return [heard.outgoing.length, wallbox && registerValue(wallbox, 'limitNow')];
    };
    assert.deepEqual(limitAfter({ kind: 'drop', every: 1 }), [0, 16]);
    assert.deepEqual(limitAfter({ kind: 'exception', code: 6, every: 1 }), [1, 32]);
  });

  it('cuts the same requests however the bytes are cut', () => {
    const stream = bytesOf(
      ...rtu(1, 3, 0, 7, 0, 1),
      ...rtu(1, 16, 0, 100, 0, 2, 4, 0, 0, 1, 2),
      ...rtu(2, 6, 0, 102, 0, 1),
    );
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 5 }), (places) => {
        const cuts = [0, ...places.toSorted((a, b) => a - b), stream.length];
        let rest = bytesOf();
        let count = 0;
        for (const [index, from] of cuts.entries()) {
          const cut = cutRequests('rtu', bytesOf(...rest, ...stream.slice(from, cuts[index + 1] ?? from)));
          rest = bytesOf(...cut.rest);
          count += cut.frames.length;
        }
        assert.deepEqual([count, rest.length], [3, 0]);
      }),
    );
  });

  it('survives any bytes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('rtu' as const, 'tcp' as const),
        (bytes, framing) => {
          const { rest } = hear(line(framing), bytes);
          assert.ok(rest.length < 270);
        },
      ),
      { numRuns: 50 },
    );
  });
});
