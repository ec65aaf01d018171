// Mistakes that people make in a configuration file, and what they must be told about each.
import { SMALL, buses, chargepoint, withLine } from './texts';

/** Name, text, and what is told: each expected text is part of one problem, in this order, and no more. */
export type Row = [name: string, text: string, told: string[]];

export const ERRORS: Row[] = [
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
  ['a limit that is no whole number', chargepoint('max_current: 10.5'), ['must be a whole number, not 10.5']],
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

export const WARNINGS: Row[] = [
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
];
