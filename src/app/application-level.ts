// This program as an application of the hub: its state, its manifest, and the settings that the hub may change.
import type { Log } from '../base/log';
import { changeOf, changesIn, type Change, type Changes } from '../config/changes';
import type { Config } from '../config/definition';
import { NO_OVERLAY, overlaid, withKept, type Overlay } from '../config/overlay';
import { findSetting } from '../config/settings';
import * as application from '../fimp/application';
import type { ApplicationCommand } from '../fimp/application-command';
import type { ApplicationState } from '../fimp/application-state';
import type { Draft } from '../fimp/envelope';
import { errorReport } from '../fimp/errors';
import { settingValueType } from '../fimp/manifest';
import type { Unanswerable } from '../fimp/reply';
import type { Request } from '../fimp/request';
import { valueProblem } from '../fimp/value-type';

export interface ApplicationLevelOptions {
  /** The user's own configuration. */
  readonly file: Config;
  readonly overlay: Overlay;
  readonly saveOverlay: (overlay: Overlay) => Promise<void>;
  /** Something has been set: what counts from now on. */
  readonly onConfig: (config: Config) => void;
  readonly log: Log;
}

/** What is known elsewhere. */
export interface Situation extends application.Diagnosis {
  readonly state: ApplicationState;
}

type Answer = Draft | Unanswerable;

export class ApplicationLevel {
  readonly #options: ApplicationLevelOptions;
  #overlay: Overlay;
  #config: Config;

  constructor(options: ApplicationLevelOptions) {
    this.#options = options;
    const { config, overlay, dropped } = overlaid(options.file, options.overlay);
    this.#config = config;
    this.#overlay = overlay;
    for (const name of dropped) {
      options.log.write('info', 'what the hub had set is dropped: the configuration file has changed', {
        setting: name,
      });
    }
  }

  /** The user's configuration with what the hub has set. */
  get config(): Config {
    return this.#config;
  }

  isFreeCharging(address: string): boolean {
    return this.#config.chargepoints.find((known) => known.address === address)?.freeCharging ?? false;
  }

  setFreeCharging(address: string, isFree: boolean): Promise<void> {
    return this.#apply([{ setting: { key: 'free_charging', address }, value: isFree }]);
  }

  /** Back to what the user's file says. */
  async reset(): Promise<void> {
    await this.#take(NO_OVERLAY);
  }

  /** The answer to any command but those that are about things. */
  async answer(command: ApplicationCommand, request: Request, situation: Situation): Promise<Answer> {
    const config = this.#config;
    switch (command.kind) {
      case 'getState':
        return application.stateReport(request, situation.state);
      case 'getManifest':
        return application.manifestReport(request, config, command.isWithState ? situation.state : undefined);
      case 'getConfig':
        return application.configReport(request, config);
      case 'getExtendedConfig':
        return application.extendedConfigReport(request, config);
      case 'getLogLevel':
        return application.logLevelReport(request, config);
      case 'getDiagnosis':
        return application.diagnosisReport(request, situation);
      case 'getSetting':
        return this.#settingReport(request, command.name);
      case 'setSetting':
        return this.#setSetting(request, command);
      case 'setLogLevel':
        await this.#apply([{ setting: { key: 'log_level' }, value: command.level }]);
        return application.logLevelReport(request, this.#config);
      case 'setExtendedConfig':
        return this.#setExtended(request, command.given, situation.state);
      case 'resetApplication':
        await this.reset();
        return application.resetReport(request);
      case 'uninstall':
        await this.reset();
        return application.operationReport(request, 'evt.app.uninstall_report', situation.state);
    }
  }

  #settingReport(request: Request, name: string): Answer {
    const setting = findSetting(this.#config, name);
    if (setting !== undefined) return application.settingReport(request, this.#config, name, setting);
    return errorReport(
      request,
      `${name} cannot be asked for by itself; cmd.config.get_extended_report tells all`,
    );
  }

  async #setSetting(
    request: Request,
    { name, valT, value }: Extract<ApplicationCommand, { readonly kind: 'setSetting' }>,
  ): Promise<Answer> {
    const setting = findSetting(this.#config, name);
    const wanted = setting && settingValueType(setting.key);
    const problem = wanted && valueProblem(name, wanted, { valT, val: value });
    const changes = problem ? { refused: problem } : changeOf(name, value, this.#config, this.#options.file);
    if ('refused' in changes) return errorReport(request, changes.refused);
    await this.#apply(changes.changes);
    return this.#settingReport(request, name);
  }

  async #setExtended(
    request: Request,
    given: Readonly<Record<string, unknown>> | undefined,
    state: ApplicationState,
  ): Promise<Answer> {
    const { file } = this.#options;
    const changes: Changes =
      given === undefined
        ? { refused: 'the configuration must be an object (val_t object)' }
        : changesIn(given, this.#config, file);
    if (!('refused' in changes)) await this.#apply(changes.changes);
    const error = 'refused' in changes ? changes.refused : undefined;
    return application.operationReport(request, 'evt.app.config_report', state, error);
  }

  async #apply(changes: readonly Change[]): Promise<void> {
    const { file } = this.#options;
    const overlay = changes.reduce(
      (kept, { setting, value }) => withKept(kept, file, setting, value),
      this.#overlay,
    );
    if (changes.length > 0) await this.#take(overlay);
  }

  async #take(overlay: Overlay): Promise<void> {
    this.#overlay = overlay;
    this.#config = overlaid(this.#options.file, overlay).config;
    await this.#options.saveOverlay(overlay);
    this.#options.onConfig(this.#config);
  }
}
