// ABB Terra AC: what its tables say for each code of the manual, and what its commands may and may not touch.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allMatches, firstMatch, holds } from '../../src/driver/condition';
import type { Driver, DriverVariant } from '../../src/driver/definition';
import { parseDriver } from '../../src/driver/parse';
import { flagReading, numberReading, tripleReading } from '../../src/driver/reading';
import { sequencesOf } from '../../src/driver/uses';
import { spanOf } from '../../src/modbus/register';
import type { Value } from '../../src/modbus/register';

const file = join(__dirname, '..', '..', 'drivers', 'abb', 'terra-ac.json');
const { driver: parsed } = parseDriver(readFileSync(file, 'utf8'), file);

function variant(name: string): DriverVariant {
  const found = parsed?.variants.find(({ driver }) => driver.variant === name);
  assert.ok(found, `no variant ${name}`);
  return found;
}

const socket = variant('socket').driver;
const tethered = variant('tethered').driver;
const from = (values: Record<string, Value>) => (name: string) => values[name];
const pilot = (values: Record<string, Value>) => firstMatch(socket.pilot, from(values))?.is;
const status = (values: Record<string, Value>) => firstMatch(socket.status, from(values))?.is;

describe('ABB Terra AC: state', () => {
  it('has a letter for every code', () => {
    const letters = [0, 1, 2, 3, 4].map((chargingState) => pilot({ chargingState, cable: 0x0101 }));
    assert.deepEqual(letters, ['A', 'B1', 'B2', 'C1', 'C2']);
    assert.equal(pilot({ chargingState: 6, cable: 0x0101 }), undefined);
  });

  it('takes code 5 for an ended session while the car is there, else for no car', () => {
    assert.equal(pilot({ chargingState: 5, cable: 0x0111 }), 'B1');
    assert.equal(status({ chargingState: 5, cable: 0x0111, appliedLimit: 0 }), 'sessionEnded');
    assert.equal(pilot({ chargingState: 5, cable: 0x0011 }), 'A');
    assert.equal(status({ chargingState: 5, cable: 0x0011, appliedLimit: 0 }), undefined);
  });

  it('takes code 1 for a missing authorisation only while a limit is offered', () => {
    assert.equal(status({ chargingState: 1, cable: 0x0101, appliedLimit: 6000 }), 'awaitingAuthorisation');
    assert.equal(status({ chargingState: 1, cable: 0x0101, appliedLimit: 5999 }), undefined);
  });

  it('names a fault for every bit of the error register, and none for 0', () => {
    assert.deepEqual(allMatches(socket.faults, from({ errors: 0 })), []);
    for (let bit = 0; bit < 32; bit++) {
      const names = allMatches(socket.faults, from({ errors: 2 ** bit }));
      assert.equal(names.length, 1, `bit ${bit}`);
    }
    assert.deepEqual(
      allMatches(socket.faults, from({ errors: 0x4002 })).map(({ is }) => is),
      ['residualCurrent', 'communicationLost'],
    );
  });

  it('reads the bolt and the cable from the five values of the cable register', () => {
    const seen = [0x0000, 0x0001, 0x0011, 0x0101, 0x0111].map((cable) => [
      flagReading(socket, 'isCableIn', from({ cable })),
      flagReading(socket, 'isLocked', from({ cable })),
    ]);
    assert.deepEqual(seen, [
      [false, false],
      [true, false],
      [true, true],
      [true, false],
      [true, true],
    ]);
  });

  it('reads amperes, volts and kilowatt-hours', () => {
    assert.equal(numberReading(socket, 'appliedA', from({ appliedLimit: 16000 })), 16);
    assert.equal(numberReading(socket, 'sessionKWh', from({ sessionEnergy: 1234 })), 1.234);
    assert.deepEqual(tripleReading(socket, 'currentsA', from({ currents: [16, 0, 15.9] })), [16, 0, 15.9]);
    assert.equal(numberReading(socket, 'cableA', from({})), undefined);
  });
});

describe('ABB Terra AC: identity', () => {
  it('is proved by connector and power class', () => {
    const proof = (connector: number, powerClass: number) =>
      holds(socket.identify, from({ connector, powerClass }));
    for (const connector of [0x47, 0x50, 0x53, 0x54]) {
      for (const powerClass of [0x07, 0x11, 0x22]) assert.equal(proof(connector, powerClass), true);
    }
    assert.equal(proof(0x55, 0x22), false);
    assert.equal(proof(0x54, 0x16), false);
  });

  it('chooses the variant by the connector', () => {
    const chosen = [0x47, 0x50, 0x53, 0x54].map(
      (connector) =>
        parsed?.variants.find(({ when }) => holds(when, from({ connector })) === true)?.driver.variant,
    );
    assert.deepEqual(chosen, ['tethered', 'tethered', 'socket', 'socket']);
  });

  it('has no bolt where the cable is fixed', () => {
    assert.equal(tethered.lock, undefined);
    assert.equal(tethered.readings.flags.isLocked, undefined);
    assert.deepEqual(Object.keys(tethered.commands), ['offer', 'pause']);
    assert.equal(tethered.registers.lockCommand, undefined);
    assert.deepEqual(Object.keys(socket.commands), ['offer', 'pause', 'lock', 'unlock']);
  });
});

describe('ABB Terra AC: reads', () => {
  const spans = (driver: Driver, poll: string) =>
    Object.values(driver.registers)
      .filter((register) => register.access !== 'w' && register.poll === poll)
      .map(spanOf);

  it('polls exactly 0x4008 to 0x401F fast, without a hole', () => {
    const covered = new Set(
      spans(socket, 'fast').flatMap(({ address, length }) => Array.from({ length }, (_, at) => address + at)),
    );
    const wanted = Array.from({ length: 24 }, (_, at) => 0x4008 + at);
    assert.deepEqual(
      [...covered].sort((left, right) => left - right),
      wanted,
    );
    assert.ok(wanted.length <= socket.link.maxWords);
  });

  it('asks once for what does not change and slowly for what older firmware may not have', () => {
    assert.ok(spans(socket, 'once').every(({ address }) => address < 0x4008));
    const slow = Object.values(socket.registers).filter(({ poll }) => poll === 'slow');
    assert.deepEqual(
      slow.map(({ address, optional }) => [address, optional]),
      [
        [0x4020, true],
        [0x4022, true],
        [0x4024, true],
      ],
    );
  });

  it('never reads from 0x4025 on', () => {
    assert.deepEqual(socket.link.readable, [{ space: 'holding', from: 0x4000, to: 0x4024 }]);
  });
});

describe('ABB Terra AC: writes', () => {
  it('knows no address that is never to be written', () => {
    const writable = Object.values(socket.registers).filter(({ access }) => access !== 'r');
    assert.deepEqual(
      writable.map(({ address, writeFunction }) => [address, writeFunction]),
      [
        [0x4100, 16],
        [0x4103, 6],
        [0x4106, 6],
        [0x4109, 6],
      ],
    );
  });

  it('touches no flash', () => {
    const wears = Object.values(socket.registers).map(({ wear }) => wear);
    assert.deepEqual([...new Set(wears)], ['volatile']);
    assert.deepEqual(socket.setup, []);
  });

  it('offers and pauses by the limit alone', () => {
    const registers = sequencesOf(tethered).flatMap(({ steps }) =>
      steps.map((step) => (step.kind === 'write' ? step.register : step.kind)),
    );
    assert.deepEqual(registers, ['limit', 'limit']);
    assert.deepEqual(socket.commands.pause?.steps[0], {
      ...{ kind: 'write', register: 'limit', value: { kind: 'literal', value: 0 } },
      note: '0x4105 is never written: a session stopped there may need a replug or the app.',
    });
  });

  it('gives the bolt time', () => {
    assert.ok((socket.registers.lockCommand?.writeTimeoutMs ?? 0) >= 3000);
    assert.ok((socket.commands.lock?.landsWithinMs ?? 0) >= 5000);
    assert.ok((socket.commands.unlock?.landsWithinMs ?? 0) >= 5000);
  });

  it('lives on traffic, and falls back to 255 for no charging', () => {
    assert.equal(socket.watchdog?.by, 'traffic');
    assert.equal(socket.watchdog.timeoutMs, 60000);
    assert.deepEqual(socket.watchdog.fallback, { register: 'fallbackLimit', stop: 255 });
  });
});
