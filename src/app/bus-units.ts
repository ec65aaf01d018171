// The buses of a configuration, and what the line must know about each wallbox on them.
import type { Clock } from '../base/clock';
import type { Log } from '../base/log';
import type { Random } from '../base/random';
import type { BusConfig, Config } from '../config/definition';
import type { Driver, DriverFile } from '../driver/definition';
import { createBus, type Bus } from '../io/bus';
import { serialLink, socketLink } from '../io/modbus-link';
import type { ReadRequest } from '../modbus/exchange';
import type { LineOptions, UnitProfile } from '../modbus/line-state';
import { spanOf } from '../modbus/register';
import type { Unit } from './unit';

export interface BusPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** One bus per entry, not yet started. */
export function openBuses(config: Config, ports: BusPorts): ReadonlyMap<string, Bus> {
  return new Map(config.buses.map((bus) => [bus.name, openBus(bus, ports)]));
}

function openBus(bus: BusConfig, ports: BusPorts): Bus {
  if (bus.kind === 'tcp') {
    const options: LineOptions = { framing: bus.framing === 'tcp' ? 'tcp' : 'rtu-over-tcp' };
    return createBus(socketLink(bus, ports), ports, options);
  }
  const { path, baudRate, parity, stopBits } = bus;
  const format = { baudRate, parity, stopBits };
  return createBus(serialLink({ path, ...format }, ports), ports, { framing: 'rtu', format });
}

/** A wallbox or a meter, by what it is called in messages. */
export interface Device {
  readonly name: string;
  readonly driver: DriverFile;
  readonly unitId: number;
}

/** The device's place on its bus. */
export function joinBus(bus: Bus, device: Device): Unit {
  const driver = device.driver.variants[0]?.driver;
  if (driver === undefined) throw new Error(`${device.driver.id} has no variant`);
  const unit = bus.addUnit(profileOf(driver, device));
  return {
    unitId: device.unitId,
    epoch: () => bus.openings,
    exchange: (request, options) => unit.exchange(request, options),
  };
}

function profileOf(driver: Driver, device: Device): UnitProfile {
  const { replyTimeoutMs, quietMs, unitSwitchGapMs, holdOffMs, transactionId } = driver.link;
  return {
    unitId: device.unitId,
    ...{ replyTimeoutMs, quietMs, unitSwitchGapMs, holdOffMs, transactionId },
    resyncReads: resyncReads(driver, device.unitId),
    label: `${device.name} (unit ${device.unitId})`,
  };
}

/** Reads of single registers that every wallbox of this model answers, the shortest first, one of each length. */
function resyncReads(driver: Driver, unitId: number): readonly ReadRequest[] {
  const spans = Object.values(driver.registers)
    .filter((register) => register.access !== 'w' && !register.optional)
    .map(spanOf)
    .toSorted((a, b) => a.length - b.length);
  const perShape = new Map(spans.toReversed().map((span) => [`${span.space} ${span.length}`, span]));
  return [...perShape.values()].toReversed().map((span) => ({ kind: 'read', unitId, ...span }));
}
