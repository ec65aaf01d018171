// Loads a configuration file and the drivers that it names.
import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { ConfigResult } from '../config/definition';
import { driverReferences, parseConfig } from '../config/parse';
import { shippedDrivers } from '../io/driver-files';
import { loadDrivers } from './driver-library';

/** Everything that is wrong with the file, or what it means. A file that cannot be read is a problem like any other. */
export async function loadConfig(
  file: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<ConfigResult> {
  const folder = dirname(resolve(file));
  let text: string;
  let mode: number;
  try {
    text = await readFile(file, 'utf8');
    ({ mode } = await stat(file));
  } catch (error) {
    return { problems: [unreadable(file, error)] };
  }
  const stateDirectory = environment['STATE_DIRECTORY'];
  return parseConfig(text, file, {
    folder,
    drivers: await loadDrivers(driverReferences(text), folder),
    knownDrivers: await shippedDrivers(),
    isWorldReadable: (mode & 0o004) !== 0,
    ...(stateDirectory === undefined ? {} : { stateDirectory }),
  });
}

function unreadable(file: string, error: unknown): ConfigResult['problems'][number] {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  const message = code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`;
  const advice = 'name another one with --config FILE';
  return { severity: 'error', file, line: 1, column: 1, key: '', message, advice };
}
