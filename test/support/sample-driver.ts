// A wallbox model that no one builds: it has at least one of everything that a driver can say.
import type { Driver, Register } from '../../src/driver/definition';

type Row = Omit<Partial<Register>, 'name'> & Pick<Register, 'space' | 'address' | 'type'>;

const WORDS = {
  u16: 1,
  i16: 1,
  u32: 2,
  i32: 2,
  u64: 4,
  i64: 4,
  f32: 2,
  f64: 4,
  bit: 1,
  string: 4,
  utf16: 4,
  hex: 4,
};

/** A register with the usual rest filled in. */
export function register(name: string, row: Row): Register {
  const words = row.words ?? WORDS[row.type];
  const code = { words, count: 1, stride: words, wordOrder: 'msw', scale: 1, absent: [] } as const;
  const rules = { access: 'r', poll: 'fast', optional: false, wear: 'volatile', lagMs: 0 } as const;
  return { ...code, ...rules, ...row, name };
}

const ROWS: Readonly<Record<string, Row>> = {
  serial: { space: 'holding', address: 0, type: 'string', poll: 'once' },
  firmware: { space: 'holding', address: 4, type: 'u16', count: 3, poll: 'once' },
  model: { space: 'holding', address: 7, type: 'u16', poll: 'once' },
  installerLimit: { space: 'holding', address: 10, type: 'u32', scale: 0.001, unit: 'A', poll: 'slow' },
  faultBits: { space: 'holding', address: 12, type: 'u32' },
  stateCode: { space: 'holding', address: 14, type: 'u32', bits: { low: 8, high: 14 } },
  isLimited: { space: 'holding', address: 14, type: 'u32', bits: { low: 15, high: 15 } },
  socket: { space: 'holding', address: 16, type: 'u16' },
  applied: { space: 'holding', address: 17, type: 'u16', scale: 0.1, unit: 'A' },
  currents: { space: 'holding', address: 18, type: 'u32', count: 3, unit: 'mA' },
  voltages: { space: 'holding', address: 24, type: 'u16', count: 3, stride: 2, scale: 0.1, unit: 'V' },
  power: { space: 'holding', address: 30, type: 'f32', wordOrder: 'lsw', unit: 'kW' },
  session: { space: 'holding', address: 32, type: 'u32', unit: 'Wh' },
  total: { space: 'holding', address: 34, type: 'u64', unit: 'Wh', optional: true, poll: 'slow' },
  limitNow: { space: 'holding', address: 38, type: 'u32', scale: 0.001, unit: 'A' },
  timeoutNow: { space: 'holding', address: 40, type: 'u16', unit: 's', poll: 'slow' },
  fallbackNow: { space: 'holding', address: 41, type: 'u16', unit: 'A', poll: 'slow' },
  serviceWord: { space: 'input', address: 5, type: 'u16' },
  isDoorOpen: { space: 'discrete', address: 3, type: 'bit' },
  limit: {
    space: 'holding',
    address: 100,
    type: 'u32',
    scale: 0.001,
    unit: 'A',
    access: 'w',
    writeFunction: 16,
  },
  lock: { space: 'holding', address: 102, type: 'u16', access: 'w', writeFunction: 6, writeTimeoutMs: 3000 },
  timeout: { space: 'holding', address: 103, type: 'u16', unit: 's', access: 'w', writeFunction: 6 },
  fallback: { space: 'holding', address: 104, type: 'u16', unit: 'A', access: 'w', writeFunction: 6 },
  phases: { space: 'holding', address: 105, type: 'u16', access: 'rw', writeFunction: 6 },
  bootLimit: {
    space: 'holding',
    address: 106,
    type: 'u16',
    unit: 'A',
    access: 'rw',
    writeFunction: 6,
    wear: 'flash',
  },
  isReleased: { space: 'coil', address: 9, type: 'bit', access: 'rw', writeFunction: 5 },
};

const is = (value: number) => ({ kind: 'oneOf', values: [value] }) as const;
const bit = (number: number) => ({ kind: 'bit', bit: number, is: 1 }) as const;

/** States by code, a bolt, a watchdog fed by traffic with a fallback, a coil that pauses, phases that switch. */
export const SAMPLE_DRIVER: Driver = {
  id: 'sample/everything',
  manufacturer: 'Sample',
  model: 'Everything',
  summary: 'One of everything.',
  sources: [],
  verified: { on: 'simulator', note: 'Made up.' },
  link: {
    transports: ['rtu', 'tcp'],
    unitId: 1,
    baudRate: 9600,
    parity: 'none',
    stopBits: 1,
    port: 502,
    replyTimeoutMs: 1000,
    quietMs: 5,
    unitSwitchGapMs: 0,
    maxWords: 60,
    maxGapWords: 8,
    readable: [
      { space: 'holding', from: 0, to: 41 },
      { space: 'input', from: 0, to: 9 },
      { space: 'discrete', from: 0, to: 9 },
    ],
    holdOffMs: 0,
    transactionId: 'echoed',
    fastMs: 1000,
    slowMs: 30_000,
  },
  limits: { minA: 6, maxA: 32, stepA: 0.001, phases: [1, 3] },
  registers: Object.fromEntries(Object.entries(ROWS).map(([name, row]) => [name, register(name, row)])),
  identify: { model: { kind: 'oneOf', values: [22, 11] }, serial: { kind: 'noneOf', values: ['DEMO'] } },
  readings: {
    numbers: {
      boxMaxA: { kind: 'register', register: 'installerLimit' },
      offeredA: { kind: 'register', register: 'limitNow' },
      appliedA: { kind: 'register', register: 'applied' },
      powerW: { kind: 'register', register: 'power' },
      sessionKWh: { kind: 'register', register: 'session' },
      totalKWh: { kind: 'register', register: 'total' },
      watchdogS: { kind: 'register', register: 'timeoutNow' },
      fallbackA: { kind: 'register', register: 'fallbackNow' },
      phases: { kind: 'register', register: 'phases' },
    },
    triples: {
      currentsA: [
        { kind: 'register', register: 'currents', index: 0 },
        { kind: 'register', register: 'currents', index: 1 },
        { kind: 'register', register: 'currents', index: 2 },
      ],
      voltagesV: [
        { kind: 'register', register: 'voltages', index: 0 },
        { kind: 'register', register: 'voltages', index: 1 },
        { kind: 'register', register: 'voltages', index: 2 },
      ],
    },
    flags: {
      isLocked: { socket: { kind: 'oneOf', values: [0x11, 0x111] } },
      isCableIn: { socket: { kind: 'range', min: 1 } },
    },
    texts: { serial: 'serial', firmware: 'firmware' },
  },
  pilot: [
    { when: { stateCode: is(0) }, is: 'A' },
    { when: { stateCode: is(1) }, is: 'B1' },
    { when: { stateCode: is(2) }, is: 'B2' },
    { when: { stateCode: is(3) }, is: 'C1' },
    { when: { stateCode: is(4) }, is: 'C2' },
    { when: { stateCode: is(5), socket: { kind: 'range', min: 0x101 } }, is: 'B1' },
    { when: { stateCode: is(5) }, is: 'A' },
    { when: { stateCode: is(6), faultBits: bit(3) }, is: 'E' },
    { when: { stateCode: { kind: 'range', min: 6, max: 9 } }, is: 'F' },
  ],
  status: [
    { when: { serviceWord: bit(15) }, is: 'outOfService' },
    { when: { serviceWord: bit(2), isDoorOpen: is(0) }, is: 'reserved' },
    { when: { stateCode: is(5), socket: { kind: 'range', min: 0x101 } }, is: 'sessionEnded' },
    { when: { stateCode: is(1), applied: { kind: 'range', min: 6 } }, is: 'awaitingAuthorisation' },
  ],
  faults: [
    { when: { faultBits: bit(1) }, is: 'residualCurrent' },
    { when: { faultBits: bit(3) }, is: 'diode' },
    { when: { faultBits: { kind: 'bit', bit: 16, is: 1 } }, is: 'communicationLost' },
    { when: { isDoorOpen: is(1) }, is: 'doorOpen' },
  ],
  lock: { mode: 'feedback' },
  setup: [{ register: 'timeout', value: 60, neededBy: [] }],
  commands: {
    offer: {
      steps: [{ kind: 'write', register: 'limit', value: { kind: 'parameter', name: 'amps' } }],
      landsWithinMs: 3000,
    },
    pause: {
      steps: [{ kind: 'write', register: 'isReleased', value: { kind: 'literal', value: 0 } }],
      landsWithinMs: 3000,
    },
    resume: {
      steps: [
        { kind: 'write', register: 'isReleased', value: { kind: 'literal', value: 1 } },
        { kind: 'run', command: 'offer' },
      ],
      landsWithinMs: 3000,
    },
    lock: {
      steps: [{ kind: 'write', register: 'lock', value: { kind: 'literal', value: 1 } }],
      landsWithinMs: 3000,
    },
    unlock: {
      steps: [{ kind: 'write', register: 'lock', value: { kind: 'literal', value: 0 } }],
      landsWithinMs: 3000,
    },
    phases: {
      steps: [
        { kind: 'run', command: 'pause' },
        { kind: 'until', when: { power: { kind: 'range', max: 0.05 } }, withinMs: 15_000 },
        { kind: 'write', register: 'phases', value: { kind: 'parameter', name: 'phases' } },
      ],
      landsWithinMs: 10_000,
    },
  },
  watchdog: {
    timeoutMs: 60_000,
    by: 'traffic',
    expiry: 'stops charging',
    fallback: { register: 'fallback', stop: 0 },
  },
};
