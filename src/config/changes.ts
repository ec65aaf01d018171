// What an object sent by the hub changes: settings that it may change, and everything else only if it stays as it is.
import type { Config } from './definition';
import {
  findSetting,
  SETTING_KEYS,
  settingName,
  settingProblem,
  settingValue,
  type Setting,
  type SettingValue,
} from './settings';
import { shownSections } from './shown';

/** Null: back to what the file says. */
export interface Change {
  readonly setting: Setting;
  readonly value: SettingValue | null;
}

/** Everything that is asked for, or why nothing of it is done. */
export type Changes = { readonly changes: readonly Change[] } | { readonly refused: string };

type Given = Readonly<Record<string, unknown>>;

/**
 * Reads `given` against the configuration that counts (`config`) and the user's own (`file`). It takes the names of
 * settings, or the sections of the file as they are shown: what is sent back unchanged is no change.
 */
export function changesIn(given: Given, config: Config, file: Config): Changes {
  const found: Change[] = [];
  for (const [name, value] of Object.entries(given)) {
    const read = readKey(name, value, config, file);
    if ('refused' in read) return read;
    for (const change of read.changes) {
      const other = found.find(({ setting }) => settingName(setting) === settingName(change.setting));
      if (other !== undefined && text(other.value) !== text(change.value)) {
        return { refused: `${settingName(change.setting)} is given twice, and not the same` };
      }
      found.push(change);
    }
  }
  return { changes: found };
}

/** One value of one setting, given by its name. */
export function changeOf(name: string, value: unknown, config: Config, file: Config): Changes {
  const setting = findSetting(config, name);
  if (setting === undefined) return { refused: unknownText(name, config) };
  if (text(value) === text(settingValue(config, setting))) return { changes: [] };
  if (value === null) return { changes: [{ setting, value }] };
  const problem = settingProblem(file, setting, value);
  if (problem !== undefined) return { refused: `${settingName(setting)} ${problem}` };
  return { changes: [{ setting, value: value as SettingValue }] };
}

function readKey(name: string, value: unknown, config: Config, file: Config): Changes {
  const shown = shownSections(config)[name];
  if (shown === undefined || findSetting(config, name) !== undefined)
    return changeOf(name, value, config, file);
  if (text(shown) === text(value)) return { changes: [] };
  if (name === 'chargepoints') return readChargepoints(value, config, file);
  if (name === 'fimp' && isMap(value)) return readMap(value, shown, { name, config, file });
  return readOnly(name);
}

function readChargepoints(given: unknown, config: Config, file: Config): Changes {
  if (!Array.isArray(given)) return readOnly('chargepoints');
  const shown = shownSections(config)['chargepoints'] as readonly Given[];
  const changes: Change[] = [];
  for (const entry of given as readonly unknown[]) {
    const known = isMap(entry) ? shown.find(({ address }) => address === entry['address']) : undefined;
    if (!isMap(entry) || known === undefined)
      return { refused: 'chargepoints can be neither added nor renumbered here' };
    const suffix = `_${String(entry['address'])}`;
    const read = readMap(entry, known, { name: 'chargepoints', suffix, config, file });
    if ('refused' in read) return read;
    changes.push(...read.changes);
  }
  return { changes };
}

interface Section {
  readonly name: string;
  readonly suffix?: string;
  readonly config: Config;
  readonly file: Config;
}

function readMap(given: Given, shown: unknown, { name, suffix = '', config, file }: Section): Changes {
  const changes: Change[] = [];
  for (const [key, value] of Object.entries(given)) {
    const now = isMap(shown) ? shown[key] : undefined;
    if (text(now) === text(value)) continue;
    if (!SETTING_KEYS.some((known) => known === key)) return readOnly(`${name}.${key}`);
    const read = changeOf(`${key}${suffix}`, value, config, file);
    if ('refused' in read) return read;
    changes.push(...read.changes);
  }
  return { changes };
}

function readOnly(name: string): { readonly refused: string } {
  const settable = SETTING_KEYS.join(', ');
  return { refused: `${name.slice(0, 80)} is read-only here: only ${settable} can be set` };
}

function unknownText(name: string, config: Config): string {
  const isAmbiguous = SETTING_KEYS.some((key) => key === name);
  if (!isAmbiguous) return readOnly(name).refused;
  const names = config.chargepoints.map(({ address }) => `${name}_${address}`);
  return `there are several chargepoints: ${names.join(' or ')} is meant`;
}

function isMap(value: unknown): value is Given {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return JSON.stringify(value ?? null);
}
