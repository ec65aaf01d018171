// The wallboxes of the configuration: each with its memory, its core and its thing at the hub; made, stopped, forgotten.
import type { Clock } from '../base/clock';
import type { Log } from '../base/log';
import type { ChargepointConfig, Config } from '../config/definition';
import type { Bus } from '../io/bus';
import { initialModel } from '../wallbox/initial';
import type { Settings } from '../wallbox/vocabulary';
import type { ThingsOwner } from './adapter-level';
import { joinBus, type Device } from './bus-units';
import type { Gateway } from './gateway';
import type { Outgoing } from './outgoing';
import type { Store } from './store';
import { Thing } from './thing';
import type { Unit } from './unit';
import { WallboxRunner } from './wallbox-runner';

export interface WallboxesOptions {
  /** The configuration that counts. */
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Store;
  readonly outgoing: Outgoing;
  readonly buses: ReadonlyMap<string, Bus>;
}

export class Wallboxes implements ThingsOwner {
  readonly #options: WallboxesOptions;
  readonly #runners = new Map<string, WallboxRunner>();
  /** A place on a bus is taken once, also by a wallbox that goes and comes back. */
  readonly #units = new Map<string, Unit>();
  #config: Config;
  #gateway: Gateway | undefined;

  constructor(options: WallboxesOptions) {
    this.#options = options;
    this.#config = options.config;
  }

  /** Makes those that are not excluded, for a gateway that has been made with this owner. */
  async furnish(gateway: Gateway, isExcluded: (chargepoint: ChargepointConfig) => boolean): Promise<void> {
    this.#gateway = gateway;
    for (const chargepoint of this.#config.chargepoints)
      if (!isExcluded(chargepoint)) await this.#make(chargepoint, gateway);
  }

  start(): void {
    for (const runner of this.#runners.values()) runner.start();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#runners.values()].map((runner) => runner.stop()));
  }

  /** What counts has changed. */
  configure(config: Config): void {
    this.#config = config;
    for (const chargepoint of config.chargepoints)
      this.#runners.get(chargepoint.address)?.configure(settingsOf(config, chargepoint));
  }

  readonly hub = (isOnline: boolean): void => {
    for (const runner of this.#runners.values()) runner.hub(isOnline);
  };

  readonly forget = async (address: string): Promise<void> => {
    const runner = this.#runners.get(address);
    this.#runners.delete(address);
    await runner?.stop();
    await this.#options.store.forgetWallbox(address);
  };

  readonly admit = async (address: string): Promise<void> => {
    const chargepoint = this.#config.chargepoints.find((known) => known.address === address);
    if (chargepoint === undefined || this.#gateway === undefined) return;
    const runner = await this.#make(chargepoint, this.#gateway);
    runner.start();
    runner.hub(this.#options.outgoing.isOnline);
  };

  async #make(chargepoint: ChargepointConfig, gateway: Gateway): Promise<WallboxRunner> {
    const { clock, log, store } = this.#options;
    const { address, driver } = chargepoint;
    const unit = this.#join(address, chargepoint.bus, chargepoint);
    const meterUnit = this.#meterUnit(chargepoint);
    const memory = await store.loadWallbox(address);
    const { monotonicMs } = clock.now();
    const model = initialModel(driver, settingsOf(this.#config, chargepoint), memory, monotonicMs);
    const thing = this.#thing(chargepoint, model.capabilities, gateway);
    const runner = new WallboxRunner(
      {
        ...{ address, model, unit, clock, log },
        ...(meterUnit === undefined ? {} : { meterUnit }),
        save: (remembered) => store.saveWallbox(address, remembered),
      },
      thing,
    );
    this.#runners.set(address, runner);
    gateway.add({
      thing,
      command: (command) => runner.command(command),
      currentReports: () => runner.currentReports(),
    });
    return runner;
  }

  #meterUnit({ address, name, meter }: ChargepointConfig): Unit | undefined {
    if (meter === undefined) return undefined;
    return this.#join(`${address} meter`, meter.bus, { ...meter, name: `meter of ${name}` });
  }

  /** `key` names the place, so that it is taken once. */
  #join(key: string, bus: string, device: Device): Unit {
    const unit = this.#units.get(key) ?? joinBus(this.#busNamed(bus), device);
    this.#units.set(key, unit);
    return unit;
  }

  #busNamed(name: string): Bus {
    const bus = this.#options.buses.get(name);
    if (bus === undefined) throw new Error(`there is no bus ${name}`);
    return bus;
  }

  #thing(chargepoint: ChargepointConfig, capabilities: Thing['capabilities'], gateway: Gateway): Thing {
    const { log, outgoing } = this.#options;
    const { address, name, driver } = chargepoint;
    const known = driver.variants[0]?.driver;
    const isTcp = this.#config.buses.find((bus) => bus.name === chargepoint.bus)?.kind === 'tcp';
    const busName = this.#busNamed(chargepoint.bus).name;
    const thing: Thing = new Thing({
      resourceName: this.#config.fimp.resourceName,
      address,
      name,
      transport: isTcp ? 'modbus_tcp' : 'modbus_rtu',
      identity: { manufacturer: known?.manufacturer ?? '', model: known?.model ?? '' },
      capabilities,
      ...(this.#config.fimp.repeatMs === undefined ? {} : { repeatMs: this.#config.fimp.repeatMs }),
      outgoing,
      log,
      onCapabilities: () => gateway.include(thing),
      onReachable: () => {
        if (thing.isReachable === true)
          log.write('info', 'wallbox answers', { chargepoint: address, bus: busName });
        gateway.tellNodes();
      },
    });
    return thing;
  }
}

function settingsOf(config: Config, chargepoint: ChargepointConfig): Settings {
  const { phases, gridType, failsafeA, hubTimeoutMs, pollIntervalMs, meter } = chargepoint;
  return {
    maxA: chargepoint.maxCurrentA,
    states: config.fimp.states,
    freeCharging: chargepoint.freeCharging,
    chargingModes: chargepoint.chargingModes,
    control: chargepoint.control,
    allowSetup: chargepoint.setup,
    ...(phases === undefined ? {} : { phases }),
    ...(gridType === undefined ? {} : { gridType }),
    ...(hubTimeoutMs === undefined ? {} : { hubTimeoutMs }),
    ...(failsafeA === undefined ? {} : { failsafeA }),
    ...(pollIntervalMs === undefined ? {} : { pollIntervalMs }),
    ...(meter === undefined ? {} : { meter }),
  };
}
