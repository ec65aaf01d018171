// The `buses` section: each line with the settings that its drivers ask for, and no line twice.
import type { Driver, DriverLink } from '../driver/definition';
import type { BusConfig, SerialBusConfig, TcpBusConfig } from './definition';
import { hostAndPort, pathFrom } from './place';
import type { RawBus, RawConfig } from './raw';
import { variantsOf, type Reading } from './surroundings';

const MODBUS_PORT = 502;

/** The buses that a chargepoint or its meter is on; one that nobody is on is told and left closed. */
export function readBuses(raw: RawConfig, reading: Reading): readonly BusConfig[] {
  const found: BusConfig[] = [];
  for (const name of reading.source.keysOf(['buses'])) {
    const written = raw.buses?.[name];
    if (written === undefined) continue;
    const bus = readBus(name, written, driversOn(name, raw, reading), reading);
    if (isForgotten(name, raw))
      reading.findings.warn(
        ['buses', name],
        ['no chargepoint is on this bus', 'leave it out, or name it as a `bus`'],
        'key',
      );
    if (bus === undefined) continue;
    refuseSecond(bus, found, reading);
    found.push(bus);
  }
  return found.filter(
    (bus) => raw.chargepoints?.some(({ bus: own, meter }) => [own, meter?.bus].includes(bus.name)) === true,
  );
}

/** Nobody names it, and nobody names one that does not exist and may mean this one. */
function isForgotten(name: string, raw: RawConfig): boolean {
  const named = (raw.chargepoints ?? []).flatMap(({ bus, meter }) => [bus, ...(meter ? [meter.bus] : [])]);
  const known = Object.keys(raw.buses ?? {});
  return !named.includes(name) && named.every((bus) => bus !== undefined && known.includes(bus));
}

/** Every driver of a bus, one variant of each: the line itself does not differ between variants. */
function driversOn(name: string, raw: RawConfig, { around }: Reading): readonly Driver[] {
  const devices = raw.chargepoints?.flatMap(({ meter, ...wallbox }) => [wallbox, meter ?? {}]) ?? [];
  const onBus = devices.filter((device) => device.bus === name);
  const references = new Set(onBus.map(({ driver }) => driver ?? ''));
  return [...references].flatMap((reference) => variantsOf(around.drivers.get(reference)).slice(0, 1));
}

function readBus(
  name: string,
  raw: RawBus,
  drivers: readonly Driver[],
  reading: Reading,
): BusConfig | undefined {
  if (raw.serial !== undefined) return readSerial(name, { ...raw, serial: raw.serial }, drivers, reading);
  if (raw.tcp !== undefined) return readTcp(name, { ...raw, tcp: raw.tcp }, drivers, reading);
  return undefined;
}

function readSerial(
  name: string,
  raw: RawBus & { serial: string },
  drivers: readonly Driver[],
  reading: Reading,
): SerialBusConfig {
  const path = pathFrom(reading.around.folder, raw.serial);
  if (/^\/dev\/tty(USB|ACM)\d+$/.test(path))
    reading.findings.warn(
      ['buses', name, 'serial'],
      [`${path} may be another adapter after the next start`, 'write its name under /dev/serial/by-id/'],
    );
  const speakers = drivers.filter(({ link }) => link.transports.includes('rtu'));
  return {
    kind: 'serial',
    name,
    path,
    baudRate: raw.baud_rate ?? agreement('baudRate', name, speakers, reading) ?? 19200,
    parity: raw.parity ?? agreement('parity', name, speakers, reading) ?? 'even',
    stopBits: raw.stop_bits ?? agreement('stopBits', name, speakers, reading) ?? 1,
  };
}

function readTcp(
  name: string,
  raw: RawBus & { tcp: string },
  drivers: readonly Driver[],
  reading: Reading,
): TcpBusConfig | undefined {
  const address = hostAndPort(raw.tcp);
  if (address === undefined) {
    const words = [
      `"${raw.tcp}" is no address`,
      'write HOST or HOST:PORT, for instance "192.168.1.50:502"',
    ] as const;
    reading.findings.error(['buses', name, 'tcp'], words);
    return undefined;
  }
  const framing = raw.framing ?? 'tcp';
  const speakers = framing === 'tcp' ? drivers.filter(({ link }) => link.transports.includes('tcp')) : [];
  const port = address.port ?? agreement('port', name, speakers, reading) ?? MODBUS_PORT;
  return { kind: 'tcp', name, host: address.host, port, framing };
}

/** Settings that the drivers of one bus must agree on, and the key that settles a disagreement. */
const SETTLED_BY = {
  baudRate: ['baud_rate', 'set `baud_rate` here to what all of them are set to'],
  parity: ['parity', 'set `parity` here to what all of them are set to'],
  stopBits: ['stop_bits', 'set `stop_bits` here to what all of them are set to'],
  port: ['port', 'write HOST:PORT'],
} as const;

/** The value that all drivers of a bus have; a disagreement is an error. Undefined without drivers. */
function agreement<K extends keyof typeof SETTLED_BY>(
  key: K,
  name: string,
  drivers: readonly Driver[],
  { findings }: Reading,
): DriverLink[K] | undefined {
  const values = new Set(drivers.map(({ link }) => link[key]));
  if (values.size > 1) {
    const wishes = drivers.map(({ id, link }) => `${id} ${link[key]}`).join(', ');
    const [what, advice] = SETTLED_BY[key];
    findings.error(['buses', name], [`its drivers differ in ${what}: ${wishes}`, advice], 'key');
  }
  return [...values][0];
}

/** Two buses on one line would talk into each other. */
function refuseSecond(bus: BusConfig, earlier: readonly BusConfig[], { findings }: Reading): void {
  const first = earlier.find((other) => lineOf(other) === lineOf(bus));
  if (first === undefined) return;
  const key = bus.kind === 'serial' ? 'serial' : 'tcp';
  findings.error(
    ['buses', bus.name, key],
    [`bus ${first.name} is on the same line`, `put both wallboxes on bus ${first.name}`],
  );
}

function lineOf(bus: BusConfig): string {
  return bus.kind === 'serial' ? bus.path : `${bus.host.toLowerCase()}:${bus.port}`;
}
