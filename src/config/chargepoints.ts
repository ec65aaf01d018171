// The `chargepoints` section: each wallbox within what its driver and its installer allow, and none twice.
import type { DocumentPath } from '../base/schema';
import { LEAST_A, checkCurrents, checkLine, refuseSeconds, unitOf } from './chargepoint-rules';
import type { ChargepointConfig } from './definition';
import { durationMs } from './duration';
import { busOf, driverOf } from './devices';
import { readMeter } from './meters';
import type { RawChargepoint, RawConfig } from './raw';
import type { Reading } from './surroundings';

const LEAST_POLL_MS = 100;

/** Those that are whole; what is missing or wrong in the others is among the findings. */
export function readChargepoints(raw: RawConfig, reading: Reading): readonly ChargepointConfig[] {
  const written = raw.chargepoints ?? [];
  const found = written.map((chargepoint, index) =>
    readOne(chargepoint, ['chargepoints', index], raw, reading),
  );
  refuseSeconds(written, reading);
  return found.filter((chargepoint) => chargepoint !== undefined);
}

function readOne(
  raw: RawChargepoint,
  path: DocumentPath,
  config: RawConfig,
  reading: Reading,
): ChargepointConfig | undefined {
  const variants = driverOf(raw.driver, 'wallbox', [...path, 'driver'], reading);
  const bus = busOf(raw.bus, [...path, 'bus'], config, reading);
  checkLine(raw, bus, variants, { path, reading });
  checkCurrents(raw, variants, path, reading);
  const pollIntervalMs = pollIntervalOf(raw, path, reading);
  const meter = raw.meter && readMeter(raw.meter, [...path, 'meter'], config, reading);
  const driver = reading.around.drivers.get(raw.driver ?? '')?.driver;
  const unitId = unitOf(raw, variants);
  const { address, bus: busName, max_current: maxCurrentA } = raw;
  if (address === undefined || busName === undefined || maxCurrentA === undefined) return undefined;
  if (driver === undefined || unitId === undefined) return undefined;
  const modeNames = reading.source.keysOf([...path, 'charging_modes']);
  const hubTimeoutMs = raw.hub_timeout === undefined ? undefined : durationMs(raw.hub_timeout);
  return {
    address,
    name: raw.name ?? address,
    driver,
    bus: busName,
    unitId,
    maxCurrentA,
    ...(raw.phases === undefined ? {} : { phases: raw.phases }),
    ...(raw.grid_type === undefined ? {} : { gridType: raw.grid_type }),
    chargingModes: modeNames.map((name) => ({ name, maxA: raw.charging_modes?.[name] ?? LEAST_A })),
    freeCharging: raw.free_charging ?? true,
    ...(raw.failsafe_current === undefined ? {} : { failsafeA: raw.failsafe_current }),
    ...(hubTimeoutMs === undefined ? {} : { hubTimeoutMs }),
    ...(pollIntervalMs === undefined ? {} : { pollIntervalMs }),
    control: raw.control ?? true,
    setup: raw.setup ?? false,
    ...(meter === undefined ? {} : { meter }),
  };
}

function pollIntervalOf(raw: RawChargepoint, path: DocumentPath, { findings }: Reading): number | undefined {
  const ms = raw.poll_interval === undefined ? undefined : durationMs(raw.poll_interval);
  if (ms !== undefined && ms !== 0 && ms < LEAST_POLL_MS)
    findings.error(
      [...path, 'poll_interval'],
      [`${ms}ms is too short`, 'write at least 100ms, or 0s for back to back'],
    );
  return ms;
}
