// The demo: broker, simulated wallbox and daemon in one process, on loopback, with a viewer of everything that is said.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Broker, BrokerMessage } from '../base/broker';
import type { Log } from '../base/log';
import type { Config } from '../config/definition';
import { parseConfig } from '../config/parse';
import type { DriverFile } from '../driver/definition';
import { openBroker } from '../io/broker';
import { openEmbeddedBroker, type EmbeddedBroker } from '../io/embedded-broker';
import type { Journal } from '../io/journal';
import { systemClock } from '../io/system-clock';
import { systemRandom } from '../io/system-random';
import { variantOf } from '../simulator/variant';
import { startService } from './service';
import { startSimulator, type Simulator } from './simulate';

export interface DemoOptions {
  readonly driver: DriverFile;
  readonly mqttPort: number;
  readonly modbusPort: number;
  readonly speed: number;
}

export interface DemoEvents {
  /** Everything is listening. */
  onReady(place: DemoPlace): void;
  /** Something happened at the simulated wallbox. */
  onWallbox(sentence: string): void;
  onMessage(message: BrokerMessage): void;
}

export interface DemoPlace {
  readonly mqttPort: number;
  readonly modbusPort: number;
  readonly unitId: number;
}

export interface Demo {
  stop(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
/** Enough for a minute of charging, so that a whole visit can be watched. */
const APPETITE_KWH = 1;

/** A text is the sentence that says why the demo cannot run. */
export async function startDemo(
  options: DemoOptions,
  events: DemoEvents,
  log: Journal,
): Promise<Demo | string> {
  const simulator = await simulatedWallbox(options, events);
  if (typeof simulator === 'string') return simulator;
  const broker = await openEmbeddedBroker(options.mqttPort);
  const stateDir = await mkdtemp(join(tmpdir(), 'chargepointd-demo-'));
  const unitId = options.driver.variants[0]?.driver.link.unitId ?? 1;
  const place = { mqttPort: broker.port, modbusPort: simulator.port ?? options.modbusPort, unitId };
  events.onReady(place);
  const viewer = view(broker.port, events, log);
  const started = await startService(demoConfig(options.driver, place, stateDir), log, {});
  if (!started.ok) return started.message;
  return { stop: () => stopAll(() => started.daemon.stop(), viewer, simulator, broker, stateDir) };
}

async function stopAll(
  stopDaemon: () => Promise<void>,
  viewer: Broker,
  simulator: Simulator,
  ...[broker, stateDir]: [EmbeddedBroker, string]
): Promise<void> {
  await stopDaemon();
  await viewer.stop(500);
  await simulator.stop();
  await broker.stop();
  await rm(stateDir, { recursive: true, force: true });
}

function simulatedWallbox(options: DemoOptions, events: DemoEvents): Promise<Simulator | string> {
  const variant = variantOf(options.driver);
  if (variant === undefined) return Promise.resolve(`${options.driver.id} has no variant`);
  const { driver, identity } = variant;
  const deps = {
    clock: systemClock(0),
    onChange: (_unit: number, sentence: string) => events.onWallbox(sentence),
    onLost: (cause: string) => events.onWallbox(`line lost: ${cause}`),
  };
  const start = (port: number) =>
    startSimulator(
      {
        driver,
        wallbox: { car: { habit: 'visits', appetiteKWh: APPETITE_KWH }, identity },
        ...{ seed: 1, unitId: driver.link.unitId, count: 1, faults: [], speed: options.speed },
        at: { kind: 'tcp', host: LOOPBACK, port, framing: 'tcp' },
      },
      deps,
    );
  return orOnFreePort(start, options.modbusPort);
}

/** The port asked for, or a free one where that is taken. */
async function orOnFreePort(
  start: (port: number) => Promise<Simulator | string>,
  port: number,
): Promise<Simulator | string> {
  const wanted = await start(port);
  return typeof wanted === 'string' ? start(0) : wanted;
}

/** A second client that listens to everything. */
function view(port: number, events: DemoEvents, log: Log): Broker {
  const ports = { clock: systemClock(0), random: systemRandom, log };
  const viewer = openBroker(
    { urls: [`mqtt://${LOOPBACK}:${port}`], clientId: 'chargepointd-demo-viewer', rejectUnauthorized: true },
    ports,
  );
  viewer.start(['#'], {
    onOnline: () => undefined,
    onOffline: () => undefined,
    onMessage: (message) => events.onMessage(message),
  });
  return viewer;
}

/** What a person would write for this house. */
export function demoConfigText(driver: string, place: DemoPlace, stateDir: string): string {
  return `mqtt: { url: "mqtt://${LOOPBACK}:${place.mqttPort}" }
buses:
  garage: { tcp: "${LOOPBACK}:${place.modbusPort}" }
chargepoints:
  - address: wb1
    name: Garage
    driver: ${driver}
    bus: garage
    unit_id: ${place.unitId}
    max_current: 16
    phases: 3
    grid_type: TN
    charging_modes: { normal: 16, slow: 6 }
state_dir: ${JSON.stringify(stateDir)}
`;
}

function demoConfig(driver: DriverFile, place: DemoPlace, stateDir: string): Config {
  const text = demoConfigText(driver.id, place, stateDir);
  const drivers = new Map([[driver.id, { driver, problems: [] }]]);
  const { config, problems } = parseConfig(text, 'demo', {
    folder: stateDir,
    drivers,
    knownDrivers: [driver.id],
  });
  if (config === undefined) throw new Error(problems.map(({ message }) => message).join('; '));
  return config;
}
