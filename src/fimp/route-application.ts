// Commands to this program as an application: state, manifest, configuration, log level (fimp.md e.4).
import { LOG_LEVELS } from '../base/log';
import type { ApplicationCommand } from './application-command';
import type { Envelope } from './envelope';
import { requestOf, type Request } from './request';
import { refused, type Routed } from './routed';
import { isMap, valueProblem } from './value-type';

type Decoder = (envelope: Envelope) => ApplicationCommand | string;

/** One row per command; a sentence is why it is refused. */
const COMMANDS: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ['cmd.app.get_state', () => ({ kind: 'getState' })],
  ['cmd.app.get_manifest', manifest],
  ['cmd.app.uninstall', () => ({ kind: 'uninstall' })],
  ['cmd.app.reset', () => ({ kind: 'resetApplication' })],
  ['cmd.app.get_diag', () => ({ kind: 'getDiagnosis' })],
  ['cmd.config.get_report', () => ({ kind: 'getConfig' })],
  ['cmd.config.get_extended_report', () => ({ kind: 'getExtendedConfig' })],
  ['cmd.config.extended_set', extendedSet],
  ['cmd.log.get_level', () => ({ kind: 'getLogLevel' })],
  ['cmd.log.set_level', logLevel],
]);

/** `cmd.config.get_<name>` and `cmd.config.set_<name>`. */
const SETTING = /^cmd\.config\.(get|set)_([A-Za-z0-9_]{1,80})$/;

/** Undefined when there is no such command. */
export function routeApplication(topic: string, envelope: Envelope): Routed | undefined {
  const decode = COMMANDS.get(envelope.type) ?? settingDecoder(envelope.type);
  if (decode === undefined) return undefined;
  const request = requestOf(topic, envelope);
  const command = decode(envelope);
  return typeof command === 'string' ? refused(request, command) : routed(command, request);
}

/** What this program takes as an application, for those who ask what it is. */
export const APPLICATION_COMMANDS: readonly string[] = [...COMMANDS.keys()];

function routed(command: ApplicationCommand, request: Request): Routed {
  return { kind: 'application', command, request };
}

function settingDecoder(type: string): Decoder | undefined {
  const [, verb, name] = SETTING.exec(type) ?? [];
  if (name === undefined) return undefined;
  if (verb === 'get') return () => ({ kind: 'getSetting', name });
  return ({ valT, val }) => ({ kind: 'setSetting', name, valT, value: val });
}

function manifest({ valT, val }: Envelope): ApplicationCommand | string {
  if (valT !== 'null' && valT !== 'string')
    return `manifest must be null or a string, got ${valT.slice(0, 40)}`;
  return { kind: 'getManifest', isWithState: val === 'manifest_state' || val === 'full' };
}

/** What is in it is told in the answer, which is no error report. */
function extendedSet({ valT, val }: Envelope): ApplicationCommand {
  const given = valT === 'object' && isMap(val) ? val : undefined;
  return { kind: 'setExtendedConfig', given };
}

function logLevel(envelope: Envelope): ApplicationCommand | string {
  const problem = valueProblem('log level', 'string', envelope);
  if (problem !== undefined) return problem;
  const level = LOG_LEVELS.find((known) => known === envelope.val);
  return level === undefined
    ? `log level must be one of ${LOG_LEVELS.join(', ')}`
    : { kind: 'setLogLevel', level };
}
