// The keys of the configuration that the hub may set: what each is now, and which values it takes (design: nothing else).
import { LOG_LEVELS, type LogLevel } from '../base/log';
import type { ChargepointConfig, Config } from './definition';
import { durationMs, durationText } from './duration';

const GLOBAL_KEYS = ['log_level', 'states'] as const;
const CHARGEPOINT_KEYS = ['name', 'free_charging', 'charging_modes', 'poll_interval'] as const;
export const SETTING_KEYS = [...GLOBAL_KEYS, ...CHARGEPOINT_KEYS] as const;
export type SettingKey = (typeof SETTING_KEYS)[number];

/** One thing to set; `address` for the keys of a chargepoint. */
export interface Setting {
  readonly key: SettingKey;
  readonly address?: string;
}

/** As in the file: durations as text, modes as a map. */
export type SettingValue = string | boolean | Readonly<Record<string, number>>;

const LEAST_A = 6;
const LEAST_POLL_MS = 100;
const LONGEST_NAME = 100;
const MOST_MODES = 16;

/** Everything that can be set in this configuration. */
export function settingsOf(config: Config): readonly Setting[] {
  const ofChargepoints = config.chargepoints.flatMap(({ address }) =>
    CHARGEPOINT_KEYS.map((key) => ({ key, address })),
  );
  return [...GLOBAL_KEYS.map((key) => ({ key })), ...ofChargepoints];
}

/** One word for a setting: `log_level`, `poll_interval_wb1`. */
export function settingName({ key, address }: Setting): string {
  return address === undefined ? key : `${key}_${address}`;
}

/** The setting of that name. With a single chargepoint its keys may stand alone. */
export function findSetting(config: Config, name: string): Setting | undefined {
  const settings = settingsOf(config);
  const exact = settings.find((setting) => settingName(setting) === name);
  if (exact !== undefined || config.chargepoints.length !== 1) return exact;
  return settings.find(({ key }) => key === name);
}

/** What it is now; undefined where nothing is set, so that the driver's own value counts. */
export function settingValue(config: Config, { key, address }: Setting): SettingValue | undefined {
  const chargepoint = config.chargepoints.find((known) => known.address === address);
  switch (key) {
    case 'log_level':
      return config.logLevel;
    case 'states':
      return config.fimp.states;
    case 'name':
      return chargepoint?.name;
    case 'free_charging':
      return chargepoint?.freeCharging;
    case 'charging_modes':
      return (
        chargepoint && Object.fromEntries(chargepoint.chargingModes.map(({ name, maxA }) => [name, maxA]))
      );
    case 'poll_interval':
      return chargepoint?.pollIntervalMs === undefined ? undefined : durationText(chargepoint.pollIntervalMs);
  }
}

/** What is wrong with a value, as a sentence; undefined when it may be set. `file` is the user's own configuration. */
export function settingProblem(file: Config, setting: Setting, value: unknown): string | undefined {
  switch (setting.key) {
    case 'log_level':
      return isOneOf(LOG_LEVELS, value) ? undefined : `must be one of ${LOG_LEVELS.join(', ')}`;
    case 'states':
      return isOneOf(['standard', 'extended'], value) ? undefined : 'must be standard or extended';
    case 'name':
      return isName(value) ? undefined : `must be a text of 1 to ${LONGEST_NAME} characters`;
    case 'free_charging':
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    case 'charging_modes':
      return modesProblem(value, maxCurrentOf(file, setting));
    case 'poll_interval':
      return isInterval(value) ? undefined : 'must be a duration such as 1s, at least 100ms, or 0s';
  }
}

/** The configuration with one value changed. The value has been checked; currents stay within the file's limit. */
export function withSetting(config: Config, setting: Setting, value: SettingValue): Config {
  const { key, address } = setting;
  if (key === 'log_level') return { ...config, logLevel: value as LogLevel };
  if (key === 'states') {
    return { ...config, fimp: { ...config.fimp, states: value as Config['fimp']['states'] } };
  }
  const chargepoints = config.chargepoints.map((chargepoint) =>
    chargepoint.address === address ? { ...chargepoint, ...fieldOf(key, value, chargepoint) } : chargepoint,
  );
  return { ...config, chargepoints };
}

function fieldOf(
  key: (typeof CHARGEPOINT_KEYS)[number],
  value: SettingValue,
  { maxCurrentA }: ChargepointConfig,
): Partial<ChargepointConfig> {
  switch (key) {
    case 'name':
      return typeof value === 'string' ? { name: value } : {};
    case 'free_charging':
      return { freeCharging: value === true };
    case 'charging_modes': {
      const modes = typeof value === 'object' ? Object.entries(value) : [];
      return { chargingModes: modes.map(([name, amps]) => ({ name, maxA: Math.min(amps, maxCurrentA) })) };
    }
    case 'poll_interval': {
      const ms = typeof value === 'string' ? durationMs(value) : undefined;
      return ms === undefined ? {} : { pollIntervalMs: ms };
    }
  }
}

function modesProblem(value: unknown, maxA: number): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'must be a map of mode names to amperes';
  }
  const modes = Object.entries(value);
  if (modes.length > MOST_MODES) return `must have at most ${MOST_MODES} modes`;
  if (modes.some(([name]) => !/^[a-z0-9_]{1,40}$/.test(name))) return 'must have names of a-z, 0-9 and _';
  const isFine = ([, amps]: [string, unknown]) =>
    Number.isInteger(amps) && Number(amps) >= LEAST_A && Number(amps) <= maxA;
  return modes.every(isFine) ? undefined : `must have whole amperes from ${LEAST_A} to ${maxA} (max_current)`;
}

function maxCurrentOf(file: Config, { address }: Setting): number {
  return file.chargepoints.find((known) => known.address === address)?.maxCurrentA ?? 0;
}

function isOneOf(choice: readonly string[], value: unknown): boolean {
  return typeof value === 'string' && choice.includes(value);
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST_NAME;
}

function isInterval(value: unknown): boolean {
  const ms = typeof value === 'string' && value.length <= 12 ? durationMs(value) : undefined;
  return ms !== undefined && (ms === 0 || ms >= LEAST_POLL_MS);
}
