// The house, furnished: makes the real things in order, and closes them in reverse.
import type { Broker } from '../base/broker';
import type { Clock } from '../base/clock';
import type { Files } from '../base/files';
import type { Log, LogLevel } from '../base/log';
import type { Random } from '../base/random';
import type { Config } from '../config/definition';
import { overlaid } from '../config/overlay';
import { isExcluded } from '../fimp/hub-memory';
import type { Bus } from '../io/bus';
import { openBuses } from './bus-units';
import { Gateway } from './gateway';
import { Outgoing } from './outgoing';
import { openStore } from './store';
import { VERSION } from './version';
import { Wallboxes } from './wallboxes';

/** The ports: what the daemon has of the outside world. */
export interface DaemonPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly files: Files;
  readonly broker: Broker;
  /** Where the configured buses come from; tests bring their own. */
  readonly buses?: ReadonlyMap<string, Bus>;
  /** The hub may set how much is logged. */
  readonly setLogLevel?: (level: LogLevel) => void;
}

export interface Daemon {
  /** Stops polling, tells the hub, closes broker and ports: within two seconds, whatever they do. */
  stop(): Promise<void>;
}

const STOP_MS = 1500;

/** `file` is the user's own configuration; what the hub has set on top of it is in the state folder. */
export async function startDaemon(file: Config, ports: DaemonPorts): Promise<Daemon> {
  const { log } = ports;
  const store = openStore(file.stateDir, ports.files, log);
  const outgoing = new Outgoing({ ...ports, resourceName: file.fimp.resourceName });
  const [memory, overlay] = [await store.loadHub(), await store.loadOverlay()];
  const { config } = overlaid(file, overlay);
  const buses = ports.buses ?? openBuses(config, ports);
  const wallboxes = new Wallboxes({ ...ports, config, store, outgoing, buses });
  let level = file.logLevel;
  const setLevel = (wanted: LogLevel): void => {
    if (wanted !== level) ports.setLogLevel?.(wanted);
    level = wanted;
  };
  const onConfig = (changed: Config): void => {
    setLevel(changed.logLevel);
    wallboxes.configure(changed);
  };
  const gateway = new Gateway({
    ...ports,
    ...{ file, overlay, memory, outgoing, onConfig, things: wallboxes, version: VERSION },
    saveMemory: (saved) => store.saveHub(saved),
    saveOverlay: (saved) => store.saveOverlay(saved),
  });
  setLevel(config.logLevel);
  await wallboxes.furnish(gateway, (chargepoint) => isExcluded(memory, chargepoint));
  for (const bus of buses.values()) bus.start();
  wallboxes.start();
  gateway.start();
  return { stop: () => shutDown(gateway, wallboxes, buses) };
}

async function shutDown(
  gateway: Gateway,
  wallboxes: Wallboxes,
  buses: ReadonlyMap<string, Bus>,
): Promise<void> {
  const polling = wallboxes.stop();
  await Promise.all([gateway.stop(STOP_MS), ...[...buses.values()].map((bus) => bus.stop())]);
  await polling;
}
