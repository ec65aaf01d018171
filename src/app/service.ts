// The daemon on the real world's parts: state folder, journal, clock, broker, signals.
import { statSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Broker } from '../base/broker';
import type { Clock } from '../base/clock';
import type { Log, LogLevel } from '../base/log';
import type { Config } from '../config/definition';
import { openBroker } from '../io/broker';
import { openFiles } from '../io/files';
import type { Journal } from '../io/journal';
import { lockState } from '../io/state-lock';
import { systemClock } from '../io/system-clock';
import { systemRandom } from '../io/system-random';
import { startDaemon, type Daemon } from './compose';
import { readSecret } from './secrets';

export type Started =
  { readonly ok: true; readonly daemon: Daemon } | { readonly ok: false; readonly message: string };

/** Starts the daemon; a message is the one line that says why it cannot run. */
export async function startService(
  config: Config,
  journal: Journal,
  environment: NodeJS.ProcessEnv,
): Promise<Started> {
  try {
    const lock = lockState(config.stateDir);
    if (!lock.ok) return lock;
    const files = await openFiles(config.stateDir);
    const clock = systemClock(await latestKnownMs(config.stateDir));
    const broker = brokerOf(config, { clock, log: journal }, environment);
    const setLogLevel = (level: LogLevel): void => journal.setLevel(level);
    const ports = { clock, random: systemRandom, log: journal, files, broker, setLogLevel };
    const daemon = await startDaemon(config, ports);
    const stop = async () => {
      await daemon.stop();
      lock.release();
    };
    return { ok: true, daemon: { stop } };
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return { ok: false, message: `the state folder ${config.stateDir} cannot be used: ${cause}` };
  }
}

export function brokerOf(
  config: Pick<Config, 'mqtt'>,
  ports: { readonly clock: Clock; readonly log: Log },
  environment: NodeJS.ProcessEnv,
): Broker {
  const { password, ...options } = config.mqtt;
  const withPassword = password === undefined ? {} : { password: () => readSecret(password, environment) };
  return openBroker({ ...options, ...withPassword }, { ...ports, random: systemRandom });
}

/** The later of this build and the last saved state: a wall clock before it is wrong. */
async function latestKnownMs(stateDir: string): Promise<number> {
  const names = (await readdir(stateDir)).filter((name) => name.endsWith('.json'));
  const saved = await Promise.all(names.map(async (name) => (await stat(join(stateDir, name))).mtimeMs));
  return Math.max(statSync(__filename).mtimeMs, ...saved);
}
