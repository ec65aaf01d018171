// The manifest: how the hub's settings page shows this program (fimp.md e.4).
import { LOG_LEVELS } from '../base/log';
import type { Config } from '../config/definition';
import { settingName, settingsOf, type Setting, type SettingKey } from '../config/settings';
import { shownSettings } from '../config/shown';
import type { ApplicationState } from './application-state';
import type { ValueType } from './value-type';

interface Field {
  readonly label: string;
  readonly valT: ValueType;
  readonly ui: string;
  readonly select?: readonly string[];
}

/** One row per setting. */
const FIELDS: Readonly<Record<SettingKey, Field>> = {
  log_level: { label: 'Log level', valT: 'string', ui: 'select_horizontal', select: LOG_LEVELS },
  states: { label: 'States', valT: 'string', ui: 'select_horizontal', select: ['standard', 'extended'] },
  name: { label: 'Name', valT: 'string', ui: 'input_string' },
  free_charging: { label: 'Free charging', valT: 'bool', ui: 'input_switch' },
  charging_modes: { label: 'Charging modes (A)', valT: 'int_map', ui: 'input_string' },
  poll_interval: { label: 'Poll interval', valT: 'string', ui: 'input_string' },
};

/** The FIMP value type under which a setting is told and set by itself. */
export function settingValueType(key: SettingKey): ValueType {
  return FIELDS[key].valT;
}

/** `state` only where it is asked for. */
export function manifest(config: Config, state: ApplicationState | undefined): unknown {
  const settings = settingsOf(config);
  return {
    configs: settings.map((setting) => field(setting, config)),
    ui_blocks: [
      {
        id: 'settings',
        header: { en: 'Settings' },
        text: { en: 'Everything else is in the configuration file of chargepointd' },
        configs: settings.map(settingName),
        buttons: [],
        footer: { en: '' },
      },
    ],
    ui_buttons: [],
    auth: { type: 'none' },
    init_flow: [],
    services: [],
    ...(state !== undefined && { app_state: state, config_state: shownSettings(config) }),
  };
}

function field(setting: Setting, config: Config): unknown {
  const { label, valT, ui, select } = FIELDS[setting.key];
  const owner = config.chargepoints.find(({ address }) => address === setting.address)?.name;
  const choice = select?.map((val) => ({ val, label: { en: val } }));
  return {
    id: settingName(setting),
    label: { en: owner === undefined ? label : `${owner}: ${label}` },
    val_t: valT,
    ui: { type: ui, ...(choice !== undefined && { select: choice }) },
    val: { default: shownSettings(config)[settingName(setting)] ?? null },
    is_required: false,
    config_point: 'any',
    hidden: false,
  };
}
