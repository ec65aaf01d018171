// The plan of the house as data: which room may import which, and which file may open which package.

export interface Room {
  /** Thinking rooms hold decisions and touch nothing; touching rooms the other way round. */
  readonly thinks: boolean;
  /** Rooms that it may import, besides itself. */
  readonly imports: readonly string[];
}

const thinking = (...imports: string[]): Room => ({ thinks: true, imports });
const touching = (...imports: string[]): Room => ({ thinks: false, imports });

const ALL_THINKING = [
  ...[
    'base',
    'modbus',
    'driver',
    'wallbox',
    'ledger',
    'config',
    'fimp',
    'faces',
    'trace',
    'simulator',
    'tools',
  ],
];

/** In reading order: a room imports only rooms above it. */
export const ROOMS: Readonly<Record<string, Room>> = {
  base: thinking(),
  modbus: thinking('base'),
  driver: thinking('base', 'modbus'),
  wallbox: thinking('base', 'modbus', 'driver'),
  ledger: thinking('base', 'wallbox'),
  config: thinking('base', 'driver'),
  fimp: thinking('base', 'driver', 'wallbox', 'config'),
  faces: thinking('base', 'wallbox', 'ledger', 'fimp', 'config'),
  trace: thinking('base', 'modbus', 'wallbox', 'fimp'),
  simulator: thinking('base', 'modbus', 'driver'),
  tools: thinking('base', 'modbus', 'driver', 'wallbox', 'config', 'trace', 'ledger'),
  io: touching('base', 'modbus'),
  app: touching(...ALL_THINKING, 'io'),
  cli: touching(...ALL_THINKING, 'io', 'app'),
  main: touching('cli'),
};

export interface Door {
  /** The paths that may import the package begin with one of these. */
  readonly in: readonly string[];
  /** How many files may import it. */
  readonly files: number;
}

const oneFile = (...paths: string[]): Door => ({ in: paths, files: 1 });

/** Every package that `src/` may use, and where. */
export const DOORS: Readonly<Record<string, Door>> = {
  ajv: oneFile('src/base/schema.ts'),
  'fastest-levenshtein': oneFile('src/base/'),
  yaml: oneFile('src/config/'),
  'cli-table3': oneFile('src/tools/table.ts'),
  'modbus-serial': oneFile('src/io/'),
  serialport: oneFile('src/io/'),
  mqtt: oneFile('src/io/'),
  aedes: oneFile('src/io/embedded-broker.ts'),
  winston: oneFile('src/io/journal.ts'),
  picocolors: oneFile('src/io/'),
  commander: { in: ['src/cli/', 'src/main.ts'], files: Infinity },
};
