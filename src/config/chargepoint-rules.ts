// What the driver, the line and the neighbours allow a chargepoint to say.
import type { DocumentPath } from '../base/schema';
import type { Driver } from '../driver/definition';
import type { RawBus, RawChargepoint, RawMeter } from './raw';
import { variantsOf, type Reading } from './surroundings';

/** Below this IEC 61851 knows no charging current. */
export const LEAST_A = 6;

/** Whether the driver speaks what the bus carries, and the unit id is one. */
export function checkLine(
  raw: RawChargepoint | RawMeter,
  bus: RawBus | undefined,
  variants: readonly Driver[],
  { path, reading: { findings } }: { path: DocumentPath; reading: Reading },
): void {
  if (bus === undefined) return;
  const isRtu = bus.serial !== undefined || bus.framing === 'rtu';
  const speaks = new Set(variants.flatMap(({ link }) => link.transports));
  const name = raw.driver ?? '';
  if (variants.length > 0 && isRtu && !speaks.has('rtu'))
    findings.error(
      [...path, 'bus'],
      [`${name} speaks only Modbus TCP`, 'put it on a bus with `tcp` and no `framing: rtu`'],
    );
  if (variants.length > 0 && !isRtu && bus.tcp !== undefined && !speaks.has('tcp'))
    findings.warn(
      [...path, 'bus'],
      [
        `${name} speaks only RTU: this needs a gateway that translates`,
        'write `framing: rtu` if yours does not',
      ],
    );
  const unit = unitOf(raw, variants);
  if (unit !== undefined && isRtu && (unit < 1 || unit > 247))
    findings.error([...path, 'unit_id'], [`${unit} is no unit on a serial line`, 'write 1 to 247']);
}

/** The unit id that is written, or the driver's. */
export function unitOf(raw: RawChargepoint | RawMeter, variants: readonly Driver[]): number | undefined {
  return raw.unit_id ?? variants[0]?.link.unitId;
}

/** The installer's limit within the driver's, and everything else within the installer's limit. */
export function checkCurrents(
  raw: RawChargepoint,
  variants: readonly Driver[],
  path: DocumentPath,
  { findings }: Reading,
): void {
  const max = raw.max_current;
  const most = variants.length === 0 ? undefined : Math.max(...variants.map(({ limits }) => limits.maxA));
  const least = Math.max(LEAST_A, ...variants.map(({ limits }) => Math.min(limits.minA, limits.maxA)));
  if (max !== undefined && most !== undefined && (max > most || max < least))
    findings.error(
      [...path, 'max_current'],
      [`${max} A is outside what ${raw.driver ?? ''} takes`, `write ${least} to ${most}`],
    );
  if (max === undefined) return;
  const ceiling = Math.min(max, most ?? max);
  for (const [mode, amps] of Object.entries(raw.charging_modes ?? {}))
    if (amps > ceiling)
      findings.error(
        [...path, 'charging_modes', mode],
        [`${amps} A is more than max_current`, `write 6 to ${ceiling}`],
      );
  const failsafe = raw.failsafe_current;
  if (failsafe !== undefined && failsafe !== 0 && (failsafe < LEAST_A || failsafe > ceiling))
    findings.error(
      [...path, 'failsafe_current'],
      [`${failsafe} A is neither 0 nor between 6 A and max_current`, `write 0, or 6 to ${ceiling}`],
    );
}

/** One address twice, or one unit of a bus twice. */
export function refuseSeconds(chargepoints: readonly RawChargepoint[], { findings, around }: Reading): void {
  const addresses = new Map<string, number>();
  const units = new Map<string, string>();
  const claim = (bus: string | undefined, unit: number | undefined, path: DocumentPath): void => {
    if (bus === undefined || unit === undefined) return;
    const first = units.get(`${bus} ${unit}`);
    const advice = 'give each its own unit_id, at the device and here';
    if (first !== undefined)
      findings.error([...path, 'unit_id'], [`unit ${unit} of bus ${bus} is ${first} already`, advice]);
    units.set(`${bus} ${unit}`, first ?? keyOf(path));
  };
  for (const [index, raw] of chargepoints.entries()) {
    const path = ['chargepoints', index];
    const first = raw.address === undefined ? undefined : addresses.get(raw.address);
    if (first !== undefined)
      findings.error([...path, 'address'], [`chargepoints[${first}] has this address`, 'give each its own']);
    if (raw.address !== undefined) addresses.set(raw.address, first ?? index);
    claim(raw.bus, unitOf(raw, variantsOf(around.drivers.get(raw.driver ?? ''))), path);
    const { meter } = raw;
    if (meter !== undefined)
      claim(meter.bus, unitOf(meter, variantsOf(around.drivers.get(meter.driver ?? ''))), [...path, 'meter']);
  }
}

function keyOf(path: DocumentPath): string {
  return `chargepoints[${path[1] ?? ''}]${path.length > 2 ? '.meter' : ''}`;
}
