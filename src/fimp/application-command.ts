// What the hub may ask of this program as an application (fimp.md e.4).
import type { LogLevel } from '../base/log';

export type ApplicationCommand =
  | { readonly kind: 'getState' | 'getConfig' | 'getExtendedConfig' | 'getLogLevel' | 'getDiagnosis' }
  | { readonly kind: 'getManifest'; readonly isWithState: boolean }
  /** Not yet looked at; undefined when it was no object. */
  | { readonly kind: 'setExtendedConfig'; readonly given: Readonly<Record<string, unknown>> | undefined }
  /** `name` is one word of the interface: `poll_interval`, `name_wb1` … */
  | { readonly kind: 'getSetting'; readonly name: string }
  | { readonly kind: 'setSetting'; readonly name: string; readonly valT: string; readonly value: unknown }
  | { readonly kind: 'setLogLevel'; readonly level: LogLevel }
  | { readonly kind: 'uninstall' | 'resetApplication' };

/** Whether it changes something: such commands run one at a time. */
export function isChanging({ kind }: ApplicationCommand): boolean {
  return kind.startsWith('set') || kind === 'uninstall' || kind === 'resetApplication';
}
