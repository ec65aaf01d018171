// What the hub has set on top of the user's file: it wins until the file changes that key, and never beyond max_current.
import { compileSchema } from '../base/schema';
import type { Config } from './definition';
import {
  SETTING_KEYS,
  settingName,
  settingProblem,
  settingsOf,
  settingValue,
  withSetting,
  type Setting,
  type SettingValue,
} from './settings';

export interface Overlay {
  readonly version: 1;
  readonly kept: readonly Kept[];
}

/** One value that was set. */
export interface Kept extends Setting {
  readonly value: SettingValue;
  /** What the file said at that time; null where it said nothing. */
  readonly over: SettingValue | null;
}

export const NO_OVERLAY: Overlay = { version: 1, kept: [] };

const anyValue = {
  anyOf: [
    { type: 'string' },
    { type: 'boolean' },
    { type: 'object', additionalProperties: { type: 'number' } },
  ],
};
const check = compileSchema({
  type: 'object',
  required: ['version', 'kept'],
  properties: {
    version: { const: 1 },
    kept: {
      type: 'array',
      items: {
        type: 'object',
        required: ['key', 'value', 'over'],
        properties: {
          key: { enum: SETTING_KEYS },
          address: { type: 'string' },
          value: anyValue,
          over: { anyOf: [...anyValue.anyOf, { type: 'null' }] },
        },
      },
    },
  },
});

export function parseOverlay(
  text: string,
): { readonly ok: true; readonly value: Overlay } | { readonly ok: false; readonly reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, reason: 'no JSON' };
  }
  const [problem] = check(value);
  return problem === undefined
    ? { ok: true, value: value as Overlay }
    : { ok: false, reason: problem.message };
}

/** An overlay on a file. */
export interface Overlaid {
  /** What counts. */
  readonly config: Config;
  /** What is left of the overlay. */
  readonly overlay: Overlay;
  /** Names of the settings that were dropped, as the file has changed there or no longer takes the value. */
  readonly dropped: readonly string[];
}

/** The file with the overlay on it. A mode above a `max_current` that was lowered since is lowered with it. */
export function overlaid(file: Config, overlay: Overlay): Overlaid {
  const isStanding = (kept: Kept): boolean =>
    settingsOf(file).some((setting) => isSame(setting, kept)) &&
    text(settingValue(file, kept)) === text(kept.over) &&
    settingProblem(file, kept, settingValue(withSetting(file, kept, kept.value), kept)) === undefined;
  const kept = overlay.kept.filter(isStanding);
  const dropped = overlay.kept.filter((entry) => !kept.includes(entry)).map(settingName);
  const config = kept.reduce((changed, entry) => withSetting(changed, entry, entry.value), file);
  return { config, overlay: { version: 1, kept }, dropped };
}

/** The overlay with one more value, which has been checked; null goes back to what the file says. */
export function withKept(
  overlay: Overlay,
  file: Config,
  setting: Setting,
  value: SettingValue | null,
): Overlay {
  const others = overlay.kept.filter((entry) => !isSame(entry, setting));
  const over = settingValue(file, setting) ?? null;
  if (value === null || text(value) === text(over)) return { version: 1, kept: others };
  return { version: 1, kept: [...others, { ...setting, value, over }] };
}

function isSame(one: Setting, other: Setting): boolean {
  return one.key === other.key && one.address === other.address;
}

/** The order of modes counts: the first one is the default. */
function text(value: SettingValue | null | undefined): string {
  return JSON.stringify(value ?? null);
}
