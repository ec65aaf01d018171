// The simulator as a whole: on a clock, behind a wire, told from outside.
import assert from 'node:assert/strict';
import { startSimulator } from '../../src/app/simulate';
import type { Simulator, SimulatorOptions } from '../../src/app/simulate';
import type { OpenWire, WireEvents } from '../../src/io/wire';
import { withCrc } from '../../src/modbus/crc';
import { pilotOf } from '../../src/simulator/electrics';
import { rebooted } from '../../src/simulator/wallbox';
import { handClock } from '../support/hand-clock';
import type { HandClock } from '../support/hand-clock';
import { SAMPLE_DRIVER } from '../support/sample-driver';

interface Bench {
  readonly simulator: Simulator;
  readonly clock: HandClock;
  readonly sent: Uint8Array[];
  readonly story: string[];
  readonly hand: (bytes: Uint8Array) => void;
  /** Sends the body of an RTU request. */
  readonly ask: (...body: number[]) => void;
}

async function bench(more: Partial<SimulatorOptions> = {}): Promise<Bench> {
  const [clock, sent, story] = [handClock(), [] as Uint8Array[], [] as string[]];
  let events: WireEvents | undefined;
  const open: OpenWire = (given) => {
    events = given;
    return Promise.resolve({ write: (bytes) => void sent.push(bytes), drop: () => Promise.resolve() });
  };
  const options: SimulatorOptions = {
    ...{ driver: SAMPLE_DRIVER, wallbox: { car: { habit: 'visits', appetiteKWh: 1 } }, seed: 1, unitId: 1 },
    ...{ count: 2, faults: [], speed: 1, at: { kind: 'serial', path: '/dev/none', open } },
    ...more,
  };
  const onChange = (unitId: number, sentence: string): void => void story.push(`${unitId} ${sentence}`);
  const simulator = await startSimulator(options, { clock, onChange, onLost: () => undefined });
  assert.ok(typeof simulator === 'object');
  const hand = (bytes: Uint8Array): void => events?.onBytes(bytes);
  const ask = (...body: number[]): void => hand(withCrc(Uint8Array.from(body)));
  return { simulator, clock, sent, story, hand, ask };
}

describe('the simulator', () => {
  it('lets a car come, charge and leave, and tells of it', async () => {
    const { clock, story, simulator } = await bench({ count: 1, speed: 10 });
    clock.pass(120_000);
    for (const sentence of [
      '1 pilot B2: a car waits, current is offered',
      '1 the cable is locked',
      '1 pilot C2: the car charges',
      '1 the cable is unlocked',
      '1 pilot A: no car',
    ]) {
      assert.ok(story.includes(sentence), `"${sentence}" is not in ${JSON.stringify(story)}`);
    }
    assert.ok(story.some((sentence) => /^1 the car is full, 1\.\d\d kWh/.test(sentence)));
    await simulator.stop();
  });

  it('answers every unit of the line', async () => {
    const { ask, sent, simulator } = await bench();
    ask(1, 3, 0, 7, 0, 1);
    ask(2, 3, 0, 7, 0, 1);
    ask(3, 3, 0, 7, 0, 1);
    assert.deepEqual(
      sent.map((frame) => frame[0]),
      [1, 2],
    );
    await simulator.stop();
  });

  it('forgets half a request when nothing follows', async () => {
    const { hand, ask, sent, clock, simulator } = await bench({ count: 1 });
    const request = withCrc(Uint8Array.of(1, 3, 0, 7, 0, 1));
    hand(request.slice(0, 4));
    clock.pass(20);
    hand(request.slice(4));
    assert.equal(sent.length, 1);
    hand(Uint8Array.of(1, 16, 0, 100, 0, 2, 200));
    clock.pass(1000);
    ask(1, 3, 0, 7, 0, 1);
    assert.equal(sent.length, 2);
    await simulator.stop();
  });

  it('sends late replies late, and in order', async () => {
    const { ask, sent, clock, simulator } = await bench({ faults: [{ kind: 'late', every: 2 }] });
    ask(1, 3, 0, 7, 0, 1);
    ask(2, 3, 0, 7, 0, 1);
    ask(1, 3, 0, 7, 0, 1);
    assert.deepEqual(sent.length, 1);
    clock.pass(2499);
    assert.deepEqual(sent.length, 1);
    clock.pass(1);
    assert.deepEqual(
      sent.map((frame) => frame[0]),
      [1, 2, 1],
    );
    await simulator.stop();
  });

  it('lets others interfere', async () => {
    const { ask, sent, clock, story, simulator } = await bench({
      count: 1,
      wallbox: { car: { habit: 'charges' } },
    });
    clock.pass(30_000);
    simulator.change(1, (box) => ({ ...box, electrics: { ...box.electrics, faults: ['diode'] } }));
    clock.pass(10_000);
    assert.equal(story.at(-1), '1 pilot B1: a car waits, nothing is offered');
    simulator.change(1, rebooted);
    ask(1, 3, 0, 7, 0, 1);
    assert.equal(sent.length, 0);
    clock.pass(5000);
    ask(1, 3, 0, 7, 0, 1);
    assert.equal(sent.length, 1);
    const wallbox = simulator.wallbox(1);
    assert.equal(wallbox && pilotOf(wallbox.electrics), 'C2');
    await simulator.stop();
  });

  it('says why it cannot start', async () => {
    const open: OpenWire = () => Promise.resolve('no such port');
    const options: SimulatorOptions = {
      ...{ driver: SAMPLE_DRIVER, wallbox: { car: { habit: 'none' } }, seed: 1, unitId: 1, count: 1 },
      ...{ faults: [], speed: 1, at: { kind: 'serial', path: '/dev/none', open } },
    };
    const deps = { clock: handClock(), onChange: () => undefined, onLost: () => undefined };
    assert.equal(await startSimulator(options, deps), 'no such port');
    const first = await startSimulator(
      { ...options, at: { kind: 'tcp', host: '127.0.0.1', port: 0, framing: 'tcp' } },
      deps,
    );
    assert.ok(typeof first === 'object' && first.port !== undefined);
    const at = { kind: 'tcp', host: '127.0.0.1', port: first.port, framing: 'tcp' } as const;
    const second = await startSimulator({ ...options, at }, deps);
    assert.ok(typeof second === 'string');
    assert.match(second, /cannot listen on 127\.0\.0\.1:/);
    await first.stop();
  });
});
