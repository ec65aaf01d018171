// The meter_elec service: what was asked of it, and its reports (fimp.md d).
import {
  METER_KEYS,
  type Capabilities,
  type MeterKey,
  type MeterReport,
  type MeterUnit,
} from '../wallbox/vocabulary';
import type { Draft } from './envelope';
import type { ReportContext } from './report-context';
import type { Refused } from './refused';
import { serviceEventTopic } from './topic';

/** The messages with which a request for the meter is answered. A list of keys is answered with all there are. */
export type MeterAsked =
  | { readonly kind: 'units'; readonly units: readonly MeterUnit[]; readonly isEvery: boolean }
  | { readonly kind: 'keys'; readonly keys: readonly MeterKey[] };

/** The value that is told under a unit. */
const KEY_OF: Readonly<Record<MeterUnit, MeterKey>> = {
  W: 'p_import',
  kWh: 'e_import',
  A: 'i',
  V: 'u',
  Hz: 'freq',
  power_factor: 'p_factor',
};

/** What `cmd.meter.get_report` asks for; null and the empty text mean every unit. */
export function askedUnits(value: unknown, capabilities: Capabilities): MeterAsked | Refused {
  const units = capabilities.meterUnits ?? [];
  if (value === null || value === '') return { kind: 'units', units, isEvery: true };
  const unit = units.find((known) => isSame(known, value));
  if (unit === undefined) return { refused: `unit ${shown(value)} is not one of ${units.join(', ')}` };
  return { kind: 'units', units: [unit], isEvery: false };
}

/** What `cmd.meter_ext.get_report` asks for; null and the empty list mean every key. One unknown key refuses it whole. */
export function askedKeys(value: unknown, capabilities: Capabilities): MeterAsked | Refused {
  const known = capabilities.meterKeys ?? [];
  const asked: readonly unknown[] = Array.isArray(value) ? value : [];
  const unknown = asked.find((name) => !known.some((key) => isSame(key, name)));
  if (unknown !== undefined) return { refused: `value ${shown(unknown)} is not one of ${known.join(', ')}` };
  return { kind: 'keys', keys: known.filter((key) => asked.some((name) => isSame(key, name))) };
}

/** Everything that a meter tells unasked: a value that is on both interfaces is told on both. */
export function meterDrafts(report: MeterReport, context: ReportContext): readonly Draft[] {
  const units = context.capabilities?.meterUnits ?? [];
  return [...unitDrafts(units, report, context), ...extendedDrafts(report, context)];
}

/** The answer to a request; a value that was asked for and never read is an error and not 0. */
export function meterAnswer(
  report: MeterReport,
  asked: MeterAsked,
  context: ReportContext,
): readonly Draft[] | Refused {
  const wanted =
    asked.kind === 'keys' ? asked.keys : asked.isEvery ? [] : asked.units.map((unit) => KEY_OF[unit]);
  const missing = wanted.filter((key) => roundedValue(key, report) === undefined);
  if (missing.length > 0) return { refused: `the meter has not told ${missing.join(', ')} yet` };
  const drafts =
    asked.kind === 'keys' ? extendedDrafts(report, context) : unitDrafts(asked.units, report, context);
  return drafts.length > 0 ? drafts : { refused: 'the meter has told nothing yet' };
}

function unitDrafts(
  units: readonly MeterUnit[],
  report: MeterReport,
  context: ReportContext,
): readonly Draft[] {
  return units.flatMap((unit) => {
    const val = roundedValue(KEY_OF[unit], report);
    if (val === undefined) return [];
    const storage = { strategy: 'aggregate', sub_value: unit } as const;
    return [{ ...envelope(context), type: 'evt.meter.report', valT: 'float', val, storage, props: { unit } }];
  });
}

/** All keys in one message: a client may replace all that it had by what it gets. */
function extendedDrafts(report: MeterReport, context: ReportContext): readonly Draft[] {
  const keys = METER_KEYS.filter((key) => context.capabilities?.meterKeys?.includes(key) === true);
  const known = keys.flatMap((key) => {
    const value = roundedValue(key, report);
    return value === undefined ? [] : [[key, value] as const];
  });
  if (known.length === 0) return [];
  const val = Object.fromEntries(known);
  const storage = { strategy: 'split' } as const;
  return [{ ...envelope(context), type: 'evt.meter_ext.report', valT: 'float_map', val, storage }];
}

function envelope({ resourceName, address, corid }: ReportContext) {
  const topic = serviceEventTopic(resourceName, 'meter_elec', address);
  return { topic, serv: 'meter_elec', ...(corid !== undefined && { corid }) };
}

/** W to 1, A and V to 0.1, kWh, Hz and the power factor to 0.01; undefined for what is no number. */
function roundedValue(key: MeterKey, { values }: MeterReport): number | undefined {
  const value = values[key];
  if (value === undefined || !Number.isFinite(value)) return undefined;
  // Adding 0 makes 0 of -0, which would be a change.
  return Number(value.toFixed(digits(key))) + 0;
}

function digits(key: MeterKey): number {
  if (/^p(_import|\d)$/.test(key)) return 0;
  return /^[ui]\d?$/.test(key) ? 1 : 2;
}

/** Clients differ in case; nobody means two things by it. */
function isSame(known: string, asked: unknown): boolean {
  return typeof asked === 'string' && asked.toLowerCase() === known.toLowerCase();
}

function shown(value: unknown): string {
  return JSON.stringify(String(value).slice(0, 40));
}
