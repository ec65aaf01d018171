// Saved text to memory: torn, foreign and newer files are told apart from good ones, and never guessed at.
import { compileSchema } from '../base/schema';
import { MEMORY_VERSION, type Memory } from './memory-record';
import schema from './memory.schema.json';

const check = compileSchema(schema);

/** The memory, or why there is none in this text. */
export function parseMemory(
  text: string,
): { readonly ok: true; readonly value: Memory } | { readonly ok: false; readonly reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, reason: 'it is no JSON (torn or foreign)' };
  }
  if (isNewer(value)) return { ok: false, reason: 'a newer version of this program wrote it' };
  const [problem] = check(value);
  if (problem !== undefined) return { ok: false, reason: `${problem.path.join('.')}: ${problem.message}` };
  return { ok: true, value: value as Memory };
}

function isNewer(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('version' in value)) return false;
  return typeof value.version === 'number' && value.version > MEMORY_VERSION;
}
