// Section 3, identify: who answers must hold before the first write after every connect.
import assert from 'node:assert/strict';
import type { Request } from '../../src/modbus/exchange';
import { CoreBench } from '../support/core-bench';

const OTHER_MODEL = { serialNumber: [0x4109, 0, 0, 1] };
const OTHER_SERIAL = { serialNumber: [0x5322, 0x1111, 0x2222, 0x3333] };

function charging(): CoreBench {
  const bench = new CoreBench().pass(3000).plugIn().pass(30_000);
  assert.equal(bench.state, 'charging');
  return bench;
}

describe('a wallbox of another model', () => {
  function strange(): CoreBench {
    return new CoreBench({ car: 'charges', settings: { maxA: 6 } })
      .quirk({ forced: OTHER_MODEL })
      .pass(60_000);
  }

  it('is never written, whatever is commanded', () => {
    const bench = strange();
    for (const order of [
      { kind: 'stop' } as const,
      { kind: 'start' } as const,
      { kind: 'lock', isLocked: false } as const,
    ]) {
      const id = bench.order(order);
      bench.pass(90_000);
      assert.notEqual(bench.ending(id), 'open');
      assert.notEqual(bench.ending(id), 'done');
    }
    assert.equal(bench.writes.length, 0);
  });

  it('is unavailable, and nothing else is told of it', () => {
    const bench = strange();
    assert.deepEqual(bench.states, ['unavailable']);
    assert.throws(() => bench.session, /no session report/);
  });

  it('is told in one line with what was read and what was expected', () => {
    const bench = strange().pass(600_000);
    const lines = bench.effects.filter((effect) => effect.kind === 'log' && effect.level === 'error');
    assert.equal(lines.length, 1);
    assert.match(JSON.stringify(lines[0]), /not a ABB Terra AC: connector is 65, expected 71 or 80/);
  });
});

describe('another wallbox of the same model', () => {
  function swapped(): CoreBench {
    const bench = charging();
    bench.order({ kind: 'stop' });
    bench.pass(10_000);
    return bench.quirk({ forced: OTHER_SERIAL }).reconnect().pass(5000);
  }

  it('takes over nothing of what was remembered', () => {
    const bench = swapped();
    assert.equal(bench.model.intent, 'none');
    assert.ok(!('previousKWh' in bench.session));
    assert.equal(bench.model.serial, '5322111122223333');
  });

  it('found with a car is neither raised nor resumed', () => {
    const bench = swapped();
    const before = bench.writes.length;
    bench.pass(60_000);
    assert.equal(bench.writes.length, before);
    assert.equal(bench.flowingA, 0);
  });

  it('is told in one line', () => {
    const lines = swapped().effects.filter(
      (effect) => effect.kind === 'log' && /another wallbox/.test(effect.message),
    );
    assert.equal(lines.length, 1);
  });
});

describe('after a reconnect', () => {
  /** What is asked of the wallbox from now on. */
  function overheard(bench: CoreBench): readonly Request[] {
    const requests: Request[] = [];
    bench.mishap = (request) => {
      requests.push(request);
      return 'none';
    };
    return requests;
  }

  it('identity is read again before the first write', () => {
    const bench = charging().reconnect();
    const requests = overheard(bench);
    bench.pass(1100);
    assert.equal(bench.model.identity, 'unproven');
    bench.order({ kind: 'stop' });
    bench.pass(5000);
    const write = requests.findIndex((request) => request.kind === 'write');
    const proof = requests.findIndex((request) => request.kind === 'read' && request.address === 0x4000);
    assert.ok(proof >= 0 && proof < write, `read ${proof}, wrote ${write}`);
  });

  it('a wallbox of another model is never written, although the one before it was proven', () => {
    const bench = charging().quirk({ forced: OTHER_MODEL }).reconnect().pass(1100);
    const before = bench.writes.length;
    bench.order({ kind: 'stop' });
    bench.pass(60_000);
    assert.equal(bench.writes.length, before);
    assert.equal(bench.state, 'unavailable');
  });

  it('the right wallbox is itself again', () => {
    const bench = charging().quirk({ forced: OTHER_MODEL }).reconnect().pass(10_000);
    assert.equal(bench.state, 'unavailable');
    bench.quirk({}).reconnect().pass(60_000);
    assert.equal(bench.state, 'charging');
  });
});
