// What may go on the wire, and what comes back for it.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Request } from '../../src/modbus/exchange';
import { replyLength, replyShape, requestLength, requestProblem } from '../../src/modbus/request';

const read: Request = { kind: 'read', unitId: 1, space: 'holding', address: 100, length: 2 };
const write: Request = { kind: 'write', unitId: 1, function: 16, address: 100, values: [1, 2, 3] };

describe('A request', () => {
  it('has the length of its frames', () => {
    assert.deepEqual([requestLength(read), replyLength(read)], [8, 9]);
    assert.deepEqual([requestLength(write), replyLength(write)], [15, 8]);
    assert.equal(requestLength({ ...write, function: 15, values: Array<number>(9).fill(1) }), 11);
    assert.equal(replyLength({ ...read, space: 'coil', length: 9 }), 7);
  });

  it('shares the shape of its reply with others of its function and length only', () => {
    assert.equal(replyShape(read), replyShape({ ...read, address: 7 }));
    assert.notEqual(replyShape(read), replyShape({ ...read, length: 3 }));
    assert.notEqual(replyShape(read), replyShape({ ...read, space: 'input' }));
    assert.notEqual(replyShape(write), replyShape({ ...write, address: 7 }));
    assert.equal(
      replyShape({ ...read, space: 'coil', length: 9 }),
      replyShape({ ...read, space: 'coil', length: 16 }),
    );
  });

  it('at the limits of the protocol may be sent', () => {
    assert.equal(requestProblem({ ...read, length: 125, address: 65_411 }), undefined);
    assert.equal(requestProblem({ ...read, space: 'discrete', length: 2000 }), undefined);
    assert.equal(requestProblem({ ...write, values: Array<number>(123).fill(65_535) }), undefined);
    assert.equal(requestProblem({ ...write, function: 15, values: Array<number>(1968).fill(1) }), undefined);
  });

  it('beyond them, or with a number that is none, may not', () => {
    const numbers = fc.oneof(
      fc.constantFrom(NaN, Infinity, -1, 1.5, 65_536),
      fc.double({ min: -10, max: -0.001 }),
    );
    fc.assert(
      fc.property(numbers, (wrong) => {
        assert.ok(requestProblem({ ...write, values: [wrong] }) !== undefined);
        assert.ok(requestProblem({ ...read, address: wrong }) !== undefined);
        assert.ok(requestProblem({ ...read, unitId: wrong }) !== undefined);
        assert.ok(requestProblem({ ...read, length: wrong }) !== undefined);
      }),
    );
    assert.match(requestProblem({ ...read, unitId: 0 }) ?? '', /unit id 0/);
    assert.match(requestProblem({ ...read, address: 65_412, length: 125 }) ?? '', /reach over 65535/);
  });
});
