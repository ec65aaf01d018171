// Answers of this program as an application (fimp.md e.4): all of them direct replies.
import type { Config } from '../config/definition';
import { settingValue, type Setting } from '../config/settings';
import { shownSections, shownSettings } from '../config/shown';
import type { ApplicationState } from './application-state';
import type { Draft } from './envelope';
import { manifest, settingValueType } from './manifest';
import { directReply, type Unanswerable } from './reply';
import type { Request } from './request';

type Answer = Draft | Unanswerable;

/** What a diagnosis tells. */
export interface Diagnosis {
  readonly uptimeMs: number;
  /** Starts before this one. */
  readonly restarts: number;
  readonly errors: readonly string[];
}

export function stateReport(request: Request, state: ApplicationState): Answer {
  return object(request, 'evt.app.state_report', state);
}

export function manifestReport(request: Request, config: Config, state?: ApplicationState): Answer {
  return object(request, 'evt.app.manifest_report', manifest(config, state));
}

/** What can be set. */
export function configReport(request: Request, config: Config): Answer {
  return object(request, 'evt.config.report', shownSettings(config));
}

/** The whole configuration without its secrets: what can be set, and the sections of the file. */
export function extendedConfigReport(request: Request, config: Config): Answer {
  return object(request, 'evt.config.extended_report', {
    ...shownSettings(config),
    ...shownSections(config),
  });
}

/** One setting by itself, under the name by which it was asked for; null where only the driver knows a value. */
export function settingReport(request: Request, config: Config, name: string, setting: Setting): Answer {
  const value = settingValue(config, setting);
  const valT = value === undefined ? 'null' : settingValueType(setting.key);
  return directReply(request, { type: `evt.config.${name}_report`, valT, val: value ?? null });
}

export function logLevelReport(request: Request, config: Config): Answer {
  return directReply(request, { type: 'evt.log.level_report', valT: 'string', val: config.logLevel });
}

/** The end of a change of the configuration, or of an uninstallation; `error` is why nothing was done. */
export function operationReport(
  request: Request,
  type: 'evt.app.config_report' | 'evt.app.uninstall_report',
  state: ApplicationState,
  error?: string,
): Answer {
  const status = error === undefined ? 'ok' : 'error';
  return object(request, type, { op_status: status, op_error: error ?? '', app_state: state });
}

/** The settings page is to be loaded anew. */
export function resetReport(request: Request): Answer {
  const val = { op: 'cmd.app.reset', op_status: 'ok', next: 'reload', error_code: '', error_text: '' };
  return object(request, 'evt.app.config_action_report', val);
}

export function diagnosisReport(request: Request, { uptimeMs, restarts, errors }: Diagnosis): Answer {
  const val = { uptime: Math.floor(uptimeMs / 1000), restarts_count: restarts, errors };
  return object(request, 'evt.app.diag_report', val);
}

function object(request: Request, type: string, val: unknown): Answer {
  return directReply(request, { type, valT: 'object', val });
}
