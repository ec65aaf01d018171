// Drivers and folders for the tests of the configuration: just enough of a driver to be asked for its limits.
import type { Driver, DriverFile, DriverLink } from '../../src/driver/definition';
import type { ConfigResult } from '../../src/config/definition';
import { problemText } from '../../src/base/problem';
import { parseConfig } from '../../src/config/parse';
import type { LoadedDriver, Surroundings } from '../../src/config/surroundings';

const LINK: DriverLink = {
  transports: ['rtu', 'tcp'],
  unitId: 1,
  baudRate: 9600,
  parity: 'none',
  stopBits: 1,
  port: 503,
  replyTimeoutMs: 1000,
  quietMs: 10,
  unitSwitchGapMs: 0,
  maxWords: 100,
  maxGapWords: 0,
  readable: [],
  holdOffMs: 0,
  transactionId: 'echoed',
  fastMs: 1000,
  slowMs: 60_000,
};

/** A driver that takes 6 to `maxA` A. */
export function driverFile(id: string, link: Partial<DriverLink> = {}, maxA = 32): DriverFile {
  const driver: Driver = {
    id,
    manufacturer: 'M',
    model: id,
    summary: '',
    sources: [],
    verified: { on: 'paper', note: '' },
    link: { ...LINK, ...link },
    limits: { minA: 6, maxA, stepA: 1, phases: [1, 3] },
    registers: {},
    identify: {},
    readings: { numbers: {}, triples: {}, flags: {}, texts: {} },
    pilot: [],
    status: [],
    faults: [],
    setup: [],
    commands: {},
  };
  return { id, file: `drivers/${id}.json`, variants: [{ when: {}, driver }] };
}

function meterFile(id: string): DriverFile {
  const file = driverFile(id);
  return {
    ...file,
    variants: file.variants.map((each) => ({ ...each, driver: { ...each.driver, kind: 'meter' } })),
  };
}

const loaded = (driver: DriverFile): [string, LoadedDriver] => [driver.id, { driver, problems: [] }];

const BROKEN: LoadedDriver = {
  problems: [
    { severity: 'error', file: 'own.json', line: 3, column: 4, key: 'id', message: 'no', advice: 'yes' },
  ],
};

export const AROUND: Surroundings = {
  folder: '/etc/chargepointd',
  drivers: new Map([
    loaded(driverFile('abb/terra-ac')),
    loaded(driverFile('x/sixteen', {}, 16)),
    loaded(driverFile('x/fast', { baudRate: 19200, parity: 'even', port: 504 })),
    loaded(driverFile('x/tcp-only', { transports: ['tcp'], unitId: 255 })),
    loaded(meterFile('x/meter')),
    loaded(driverFile('x/rtu-only', { transports: ['rtu'] })),
    ['own.json', BROKEN],
    ['gone.json', { problems: [], cause: 'ENOENT' }],
    ['abb/tera-ac', { problems: [], cause: 'ENOENT' }],
  ]),
  knownDrivers: ['abb/terra-ac', 'keba/p30'],
};

export function read(text: string, around: Partial<Surroundings> = {}): ConfigResult {
  return parseConfig(text, 'c.yaml', { ...AROUND, ...around });
}

/** Every problem as a person sees it. */
export function told(text: string, around: Partial<Surroundings> = {}): string[] {
  return read(text, around).problems.map(problemText);
}
