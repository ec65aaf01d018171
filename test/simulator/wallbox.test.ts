// The physics of the simulated wallbox: a car's life, commands, watchdog, meters, reboot.
import assert from 'node:assert/strict';
import { entered } from '../../src/simulator/car';
import type { CarHabit } from '../../src/simulator/car';
import { appliedA, pilotOf, powerW } from '../../src/simulator/electrics';
import { advance, initial, rebooted, registerValue, respond } from '../../src/simulator/wallbox';
import type { Wallbox } from '../../src/simulator/wallbox';
import { SAMPLE_DRIVER } from '../support/sample-driver';
import { read, readingOf, rowOf, written } from '../support/simulated';

const driver = SAMPLE_DRIVER;

function wallboxWith(habit: CarHabit): Wallbox {
  return initial(driver, { car: { habit } }, 42);
}

function pilot(wallbox: Wallbox): string | undefined {
  return rowOf(wallbox, driver.pilot)?.is;
}

/** Advances with a read in every second, so that the watchdog stays content. */
function polled(wallbox: Wallbox, seconds: number): Wallbox {
  let now = wallbox;
  for (let second = 0; second < seconds; second += 1) {
    now = read(advance(now, 1000), 'stateCode').wallbox;
  }
  return now;
}

describe('a simulated car', () => {
  it('is not there, waits, charges or is full, as it is told', () => {
    const expected = { none: 'A', waits: 'B2', charges: 'C2', full: 'B2' } as const;
    for (const [habit, letter] of Object.entries(expected)) {
      assert.equal(pilot(polled(wallboxWith(habit as CarHabit), 30)), letter, habit);
    }
  });

  it('comes, waits, charges with ramp and taper, is full and leaves, again and again', () => {
    let now = initial(driver, { car: { habit: 'visits', appetiteKWh: 0.5 } }, 3);
    const letters: (string | undefined)[] = [pilot(now)];
    const powers: number[] = [];
    for (let second = 0; second < 1200; second += 1) {
      now = polled(now, 1);
      powers.push(powerW(now.electrics));
      const letter = pilot(now);
      if (letter !== letters.at(-1)) {
        letters.push(letter);
      }
    }
    assert.deepEqual(letters.slice(0, 9), ['A', 'B2', 'C2', 'B2', 'A', 'B2', 'C2', 'B2', 'A']);
    const top = Math.max(...powers);
    assert.ok(top > 10_500 && top < 11_500, `${top} W`);
    assert.ok(
      powers.some((power) => power > 1000 && power < 0.5 * top),
      'neither ramp nor taper',
    );
  });

  it('follows a lower offer', () => {
    const charging = polled(wallboxWith('charges'), 30);
    assert.equal(Math.round((readingOf(charging, 'powerW') ?? 0) / 1000), 11);
    const slowed = polled(written(charging, 'limit', 6), 10);
    assert.equal(Math.round((readingOf(slowed, 'powerW') ?? 0) / 100), 41);
    assert.equal(readingOf(slowed, 'offeredA'), 6);
  });
});

describe('a simulated wallbox', () => {
  it('pauses and resumes by the writes of its driver', () => {
    const charging = polled(wallboxWith('charges'), 30);
    const paused = polled(written(charging, 'isReleased', 0), 10);
    assert.equal(pilot(paused), 'B1');
    assert.equal(readingOf(paused, 'powerW'), 0);
    assert.equal(readingOf(paused, 'appliedA'), 0);
    assert.equal(pilot(polled(written(paused, 'isReleased', 1), 10)), 'C2');
  });

  it('pauses by a number that is no current, where its driver says so', () => {
    const value = { kind: 'literal', value: 1000 } as const;
    const pause = { steps: [{ kind: 'write', register: 'limit', value }], landsWithinMs: 3000 } as const;
    const odd = { ...driver, commands: { ...driver.commands, pause } };
    const charging = polled(initial(odd, { car: { habit: 'charges' } }, 1), 30);
    assert.equal(pilot(polled(written(charging, 'limit', 1000), 10)), 'B1');
  });

  it('offers nothing below 6 A, and never more than its own limit', () => {
    const low = polled(written(polled(wallboxWith('charges'), 30), 'limit', 5.9), 10);
    assert.equal(pilot(low), 'B1');
    const high = polled(written(low, 'limit', 63), 5);
    assert.equal(readingOf(high, 'appliedA'), 32);
    assert.equal(readingOf(high, 'offeredA'), 63);
  });

  it('shows C1 for as long as the car takes to notice', () => {
    const charging = polled(wallboxWith('charges'), 30);
    assert.equal(pilot(advance(written(charging, 'isReleased', 0), 500)), 'C1');
  });

  it('throws its bolt after the plug is in, and moves it when told', () => {
    const arrived = wallboxWith('waits');
    assert.equal(registerValue(arrived, 'socket'), 1);
    const locked = polled(arrived, 3);
    assert.equal(registerValue(locked, 'socket'), 0x11);
    const unlocked = written(locked, 'lock', 0);
    assert.equal(registerValue(unlocked, 'socket'), 1);
    assert.equal(registerValue(written(unlocked, 'lock', 1), 'socket'), 0x11);
    assert.equal(registerValue(written(wallboxWith('none'), 'lock', 1), 'socket'), 0);
  });

  it('ends the session when it is unlocked under load, until the car is plugged in again', () => {
    const torn = polled(written(polled(wallboxWith('charges'), 30), 'lock', 0), 1);
    assert.equal(rowOf(torn, driver.status)?.is, 'sessionEnded');
    assert.equal(readingOf(torn, 'powerW'), 0);
    const box = torn.electrics;
    const gone = polled({ ...torn, electrics: { ...box, car: entered(box.car, 'away') } }, 1);
    const again = { ...gone.electrics, car: entered(gone.electrics.car, 'asking') };
    assert.equal(pilot(polled({ ...gone, electrics: again }, 10)), 'C2');
  });

  it('charges on one phase when told', () => {
    const paused = polled(written(polled(wallboxWith('charges'), 30), 'isReleased', 0), 10);
    const single = polled(written(written(paused, 'phases', 1), 'isReleased', 1), 30);
    assert.equal(readingOf(single, 'phases'), 1);
    assert.equal(Math.round((readingOf(single, 'powerW') ?? 0) / 100), 37);
    assert.deepEqual(registerValue(single, 'currents'), [16_000, 0, 0]);
  });

  it('stops with a fault, and shows it', () => {
    const charging = polled(wallboxWith('charges'), 30);
    const faulty = polled({ ...charging, electrics: { ...charging.electrics, faults: ['diode'] } }, 10);
    assert.equal(readingOf(faulty, 'powerW'), 0);
    assert.equal(registerValue(faulty, 'faultBits'), 8);
  });

  it('counts energy that agrees with the integral of its power', () => {
    let now = wallboxWith('charges');
    const before = readingOf(now, 'totalKWh') ?? 0;
    let kWh = 0;
    for (let step = 0; step < 6000; step += 1) {
      kWh += (powerW(now.electrics) * 100) / 3.6e9;
      now = step % 100 === 0 ? polled(now, 0) : now;
      now = advance(now, 100);
    }
    assert.ok(kWh > 1.5, `${kWh} kWh`);
    assert.ok(Math.abs(now.electrics.sessionKWh - kWh) < 0.001);
    assert.ok(Math.abs((readingOf(now, 'sessionKWh') ?? 0) - kWh) < 0.002);
    assert.ok(Math.abs((readingOf(now, 'totalKWh') ?? 0) - before - kWh) < 0.003);
  });

  it('shows a power that is the sum of volts times amperes', () => {
    const charging = polled(wallboxWith('charges'), 30);
    const volts = registerValue(charging, 'voltages') as readonly number[];
    const milliamps = registerValue(charging, 'currents') as readonly number[];
    const product = volts.reduce((sum, volt, phase) => sum + (volt * (milliamps[phase] ?? 0)) / 1000, 0);
    assert.ok(Math.abs(product - (readingOf(charging, 'powerW') ?? 0)) < 5);
  });

  it('runs the same for the same seed, however the time is cut, and differently for another', () => {
    const trace = (seed: number, cut: number): unknown => {
      let now = initial(driver, { car: { habit: 'visits' } }, seed);
      for (let time = 0; time < 120_000; time += cut) {
        now = advance(now, cut);
      }
      return [
        now.electrics,
        respond(now, { kind: 'read', unitId: 1, space: 'holding', address: 0, length: 42 }).reply,
      ];
    };
    assert.deepEqual(trace(5, 1000), trace(5, 250));
    assert.notDeepEqual(trace(5, 1000), trace(6, 1000));
  });
});

describe('the watchdog of a simulated wallbox', () => {
  const charging = (): Wallbox => polled(wallboxWith('charges'), 30);

  it('stops charging when nobody reads for too long', () => {
    assert.equal(appliedA(advance(charging(), 60_000).electrics), 32);
    const expired = advance(charging(), 70_000);
    assert.equal(appliedA(expired.electrics), 0);
    assert.equal(pilotOf(expired.electrics), 'B1');
    assert.equal(pilot(polled(expired, 5)), 'C2');
  });

  it('falls back to the current that was set', () => {
    const safe = written(charging(), 'fallback', 8);
    assert.equal(readingOf(safe, 'fallbackA'), 8);
    const expired = advance(safe, 70_000).electrics;
    assert.equal(appliedA(expired), 8);
    assert.ok(Math.abs(powerW(expired) - 8 * 690) < 60);
  });

  it('never raises the offer by falling back', () => {
    const low = written(written(charging(), 'fallback', 16), 'limit', 6);
    assert.equal(appliedA(advance(low, 70_000).electrics), 6);
  });

  it('takes a fallback outside its limits for none', () => {
    assert.equal(appliedA(advance(written(charging(), 'fallback', 255), 70_000).electrics), 0);
  });

  it('keeps the timeout that was written', () => {
    const patient = written(charging(), 'timeout', 300);
    assert.equal(readingOf(patient, 'watchdogS'), 300);
    assert.equal(appliedA(advance(patient, 200_000).electrics), 32);
    assert.equal(appliedA(advance(patient, 301_000).electrics), 0);
    assert.equal(appliedA(advance(written(charging(), 'timeout', 0), 3_600_000).electrics), 32);
  });

  it('is not armed before anybody has talked to it', () => {
    assert.equal(appliedA(advance(wallboxWith('charges'), 600_000).electrics), 32);
  });

  it('keeps real time while car and meter run faster', () => {
    const hour = advance(charging(), 50_000, 60).electrics;
    assert.equal(appliedA(hour), 32);
    assert.ok(hour.sessionKWh > 8, `${hour.sessionKWh} kWh`);
  });

  it('is fed by the setpoint alone where the driver says so', () => {
    const watchdog = { timeoutMs: 60_000, by: 'reassert', everyMs: 20_000, expiry: 'stops' } as const;
    let now = initial({ ...driver, watchdog }, { car: { habit: 'charges' } }, 1);
    now = polled(written(now, 'limit', 16), 70);
    assert.equal(appliedA(now.electrics), 0);
    now = polled(written(now, 'limit', 16), 30);
    assert.equal(appliedA(now.electrics), 16);
  });
});

describe('a reboot of a simulated wallbox', () => {
  it('loses what is volatile, keeps flash and the lifetime counter, and is silent meanwhile', () => {
    const before = written(written(polled(wallboxWith('charges'), 300), 'limit', 8), 'bootLimit', 13);
    const dark = rebooted(before);
    const read42 = { kind: 'read', unitId: 1, space: 'holding', address: 0, length: 42 } as const;
    assert.equal(respond(dark, read42).reply.kind, 'silence');
    const back = advance(dark, 4000);
    assert.equal(readingOf(back, 'offeredA'), 32);
    assert.equal(registerValue(back, 'bootLimit'), 13);
    assert.ok((readingOf(back, 'totalKWh') ?? 0) >= (readingOf(before, 'totalKWh') ?? Infinity));
    assert.ok((readingOf(back, 'sessionKWh') ?? Infinity) < (readingOf(before, 'sessionKWh') ?? 0));
    assert.equal(registerValue(back, 'serial'), registerValue(before, 'serial'));
  });
});
