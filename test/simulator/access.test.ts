// What the simulated wallbox refuses, and with which exception.
import assert from 'node:assert/strict';
import type { Request } from '../../src/modbus/exchange';
import { initial, respond } from '../../src/simulator/wallbox';
import type { Reply } from '../../src/simulator/wallbox';
import { driverFile } from '../support/drivers';
import { SAMPLE_DRIVER } from '../support/sample-driver';
import { read, writeOf, written } from '../support/simulated';

const wallbox = initial(SAMPLE_DRIVER, { car: { habit: 'waits' } }, 7);

function answer(request: Omit<Request & { kind: 'read' }, 'unitId'> | Request): Reply {
  return respond(wallbox, { unitId: 1, ...request }).reply;
}

function exception(code: number): Reply {
  return { kind: 'exception', code, delayMs: 0 };
}

describe('a simulated wallbox', () => {
  it('answers a read of one block over all that is readable', () => {
    const reply = answer({ kind: 'read', space: 'holding', address: 0, length: 42 });
    assert.equal(reply.kind === 'values' && reply.values.length, 42);
  });

  it('refuses a function code that it does not have', () => {
    assert.deepEqual(answer({ kind: 'read', space: 'coil', address: 0, length: 1 }), exception(2));
    const many = { kind: 'write', unitId: 1, function: 15, address: 9, values: [1] } as const;
    assert.deepEqual(answer(many), exception(1));
    const holdingOnly = { ...SAMPLE_DRIVER, link: { ...SAMPLE_DRIVER.link, readable: [] } };
    const registers = Object.fromEntries(
      Object.entries(SAMPLE_DRIVER.registers).filter(([name]) => name !== 'serviceWord'),
    );
    const plain = initial({ ...holdingOnly, registers, status: [] }, { car: { habit: 'none' } }, 1);
    const asked = { kind: 'read', unitId: 1, space: 'input', address: 5, length: 1 } as const;
    assert.deepEqual(respond(plain, asked).reply, exception(1));
  });

  it('refuses the function code that belongs to another register', () => {
    const single = { kind: 'write', unitId: 1, function: 6, address: 100, values: [0] } as const;
    assert.deepEqual(answer(single), exception(1));
    const multiple = { ...writeOf(SAMPLE_DRIVER, 'lock', 1), function: 16 } as const;
    assert.deepEqual(answer(multiple), exception(1));
  });

  it('refuses holes, write-only registers and registers that it lacks', () => {
    assert.deepEqual(answer({ kind: 'read', space: 'holding', address: 41, length: 2 }), exception(2));
    assert.deepEqual(read(wallbox, 'limit').reply, exception(2));
    const older = initial(SAMPLE_DRIVER, { car: { habit: 'none' }, missing: ['total'] }, 1);
    assert.deepEqual(read(older, 'total').reply, exception(2));
    assert.equal(read(wallbox, 'total').reply.kind, 'values');
    assert.equal(read(wallbox, 'phases').reply.kind, 'values');
  });

  it('refuses two values in one read where the driver reads each by itself', () => {
    const { driver } = driverFile('vestel/evc04.json').variants[1]!;
    const single = initial(driver, { car: { habit: 'none' } }, 1);
    const asked = { kind: 'read', unitId: 255, space: 'input', address: 1000, length: 1 } as const;
    assert.equal(respond(single, asked).reply.kind, 'values');
    assert.deepEqual(respond(single, { ...asked, length: 2 }).reply, exception(2));
  });

  it('refuses to write what can only be read', () => {
    const write = { kind: 'write', unitId: 1, function: 6, address: 17, values: [60] } as const;
    assert.deepEqual(answer(write), exception(2));
    assert.deepEqual(answer({ ...write, address: 300 }), exception(2));
  });

  it('refuses lengths beyond its block limit, and none', () => {
    assert.deepEqual(answer({ kind: 'read', space: 'holding', address: 0, length: 61 }), exception(3));
    assert.deepEqual(answer({ kind: 'read', space: 'holding', address: 0, length: 0 }), exception(3));
  });

  it('refuses half a limit', () => {
    const half = { kind: 'write', unitId: 1, function: 16, address: 100, values: [16_000] } as const;
    assert.deepEqual(answer(half), exception(3));
    assert.deepEqual(answer({ ...half, address: 101 }), exception(3));
  });

  it('takes its time where the driver says so', () => {
    const { reply } = respond(wallbox, writeOf(SAMPLE_DRIVER, 'lock', 1));
    assert.deepEqual(reply, { kind: 'values', values: [], delayMs: 1500 });
  });

  it('reads and writes bits', () => {
    const paused = written(wallbox, 'isReleased', 0);
    const { reply } = read(paused, 'isReleased');
    assert.deepEqual(reply, { kind: 'values', values: [0], delayMs: 0 });
  });
});
