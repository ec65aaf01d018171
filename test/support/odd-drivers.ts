// Wallboxes that differ from the sample in one thing each that a driver can say, so that the conformance run meets it.
import type { CommandName, CommandSequence, Driver, DriverFile, Step } from '../../src/driver/definition';
import { register, SAMPLE_DRIVER } from './sample-driver';

const sample = { ...SAMPLE_DRIVER, setup: [] };

function named(name: string, driver: Driver): DriverFile {
  const id = `odd/${name}`;
  return { id, file: `${id}.json`, variants: [{ when: {}, driver: { ...driver, id } }] };
}

function without<T extends object>(whole: T, ...names: readonly (keyof T)[]): T {
  return Object.fromEntries(Object.entries(whole).filter(([name]) => !names.includes(name as keyof T))) as T;
}

function withCommands(changed: Partial<Record<CommandName, CommandSequence>>): Driver {
  return { ...sample, commands: { ...sample.commands, ...changed } };
}

const literal = (value: number) => ({ kind: 'literal', value }) as const;
const release = (value: number): Step => ({ kind: 'write', register: 'isReleased', value: literal(value) });
const limit: Step = { kind: 'write', register: 'limit', value: { kind: 'parameter', name: 'amps' } };
const { numbers, triples } = sample.readings;

/** What is written cannot be read back: it has landed when its effect is seen. */
function unreadable(): Driver {
  return { ...sample, readings: { ...sample.readings, numbers: without(numbers, 'offeredA', 'appliedA') } };
}

/** Letters without a digit, as some wallboxes print them. */
function bareLetters(): Driver {
  const bare = { A: 'A', B1: 'B', B2: 'B', C1: 'C', C2: 'C' } as const;
  const pilot = sample.pilot.map((rule) =>
    rule.is in bare ? { ...rule, is: bare[rule.is as keyof typeof bare] } : rule,
  );
  return { ...sample, pilot: pilot.filter(({ is }, index) => is !== 'C' || index === 4) };
}

/** Read-backs, power and pilot come two seconds late. */
function late(): Driver {
  const late = ['limitNow', 'applied', 'power', 'currents'];
  const registers = Object.entries(sample.registers).map(([name, row]) => [
    name,
    late.includes(name) ? { ...row, lagMs: 2000 } : row,
  ]);
  return { ...sample, registers: Object.fromEntries(registers) as Driver['registers'] };
}

/** The bolt shows only what was asked; resuming locks first and waits for it. */
function commandedLock(): Driver {
  const isLocked = sample.readings.flags.isLocked ?? {};
  const steps: Step[] = [
    { kind: 'run', command: 'lock' },
    { kind: 'until', when: isLocked, withinMs: 3000 },
    release(1),
    limit,
  ];
  return { ...withCommands({ resume: { steps, landsWithinMs: 3000 } }), lock: { mode: 'commanded' } };
}

/** Paused by a bit of a word whose other bits must stay, seen to stop before it is done. */
function bits(): Driver {
  const registers = {
    ...sample.registers,
    control: register('control', {
      space: 'holding',
      address: 110,
      type: 'u16',
      access: 'rw',
      writeFunction: 6,
    }),
  };
  const is = (bit: 'setBit' | 'clearBit'): Step => ({ kind: bit, register: 'control', bit: 3 });
  const commands = {
    ...sample.commands,
    pause: { steps: [is('clearBit')], landsWithinMs: 5000 },
    resume: { steps: [is('setBit'), { kind: 'wait', ms: 2000 } as const, limit], landsWithinMs: 5000 },
  };
  const readable = [...sample.link.readable, { space: 'holding', from: 110, to: 110 } as const];
  return { ...sample, registers, commands, link: { ...sample.link, readable } };
}

/** No session counter and no currents: the lifetime counter and the power have to do. */
function lifetimeCounter(): Driver {
  const readings = {
    ...sample.readings,
    numbers: without(numbers, 'sessionKWh'),
    triples: without(triples, 'currentsA'),
  };
  return { ...sample, readings };
}

/** No meter of any kind. */
function blind(): Driver {
  const left = without(numbers, 'sessionKWh', 'totalKWh', 'powerW');
  return { ...sample, readings: { ...sample.readings, numbers: left, triples: {} } };
}

/** The rating of the cable, read. */
function knownCable(): Driver {
  const registers = {
    ...sample.registers,
    cable: register('cable', { space: 'holding', address: 42, type: 'u16', unit: 'A' }),
  };
  const cableA = { kind: 'register', register: 'cable' } as const;
  const readable = sample.link.readable.map((range) =>
    range.space === 'holding' && range.from === 0 ? { ...range, to: 42 } : range,
  );
  const readings = { ...sample.readings, numbers: { ...numbers, cableA } };
  return { ...sample, registers, readings, link: { ...sample.link, readable } };
}

const zero: Step = { kind: 'write', register: 'limit', value: literal(0) };
const pausedByLimit = { steps: [zero], landsWithinMs: 3000 };
const reasserted = { timeoutMs: 30_000, by: 'reassert', everyMs: 10_000, expiry: 'stops charging' } as const;
const beat: Step = { kind: 'write', register: 'phases', value: literal(3) };
const beaten = { timeoutMs: 30_000, by: 'steps', everyMs: 10_000, steps: [beat], expiry: 'stops' } as const;
const offerSpaced = {
  steps: [limit],
  landsWithinMs: 3000,
  spacing: { ms: 20_000, kind: 'enforced' },
} as const;
const pauseSpaced = {
  steps: [release(0)],
  landsWithinMs: 3000,
  spacing: { ms: 20_000, kind: 'enforced' },
} as const;

/** All of them; the first one is the sample itself. */
export function oddDrivers(): readonly DriverFile[] {
  return [
    named('sample', SAMPLE_DRIVER),
    named('unreadable', unreadable()),
    named('bare-letters', bareLetters()),
    named('late', late()),
    named('commanded-lock', commandedLock()),
    named('bits', bits()),
    named('lifetime-counter', lifetimeCounter()),
    named('blind', blind()),
    named('known-cable', knownCable()),
    named('whole-amperes', { ...sample, limits: { ...sample.limits, stepA: 1 } }),
    named('reasserted', { ...withCommands({ pause: pausedByLimit }), watchdog: reasserted }),
    named('beaten', { ...sample, watchdog: beaten }),
    named('spaced', withCommands({ offer: offerSpaced, pause: pauseSpaced })),
    named('without-lock', {
      ...without(sample, 'lock'),
      commands: without(sample.commands, 'lock', 'unlock'),
      readings: { ...sample.readings, flags: without(sample.readings.flags, 'isLocked') },
    }),
  ];
}

/** One of them by name. */
export function oddDriver(name: string): DriverFile {
  const file = oddDrivers().find(({ id }) => id === `odd/${name}`);
  if (file === undefined) throw new Error(`there is no odd driver ${name}`);
  return file;
}
