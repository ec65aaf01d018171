// Whole configuration files: what they mean, and what is told about wrong ones.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { driverReferences } from '../../src/config/parse';
import { driverFile, read, told } from './surroundings';

const SMALL = `mqtt: { url: mqtt://hub:1884 }
buses:
  garage: { tcp: "192.168.1.50" }
chargepoints:
  - { address: wb1, driver: abb/terra-ac, bus: garage, max_current: 16 }
`;

/** The small file with a line after one that contains `mark`, or with a text replaced. */
const withLine = (mark: string, line: string): string =>
  SMALL.split('\n')
    .flatMap((each) => (each.includes(mark) ? [each, line] : [each]))
    .join('\n');
const chargepoint = (keys: string): string => SMALL.replace('max_current: 16', keys);
const buses = (text: string, more = ''): string =>
  `mqtt: { url: mqtt://hub }\nbuses:\n${text}chargepoints:\n  - { address: wb1, driver: abb/terra-ac, bus: a, max_current: 16 }\n${more}`;

describe('config/parse', () => {
  it('fills in the defaults of a small file', () => {
    const { config, problems } = read(SMALL);
    assert.deepEqual(problems, []);
    assert.ok(config);
    const { chargepoints, ...rest } = config;
    assert.deepEqual(rest, {
      file: 'c.yaml',
      mqtt: { urls: ['mqtt://hub:1884'], clientId: 'chargepointd-wallbox', rejectUnauthorized: true },
      fimp: { resourceName: 'wallbox', states: 'standard' },
      buses: [{ kind: 'tcp', name: 'garage', host: '192.168.1.50', port: 503, framing: 'tcp' }],
      stateDir: '/var/lib/chargepointd',
      logLevel: 'info',
    });
    assert.deepEqual(
      { ...chargepoints[0], driver: chargepoints[0]!.driver.id },
      {
        address: 'wb1',
        name: 'wb1',
        driver: 'abb/terra-ac',
        bus: 'garage',
        unitId: 1,
        maxCurrentA: 16,
        chargingModes: [],
        freeCharging: true,
        control: true,
        setup: false,
      },
    );
  });

  it('reads a file that says everything', () => {
    const text = `
mqtt:
  url: [mqtts://one:8883, mqtts://two]
  username: wallbox
  password: { file: secret/mqtt }
  ca: ca.pem
  cert: /abs/cert.pem
  key: ../key.pem
  client_id: me
  reject_unauthorized: true
fimp: { resource_name: rn_1, states: extended }
buses:
  driveway: { serial: /dev/serial/by-id/usb-x, baud_rate: 38400, parity: odd, stop_bits: 2 }
  garage: { tcp: "[fe80::1]:1502", framing: rtu }
chargepoints:
  - address: "1"
    name: Driveway
    driver: abb/terra-ac
    bus: driveway
    unit_id: 7
    max_current: 20
    phases: 3
    grid_type: IT
    charging_modes: { normal: 16, "6": 6, slow: 8 }
    free_charging: false
    failsafe_current: 6
    poll_interval: 250ms
    control: false
    setup: true
  - { address: wb2, driver: x/rtu-only, bus: garage, max_current: 32, charging_modes: {}, poll_interval: 0s }
state_dir: state
log_level: debug
`;
    const { config, problems } = read(text);
    assert.deepEqual(problems, []);
    assert.deepEqual(config!.mqtt, {
      urls: ['mqtts://one:8883', 'mqtts://two'],
      username: 'wallbox',
      password: { kind: 'file', path: '/etc/chargepointd/secret/mqtt' },
      ca: '/etc/chargepointd/ca.pem',
      cert: '/abs/cert.pem',
      key: '/etc/key.pem',
      clientId: 'me',
      rejectUnauthorized: true,
    });
    assert.deepEqual(config!.buses, [
      {
        kind: 'serial',
        name: 'driveway',
        path: '/dev/serial/by-id/usb-x',
        baudRate: 38400,
        parity: 'odd',
        stopBits: 2,
      },
      { kind: 'tcp', name: 'garage', host: 'fe80::1', port: 1502, framing: 'rtu' },
    ]);
    const [first, second] = config!.chargepoints;
    assert.deepEqual(first!.chargingModes, [
      { name: 'normal', maxA: 16 },
      { name: '6', maxA: 6 },
      { name: 'slow', maxA: 8 },
    ]);
    assert.deepEqual([first!.unitId, first!.failsafeA, first!.pollIntervalMs], [7, 6, 250]);
    assert.deepEqual([first!.freeCharging, first!.control, first!.setup], [false, false, true]);
    assert.deepEqual([first!.phases, first!.gridType, first!.name], [3, 'IT', 'Driveway']);
    assert.deepEqual([second!.chargingModes, second!.pollIntervalMs], [[], 0]);
    assert.deepEqual([config!.stateDir, config!.logLevel], ['/etc/chargepointd/state', 'debug']);
    assert.deepEqual(config!.fimp, { resourceName: 'rn_1', states: 'extended' });
  });

  it('takes the state folder from systemd, the first where there are several', () => {
    assert.equal(read(SMALL, { stateDirectory: '/var/lib/a:/var/lib/b' }).config!.stateDir, '/var/lib/a');
    assert.equal(read(SMALL, { stateDirectory: '' }).config!.stateDir, '/var/lib/chargepointd');
  });

  it('knows the three ways to a password', () => {
    const password = (text: string) =>
      read(SMALL.replace('hub:1884', `hub, username: u, password: ${text}`)).config!.mqtt.password;
    assert.deepEqual(password('"123"'), { kind: 'plain', value: '123' });
    assert.deepEqual(password('{ file: /a }'), { kind: 'file', path: '/a' });
    assert.deepEqual(password('{ credential: mqtt }'), { kind: 'credential', name: 'mqtt' });
  });

  it('takes serial settings from the drivers of the bus', () => {
    const { config } = read(buses('  a: { serial: /dev/serial/by-id/x }\n'));
    assert.deepEqual(config!.buses[0], {
      kind: 'serial',
      name: 'a',
      path: '/dev/serial/by-id/x',
      baudRate: 9600,
      parity: 'none',
      stopBits: 1,
    });
  });

  it('names the drivers to load, also of a file with mistakes', () => {
    assert.deepEqual(driverReferences(`${SMALL}  - { driver: own.json, colour: red }\n  - { driver: 5 }`), [
      'abb/terra-ac',
      'own.json',
    ]);
    assert.deepEqual(driverReferences('a: [b'), []);
    assert.deepEqual(driverReferences(''), []);
  });

  /** Name, text, and what is told about it: each expected text is part of one problem, in this order, and no more. */
  const cases: [string, string, string[]][] = [
    [
      'an unknown key',
      withLine('mqtt:', 'log_levle: info'),
      ['c.yaml:2:1 log_levle: `log_levle` is not known here; write `log_level`'],
    ],
    [
      'an unknown key deep inside',
      chargepoint('max_current: 16, max_curent: 10'),
      ['max_curent` is not known here; write `max_current`'],
    ],
    [
      'required keys',
      'mqtt: {}\nbuses: { a: {} }\nchargepoints: [{}]',
      [
        '`url` is missing',
        'an object with `serial` or `tcp`',
        '`address` is missing',
        '`driver` is missing',
        '`bus` is missing',
        '`max_current` is missing',
      ],
    ],
    ['an empty file', '', ['c.yaml:1:1 must be an object, not null']],
    [
      'sections that are missing',
      'log_level: info',
      ['`mqtt` is missing', '`buses` is missing', '`chargepoints` is missing'],
    ],
    ['no syntax', 'mqtt: {url: mqtt://x\nbuses:', ['c.yaml:2:1']],
    ['a tab', 'mqtt:\n\turl: x', ['indent with spaces']],
    [
      'a key that stands twice',
      `${SMALL}mqtt: { url: mqtt://x }`,
      ['c.yaml:6:1 Map keys must be unique; keep one of them'],
    ],
    ['two documents', `${SMALL}---\na: 1`, ['leave out the line `---`']],
    [
      'an alias bomb',
      `a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c]`,
      ['Excessive alias count'],
    ],
    [
      'a number for an address',
      SMALL.replace('wb1', '12'),
      [
        'c.yaml:5:16 chargepoints[0].address: must be a text, not 12; FIMP thing address: letters and digits, in quotes',
      ],
    ],
    ['a character in an address', SMALL.replace('wb1', 'wb-1'), ['"wb-1" does not have the right form']],
    [
      'an upper-case resource name',
      withLine('mqtt:', 'fimp: { resource_name: Wallbox }'),
      ['"Wallbox" does not have the right form'],
    ],
    [
      'a mode name',
      chargepoint('max_current: 16, charging_modes: { Normal: 6 }'),
      ['`Normal` cannot be a name here'],
    ],
    [
      'a mode above max_current',
      chargepoint('max_current: 16, charging_modes: { normal: 17 }'),
      ['c.yaml:5:99 chargepoints[0].charging_modes.normal: 17 A is more than max_current; write 6 to 16'],
    ],
    [
      'a mode below 6 A',
      chargepoint('max_current: 16, charging_modes: { slow: 5 }'),
      ['must be at least 6, not 5'],
    ],
    [
      'a limit above the driver',
      chargepoint('max_current: 33'),
      ['33 A is outside what abb/terra-ac takes; write 6 to 32'],
    ],
    ['a limit below 6 A', chargepoint('max_current: 5'), ['must be at least 6, not 5']],
    [
      'a limit that is no whole number',
      chargepoint('max_current: 10.5'),
      ['must be a whole number, not 10.5'],
    ],
    [
      'a failsafe current of 5 A',
      chargepoint('max_current: 16, failsafe_current: 5'),
      ['5 A is neither 0 nor between 6 A and max_current; write 0, or 6 to 16'],
    ],
    [
      'a failsafe current above the limit',
      chargepoint('max_current: 16, failsafe_current: 20'),
      ['20 A is neither 0 nor'],
    ],
    [
      'a duration without a unit',
      chargepoint('max_current: 16, poll_interval: 5'),
      ['must be a text, not 5; a whole number with its unit: 250ms, 1s, 15m or 2h'],
    ],
    [
      'a poll that is too fast',
      chargepoint('max_current: 16, poll_interval: 99ms'),
      ['99ms is too short; write at least 100ms, or 0s'],
    ],
    ['an unknown bus', SMALL.replace('bus: garage', 'bus: garge'), ['there is no bus garge; write `garage`']],
    [
      'an unknown driver',
      SMALL.replace('terra', 'tera'),
      ['there is no driver abb/tera-ac; write `abb/terra-ac`'],
    ],
    [
      'a driver file that is not there',
      SMALL.replace('abb/terra-ac', 'gone.json'),
      ['gone.json cannot be read (ENOENT)'],
    ],
    [
      'a driver file with mistakes',
      SMALL.replace('abb/terra-ac', 'own.json'),
      ['the driver own.json has errors', 'own.json:3:4 id: no; yes'],
    ],
    [
      'a unit 0 on a serial line',
      buses('  a: { serial: /dev/x }\n').replace('bus: a,', 'bus: a, unit_id: 0,'),
      ['0 is no unit on a serial line; write 1 to 247'],
    ],
    [
      'a driver for TCP alone on a serial line',
      buses('  a: { serial: /dev/x }\n')
        .replace('abb/terra-ac', 'x/tcp-only')
        .replace('bus: a', 'bus: a, unit_id: 5'),
      ['x/tcp-only speaks only Modbus TCP'],
    ],
    [
      'one serial port under two buses',
      buses(
        '  a: { serial: /dev/x }\n  b: { serial: /dev/../dev/x }\n',
        '  - { address: b, driver: abb/terra-ac, bus: b, max_current: 6 }',
      ),
      ['bus a is on the same line; put both wallboxes on bus a'],
    ],
    [
      'one TCP address under two buses',
      buses(
        '  a: { tcp: "Box" }\n  b: { tcp: "box:503" }\n',
        '  - { address: b, driver: abb/terra-ac, bus: b, max_current: 6 }',
      ),
      ['bus a is on the same line'],
    ],
    [
      'one unit twice',
      `${SMALL}  - { address: wb2, driver: abb/terra-ac, bus: garage, max_current: 16 }`,
      ['c.yaml:6:5 chargepoints[1].unit_id: unit 1 of bus garage is chargepoints[0] already'],
    ],
    [
      'one address twice',
      `${SMALL}  - { address: wb1, driver: abb/terra-ac, bus: garage, max_current: 16, unit_id: 2 }`,
      ['c.yaml:6:16 chargepoints[1].address: chargepoints[0] has this address'],
    ],
    ['a TCP address that is none', SMALL.replace('192.168.1.50', 'box:99999'), ['"box:99999" is no address']],
    [
      'drivers that differ',
      buses(
        '  a: { serial: /dev/x }\n',
        '  - { address: b, driver: x/fast, bus: a, unit_id: 2, max_current: 6 }',
      ),
      [
        'its drivers differ in baud_rate: abb/terra-ac 9600, x/fast 19200; set `baud_rate`',
        'its drivers differ in parity: abb/terra-ac none, x/fast even',
      ],
    ],
    [
      'a broker without a scheme',
      SMALL.replace('mqtt://hub', 'hub'),
      ['the address does not begin with a scheme; write mqtt://hub:1884'],
    ],
    [
      'a broker by another scheme',
      SMALL.replace('mqtt://', 'http://'),
      ['http:// is no way to an MQTT broker; write mqtt://hub:1884'],
    ],
    ['a password in the address', SMALL.replace('hub', 'u:p@hub'), ['may not carry a user or a password']],
    [
      'one wrong address in a list',
      SMALL.replace('mqtt://hub:1884', '[mqtt://a, b]'),
      ['c.yaml:1:25 mqtt.url[1]: the address does not begin with a scheme'],
    ],
    [
      'a password without a user',
      SMALL.replace('hub:1884', 'hub, password: x'),
      ['`password` needs `username` beside it'],
    ],
    [
      'a certificate without its key',
      SMALL.replace('mqtt://hub:1884', 'mqtts://hub, cert: x'),
      ['`cert` needs `key` beside it'],
    ],
    [
      'several things at once',
      SMALL.replace('mqtt://', 'http://')
        .replace('wb1', 'wb_1')
        .replace('max_current: 16', 'max_current: 99, colour: red'),
      ['http://', '"wb_1"', '99 A is outside', 'colour'],
    ],
  ];
  for (const [name, text, expected] of cases)
    it(`tells ${name}`, () => {
      const { config, problems } = read(text);
      const lines = told(text);
      assert.equal(config, undefined);
      assert.ok(problems.some((problem) => problem.severity === 'error'));
      for (const [index, part] of expected.entries())
        assert.ok(
          lines[index]?.includes(part),
          `${part}\nis not in\n${lines[index]}\nof\n${lines.join('\n')}`,
        );
      assert.equal(lines.length, expected.length, lines.join('\n'));
    });

  const warnings: [string, string, string[]][] = [
    [
      'a serial port by number',
      buses('  a: { serial: /dev/ttyUSB0 }\n'),
      [
        'c.yaml:3:16 warning: buses.a.serial: /dev/ttyUSB0 may be another adapter after the next start; write its name under /dev/serial/by-id/',
      ],
    ],
    [
      'an unused bus',
      buses('  a: { tcp: x }\n  b: { tcp: y }\n'),
      ['c.yaml:4:3 warning: buses.b: no chargepoint is on this bus'],
    ],
    [
      'a gateway',
      buses('  a: { tcp: x }\n').replace('abb/terra-ac', 'x/rtu-only'),
      ['speaks only RTU: this needs a gateway that translates'],
    ],
    [
      'an authority without encryption',
      SMALL.replace('hub:1884', 'hub:1884, ca: x'),
      ['has no effect: no address is mqtts or wss'],
    ],
    [
      'a broker that anybody can be',
      SMALL.replace('mqtt://hub:1884', 'mqtts://hub, reject_unauthorized: false'),
      ['anybody can pretend to be the broker'],
    ],
    [
      'keys that do nothing yet',
      withLine('mqtt:', 'fimp: { repeat: 30s }').replace(
        'max_current: 16',
        'max_current: 16, hub_timeout: 15m, meter: { driver: eastron/sdm630, bus: garage, unit_id: 2 }',
      ),
      [
        'fimp.repeat: has no effect yet in this version',
        'hub_timeout: has no effect yet',
        'meter: has no effect yet',
      ],
    ],
  ];
  for (const [name, text, expected] of warnings)
    it(`warns of ${name}, and goes on`, () => {
      const lines = told(text);
      assert.ok(read(text).config);
      assert.deepEqual(
        lines.map((line, index) => line.includes(expected[index] ?? '?') && line.includes('warning')),
        expected.map(() => true),
        lines.join('\n'),
      );
    });

  it('leaves an unused bus closed', () => {
    assert.deepEqual(
      read(buses('  a: { tcp: x }\n  b: { tcp: y }\n')).config!.buses.map((bus) => bus.name),
      ['a'],
    );
  });

  it('takes the widest limits of a driver with variants', () => {
    const [narrow, wide] = [driverFile('v', {}, 16), driverFile('v', {}, 32)];
    const both = { ...narrow, variants: [...narrow.variants, ...wide.variants] };
    const around = { drivers: new Map([['v', { driver: both, problems: [] }]]) };
    const text = SMALL.replace('abb/terra-ac', 'v');
    assert.deepEqual(told(text.replace('max_current: 16', 'max_current: 32'), around), []);
    assert.equal(told(text.replace('max_current: 16', 'max_current: 33'), around).length, 1);
  });

  it('never throws, and never takes a file with an error', () => {
    const anyValue = fc.json({ maxDepth: 4 });
    const mangled = fc
      .tuple(fc.nat(SMALL.length), fc.nat(8), fc.string({ maxLength: 6 }))
      .map(([at, cut, put]) => SMALL.slice(0, at) + put + SMALL.slice(at + cut));
    fc.assert(
      fc.property(fc.oneof(anyValue, mangled, fc.string()), (text) => {
        driverReferences(text);
        const { config, problems } = read(text);
        assert.equal(
          config === undefined,
          problems.some((problem) => problem.severity === 'error'),
        );
        for (const problem of problems) assert.ok(problem.line >= 1 && problem.column >= 1);
      }),
      { numRuns: 400 },
    );
  });

  it('has a description for every key of the schema', () => {
    const schema: unknown = JSON.parse(
      readFileSync(join(__dirname, '../../src/config/config.schema.json'), 'utf8'),
    );
    const missing: string[] = [];
    const visit = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      for (const [key, value] of Object.entries(node)) {
        if (key === 'properties')
          for (const [name, property] of Object.entries(value as Record<string, object>))
            if (!('description' in property) && !('$ref' in property)) missing.push(`${path}.${name}`);
        visit(value, `${path}.${key}`);
      }
    };
    visit(schema, '');
    assert.deepEqual(missing, []);
  });
});
