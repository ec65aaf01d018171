// The `meter` of a chargepoint: a driver of that kind on a bus that exists.
import type { DocumentPath } from '../base/schema';
import { checkLine, unitOf } from './chargepoint-rules';
import type { MeterConfig } from './definition';
import { busOf, driverOf } from './devices';
import { durationMs } from './duration';
import type { RawConfig, RawMeter } from './raw';
import type { Reading } from './surroundings';

/** An unlock waits for the lag and is given up after a minute. */
const MOST_LAG_MS = 30_000;

/** The meter, or undefined with what is wrong among the findings. */
export function readMeter(
  raw: RawMeter,
  path: DocumentPath,
  config: RawConfig,
  reading: Reading,
): MeterConfig | undefined {
  const variants = driverOf(raw.driver, 'meter', [...path, 'driver'], reading);
  checkLine(raw, busOf(raw.bus, [...path, 'bus'], config, reading), variants, { path, reading });
  const lagMs = raw.lag === undefined ? undefined : durationMs(raw.lag);
  if (lagMs !== undefined && lagMs > MOST_LAG_MS)
    reading.findings.error([...path, 'lag'], [`${raw.lag ?? ''} is too long`, 'write at most 30s']);
  const driver = reading.around.drivers.get(raw.driver ?? '')?.driver;
  const unitId = unitOf(raw, variants);
  if (driver === undefined || raw.bus === undefined || unitId === undefined) return undefined;
  return { driver, bus: raw.bus, unitId, ...(lagMs === undefined ? {} : { lagMs }) };
}
