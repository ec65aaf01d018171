// The house, furnished: makes the real things in order, and closes them in reverse.
import type { Broker } from '../base/broker';
import type { Clock } from '../base/clock';
import type { Files } from '../base/files';
import type { Log } from '../base/log';
import type { Random } from '../base/random';
import type { ChargepointConfig, Config } from '../config/definition';
import type { Bus } from '../io/bus';
import { initialModel } from '../wallbox/initial';
import type { Settings } from '../wallbox/vocabulary';
import { joinBus, openBuses } from './bus-units';
import { Gateway } from './gateway';
import { Outgoing } from './outgoing';
import { openStore, type Store } from './store';
import { Thing } from './thing';
import { WallboxRunner } from './wallbox-runner';

/** The ports: what the daemon has of the outside world. */
export interface DaemonPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly files: Files;
  readonly broker: Broker;
  /** Where the configured buses come from; tests bring their own. */
  readonly buses?: ReadonlyMap<string, Bus>;
}

export interface Daemon {
  /** Stops polling, tells the hub, closes broker and ports: within two seconds, whatever they do. */
  stop(): Promise<void>;
}

const STOP_MS = 1500;

export async function startDaemon(config: Config, ports: DaemonPorts): Promise<Daemon> {
  const { log, files } = ports;
  const store = openStore(config.stateDir, files, log);
  const outgoing = new Outgoing({ ...ports, resourceName: config.fimp.resourceName });
  const hub = await store.loadHub();
  const gateway = new Gateway({
    ...ports,
    resourceName: config.fimp.resourceName,
    outgoing,
    included: hub.included,
    saveIncluded: (included) => store.saveHub({ version: 1, included }),
  });
  const buses = ports.buses ?? openBuses(config, ports);
  const place = { config, ports, store, outgoing, gateway, buses };
  const runners: WallboxRunner[] = [];
  for (const chargepoint of config.chargepoints) runners.push(await furnish(place, chargepoint));
  for (const bus of buses.values()) bus.start();
  for (const runner of runners) runner.start();
  gateway.start();
  return { stop: () => shutDown(gateway, runners, buses) };
}

interface Place {
  readonly config: Config;
  readonly ports: DaemonPorts;
  readonly store: Store;
  readonly outgoing: Outgoing;
  readonly gateway: Gateway;
  readonly buses: ReadonlyMap<string, Bus>;
}

/** One wallbox: its memory, its core, its thing at the hub. */
async function furnish(place: Place, chargepoint: ChargepointConfig): Promise<WallboxRunner> {
  const { config, ports, store, gateway, buses } = place;
  const { address, driver } = chargepoint;
  const bus = buses.get(chargepoint.bus);
  if (bus === undefined) throw new Error(`${address} is on the bus ${chargepoint.bus}, which does not exist`);
  const memory = await store.loadWallbox(address);
  const { monotonicMs } = ports.clock.now();
  const model = initialModel(driver, settingsOf(config, chargepoint), memory, monotonicMs);
  const thing = newThing(place, chargepoint, model.capabilities);
  const runner = new WallboxRunner(
    {
      address,
      model,
      unit: joinBus(bus, chargepoint),
      clock: ports.clock,
      log: ports.log,
      save: (remembered) => store.saveWallbox(address, remembered),
    },
    thing,
  );
  gateway.add({
    thing,
    command: (command) => runner.command(command),
    currentReports: () => runner.currentReports(),
  });
  return runner;
}

function newThing(place: Place, chargepoint: ChargepointConfig, capabilities: Thing['capabilities']): Thing {
  const { config, ports, outgoing, gateway, buses } = place;
  const { address, name, driver } = chargepoint;
  const known = driver.variants[0]?.driver;
  const isTcp = config.buses.find((bus) => bus.name === chargepoint.bus)?.kind === 'tcp';
  const busName = buses.get(chargepoint.bus)?.name ?? chargepoint.bus;
  const thing: Thing = new Thing({
    resourceName: config.fimp.resourceName,
    address,
    name,
    transport: isTcp ? 'modbus_tcp' : 'modbus_rtu',
    identity: { manufacturer: known?.manufacturer ?? '', model: known?.model ?? '' },
    capabilities,
    outgoing,
    log: ports.log,
    onCapabilities: () => gateway.include(thing),
    onReachable: () => {
      if (thing.isReachable)
        ports.log.write('info', 'wallbox answers', { chargepoint: address, bus: busName });
      gateway.tellNodes();
    },
  });
  return thing;
}

function settingsOf(config: Config, chargepoint: ChargepointConfig): Settings {
  const { phases, gridType, failsafeA, pollIntervalMs } = chargepoint;
  return {
    maxA: chargepoint.maxCurrentA,
    states: config.fimp.states,
    freeCharging: chargepoint.freeCharging,
    chargingModes: chargepoint.chargingModes,
    control: chargepoint.control,
    allowSetup: chargepoint.setup,
    ...(phases === undefined ? {} : { phases }),
    ...(gridType === undefined ? {} : { gridType }),
    ...(failsafeA === undefined ? {} : { failsafeA }),
    ...(pollIntervalMs === undefined ? {} : { pollIntervalMs }),
  };
}

async function shutDown(
  gateway: Gateway,
  runners: readonly WallboxRunner[],
  buses: ReadonlyMap<string, Bus>,
): Promise<void> {
  const polling = Promise.all(runners.map((runner) => runner.stop()));
  await Promise.all([gateway.stop(STOP_MS), ...[...buses.values()].map((bus) => bus.stop())]);
  await polling;
}
