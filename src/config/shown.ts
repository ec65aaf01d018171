// The configuration as others may see it: the keys of the file, and no secret among them.
import type { BusConfig, ChargepointConfig, Config } from './definition';
import { durationText } from './duration';
import { settingName, settingsOf, settingValue } from './settings';

/** The sections of the file that nobody but its owner changes. */
export function shownSections(config: Config): Readonly<Record<string, unknown>> {
  const { mqtt, fimp, buses, chargepoints, stateDir } = config;
  return {
    mqtt: shownMqtt(mqtt),
    fimp: {
      resource_name: fimp.resourceName,
      states: fimp.states,
      ...(fimp.repeatMs !== undefined && { repeat: durationText(fimp.repeatMs) }),
    },
    buses: Object.fromEntries(buses.map((bus) => [bus.name, shownBus(bus)])),
    chargepoints: chargepoints.map(shownChargepoint),
    state_dir: stateDir,
  };
}

/** What can be set, one word each: `poll_interval_wb1`. */
export function shownSettings(config: Config): Readonly<Record<string, unknown>> {
  const known = settingsOf(config).map(
    (setting) => [settingName(setting), settingValue(config, setting)] as const,
  );
  return Object.fromEntries(known.filter(([, value]) => value !== undefined));
}

function shownMqtt(mqtt: Config['mqtt']): unknown {
  const { urls, username, ca, cert, clientId, rejectUnauthorized } = mqtt;
  return {
    url: urls.length === 1 ? urls[0] : urls,
    ...(username !== undefined && { username }),
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    client_id: clientId,
    reject_unauthorized: rejectUnauthorized,
  };
}

function shownBus(bus: BusConfig): unknown {
  if (bus.kind === 'tcp') {
    const host = bus.host.includes(':') && !bus.host.startsWith('[') ? `[${bus.host}]` : bus.host;
    return { tcp: `${host}:${bus.port}`, framing: bus.framing };
  }
  return { serial: bus.path, baud_rate: bus.baudRate, parity: bus.parity, stop_bits: bus.stopBits };
}

function shownChargepoint(chargepoint: ChargepointConfig): unknown {
  const { phases, gridType, failsafeA, hubTimeoutMs, pollIntervalMs } = chargepoint;
  return {
    address: chargepoint.address,
    name: chargepoint.name,
    driver: chargepoint.driver.id,
    bus: chargepoint.bus,
    unit_id: chargepoint.unitId,
    max_current: chargepoint.maxCurrentA,
    ...(phases !== undefined && { phases }),
    ...(gridType !== undefined && { grid_type: gridType }),
    charging_modes: Object.fromEntries(chargepoint.chargingModes.map(({ name, maxA }) => [name, maxA])),
    free_charging: chargepoint.freeCharging,
    ...(failsafeA !== undefined && { failsafe_current: failsafeA }),
    ...(hubTimeoutMs !== undefined && { hub_timeout: durationText(hubTimeoutMs) }),
    ...(pollIntervalMs !== undefined && { poll_interval: durationText(pollIntervalMs) }),
    control: chargepoint.control,
    setup: chargepoint.setup,
  };
}
