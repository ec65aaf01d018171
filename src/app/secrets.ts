// Reads a secret from where the configuration says that it is, at the moment when it is needed.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Secret } from '../config/definition';

/** The secret's text, without the line break that editors put at the end of a file. Never log it. */
export async function readSecret(
  secret: Secret,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  if (secret.kind === 'plain') return secret.value;
  return (await readFile(pathOf(secret, environment), 'utf8')).replace(/\r?\n$/, '');
}

function pathOf(secret: Exclude<Secret, { kind: 'plain' }>, environment: NodeJS.ProcessEnv): string {
  if (secret.kind === 'file') return secret.path;
  const folder = environment['CREDENTIALS_DIRECTORY'];
  if (folder === undefined) throw new Error(`credential ${secret.name}: $CREDENTIALS_DIRECTORY is not set`);
  return join(folder, secret.name);
}
