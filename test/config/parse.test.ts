// Whole configuration files: what they mean, and what is told about wrong ones.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { driverReferences } from '../../src/config/parse';
import { SMALL, buses } from './texts';
import { ERRORS, WARNINGS } from './mistakes';
import { driverFile, read, told } from './surroundings';

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

  for (const [name, text, expected] of ERRORS)
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

  for (const [name, text, expected] of WARNINGS)
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
