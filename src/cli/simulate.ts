// `chargepointd simulate`: a wallbox to talk to, made from a driver file.
import { InvalidArgumentError, Option, type Command } from 'commander';
import { loadDriver } from '../app/driver-library';
import { startSimulator, type Simulator, type SimulatorOptions } from '../app/simulate';
import { problemText } from '../base/problem';
import type { DriverFile } from '../driver/definition';
import { serialWire } from '../io/serial-port';
import { systemClock } from '../io/system-clock';
import { CAR_HABITS, type CarHabit } from '../simulator/car';
import { parseLineFault, type LineFault } from '../simulator/line-faults';
import { variantOf } from '../simulator/variant';
import { untilTold } from './signals';
import { CommandFailure, EXIT, print, type ExitCode, type Terminal } from './terminal';

interface SimulateOptions {
  readonly tcp?: Place;
  readonly serial?: string;
  readonly framing: 'tcp' | 'rtu';
  readonly unit?: number;
  readonly count: number;
  readonly fault: readonly LineFault[];
  readonly car: CarHabit;
  readonly variant?: string;
  readonly load?: number;
  readonly speed: number;
  readonly seed: number;
}

interface Place {
  readonly host: string;
  readonly port: number;
}

export function addSimulate(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  program
    .command('simulate')
    .description('simulate wallboxes of one model on a line of their own')
    .argument('<id>', 'a driver, for instance abb/terra-ac, or the path of a driver file')
    .addOption(
      new Option('--tcp <host:port>', 'serve Modbus TCP there; port 0 takes a free one').argParser(place),
    )
    .option('--serial <path>', 'serve Modbus RTU on this serial port, with the serial settings of the driver')
    .addOption(
      new Option('--framing <kind>', 'of --tcp: rtu for RTU frames over TCP')
        .choices(['tcp', 'rtu'])
        .default('tcp'),
    )
    .option('--unit <n>', 'unit id of the first wallbox; default: of the driver', whole)
    .option('--count <n>', 'number of wallboxes, at unit ids in a row', whole, 1)
    .option(
      '--fault <fault>',
      'late, drop, crc, noise, exception:N or dead, each with ,every:N; repeatable',
      fault,
      [],
    )
    .addOption(new Option('--car <habit>', 'what the car does').choices(CAR_HABITS).default('visits'))
    .option('--variant <name>', 'variant of the driver; default: the first')
    .option('--load <watt>', 'power through a meter; default: what the car draws', whole)
    .option('--speed <n>', 'how many times faster than real time car and meter run', positive, 1)
    .option('--seed <n>', 'the same seed makes the same wallbox and car', whole, 1)
    .action(async (id: string, options: SimulateOptions) => {
      if ((options.tcp === undefined) === (options.serial === undefined)) {
        throw new CommandFailure('say either --tcp HOST:PORT or --serial PATH', EXIT.usage);
      }
      await simulate(await driverOf(id), options, terminal);
      end(EXIT.ok);
    });
}

async function simulate(file: DriverFile, options: SimulateOptions, terminal: Terminal): Promise<void> {
  const variant = variantOf(file, options.variant);
  if (variant === undefined) {
    const names = file.variants.map(({ driver }) => driver.variant ?? '').join(', ');
    throw new CommandFailure(
      `${file.id} has no variant ${options.variant ?? ''}; it has: ${names}`,
      EXIT.usage,
    );
  }
  const { driver, identity } = variant;
  const told = untilTold();
  const unitId = options.unit ?? driver.link.unitId;
  const { count, speed, seed, fault: faults } = options;
  const loadW = options.load === undefined ? {} : { loadW: options.load };
  const wallbox = { car: { habit: options.car }, identity, ...loadW };
  const simulator = await startSimulator(
    { driver, wallbox, seed, unitId, count, faults, speed, at: lineOf(options, driver) },
    {
      clock: systemClock(0),
      onChange: (unit, sentence) => print(terminal, `unit ${unit}  ${sentence}`),
      onLost: (cause) => print(terminal, `line lost: ${cause}`),
    },
  );
  if (typeof simulator === 'string') throw new CommandFailure(simulator);
  print(terminal, `${driver.manufacturer} ${driver.model} at ${simulator.place}, ${units(unitId, count)}`);
  await end(simulator, told);
}

async function end(simulator: Simulator, told: Promise<string>): Promise<void> {
  await told;
  await simulator.stop();
}

function units(first: number, count: number): string {
  return count === 1 ? `unit ${first}` : `units ${first} to ${first + count - 1}`;
}

function lineOf(options: SimulateOptions, driver: SimulatorOptions['driver']): SimulatorOptions['at'] {
  if (options.tcp !== undefined) return { kind: 'tcp', ...options.tcp, framing: options.framing };
  const path = options.serial ?? '';
  const { baudRate, parity, stopBits } = driver.link;
  return { kind: 'serial', path, open: serialWire({ path, baudRate, parity, stopBits }) };
}

async function driverOf(id: string): Promise<DriverFile> {
  const { driver, problems, cause } = await loadDriver(id, process.cwd());
  if (driver !== undefined) return driver;
  const [first] = problems;
  throw new CommandFailure(
    first ? problemText(first) : `there is no driver ${id} (${cause ?? 'unknown'}); see chargepointd drivers`,
  );
}

function place(text: string): Place {
  const [, host, port] = /^\[?([^\]]+?)\]?:(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined || Number(port) > 65_535) throw new InvalidArgumentError('Write HOST:PORT.');
  return { host, port: Number(port) };
}

export function whole(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Write a whole number.');
  return Number(text);
}

export function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value)) throw new InvalidArgumentError('Write a number above 0.');
  return value;
}

function fault(text: string, before: readonly LineFault[]): readonly LineFault[] {
  const parsed = parseLineFault(text);
  if ('problem' in parsed) throw new InvalidArgumentError(parsed.problem);
  return [...before, parsed];
}
