// The `chargepoints` section: each wallbox within what its driver and its installer allow, and none twice.
import { namesAdvice } from '../base/nearest';
import type { DocumentPath } from '../base/schema';
import type { Driver } from '../driver/definition';
import { LEAST_A, checkCurrents, checkLine, refuseSeconds, unitOf } from './chargepoint-rules';
import type { ChargepointConfig } from './definition';
import { durationMs } from './duration';
import type { RawBus, RawChargepoint, RawConfig } from './raw';
import { variantsOf, type Reading } from './surroundings';

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
  const variants = driverOf(raw, path, reading);
  const bus = busOf(raw.bus, [...path, 'bus'], config, reading);
  checkLine(raw, bus, variants, { path, reading });
  checkCurrents(raw, variants, path, reading);
  const pollIntervalMs = pollIntervalOf(raw, path, reading);
  warnAboutLater(raw, path, config, reading);
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
  };
}

/** The variants of the driver that is named; none where there is no such driver, or it is wrong. */
function driverOf(raw: RawChargepoint, path: DocumentPath, { around, findings }: Reading): readonly Driver[] {
  const reference = raw.driver;
  if (reference === undefined) return [];
  const loaded = around.drivers.get(reference);
  const at = [...path, 'driver'];
  if (loaded?.driver !== undefined) return variantsOf(loaded);
  if (loaded !== undefined && loaded.cause === undefined)
    findings.error(at, [`the driver ${reference} has errors`, 'put right what is told about its file']);
  else if (reference.endsWith('.json'))
    findings.error(at, [
      `${reference} cannot be read (${loaded?.cause ?? 'ENOENT'})`,
      'write the path of a driver file',
    ]);
  else {
    const advice = namesAdvice(reference, around.knownDrivers) || 'see `chargepointd drivers` for the list';
    findings.error(at, [`there is no driver ${reference}`, advice]);
  }
  return [];
}

function busOf(
  name: string | undefined,
  at: DocumentPath,
  config: RawConfig,
  { findings }: Reading,
): RawBus | undefined {
  if (name === undefined || config.buses === undefined) return undefined;
  const known = Object.keys(config.buses);
  if (!known.includes(name)) findings.error(at, [`there is no bus ${name}`, namesAdvice(name, known)]);
  return config.buses[name];
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

/** Keys that are understood and do nothing yet. */
function warnAboutLater(raw: RawChargepoint, path: DocumentPath, config: RawConfig, reading: Reading): void {
  if (raw.meter !== undefined)
    reading.findings.warn([...path, 'meter'], ['has no effect yet in this version', 'leave it out'], 'key');
  busOf(raw.meter?.bus, [...path, 'meter', 'bus'], config, reading);
}
