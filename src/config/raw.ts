// A configuration file as it is written, after the schema has been checked and what it refused has been taken out.
import { compileSchema, keyText, type DocumentPath, type SchemaProblem } from '../base/schema';
import schema from './config.schema.json';

export interface RawMqtt {
  readonly url?: string | readonly string[];
  readonly username?: string;
  readonly password?: string | { readonly file?: string; readonly credential?: string };
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly client_id?: string;
  readonly reject_unauthorized?: boolean;
}

export interface RawBus {
  readonly serial?: string;
  readonly baud_rate?: number;
  readonly parity?: 'none' | 'even' | 'odd';
  readonly stop_bits?: 1 | 2;
  readonly tcp?: string;
  readonly framing?: 'tcp' | 'rtu';
}

export interface RawMeter {
  readonly driver?: string;
  readonly bus?: string;
  readonly unit_id?: number;
  readonly lag?: string;
}

export interface RawChargepoint {
  readonly address?: string;
  readonly name?: string;
  readonly driver?: string;
  readonly bus?: string;
  readonly unit_id?: number;
  readonly max_current?: number;
  readonly phases?: 1 | 3;
  readonly grid_type?: 'TN' | 'TT' | 'IT';
  readonly charging_modes?: Readonly<Record<string, number>>;
  readonly free_charging?: boolean;
  readonly failsafe_current?: number;
  readonly hub_timeout?: string;
  readonly meter?: RawMeter;
  readonly poll_interval?: string;
  readonly control?: boolean;
  readonly setup?: boolean;
}

export interface RawConfig {
  readonly mqtt?: RawMqtt;
  readonly fimp?: {
    readonly resource_name?: string;
    readonly states?: 'standard' | 'extended';
    readonly repeat?: string;
  };
  readonly buses?: Readonly<Record<string, RawBus>>;
  readonly chargepoints?: readonly RawChargepoint[];
  readonly state_dir?: string;
  readonly log_level?: 'trace' | 'debug' | 'info' | 'warning' | 'error' | 'fatal';
}

const check = compileSchema(schema);

/** What the schema says against a value, and the rest of it, so that the other rules can speak at the same time. */
export function checkSchema(value: unknown): { raw: RawConfig; problems: readonly SchemaProblem[] } {
  const problems = check(value);
  const wrong = new Set(
    problems.filter((problem) => problem.key === undefined).map(({ path }) => keyText(path)),
  );
  const raw = without(wrong, value, []);
  return { raw: isObject(raw) ? raw : {}, problems };
}

/** Where an object belongs: it stays when only something in it is wrong or missing. */
const OBJECTS = /^(|mqtt|fimp|buses|buses\.[^.]+|chargepoints\[\d+\](\.(meter|charging_modes))?)$/;

/** `value` without the parts at the paths in `wrong`. Entries of a list keep their numbers. */
function without(wrong: ReadonlySet<string>, value: unknown, path: DocumentPath): unknown {
  const at = keyText(path);
  if (wrong.has(at) && !(isObject(value) && OBJECTS.test(at))) return undefined;
  if (Array.isArray(value)) return value.map((entry, index) => without(wrong, entry, [...path, index]) ?? {});
  if (!isObject(value)) return value;
  const kept = Object.entries(value)
    .map(([key, part]) => [key, without(wrong, part, [...path, key])] as const)
    .filter(([, part]) => part !== undefined);
  return Object.fromEntries(kept);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
