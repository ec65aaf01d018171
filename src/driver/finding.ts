// What the linter finds: a place in the file, what is wrong with it, and what to write instead.
import type { DocumentPath } from '../base/schema';

export interface Finding {
  readonly severity: 'error' | 'warning';
  /** Where, in a file with its variant's patch applied. The steps of a command stand under `steps` in either form. */
  readonly path: DocumentPath;
  /** Set when the key at `path` is meant and not its value. */
  readonly of?: 'key';
  readonly message: string;
  readonly advice: string;
}

/** An error at the value of `path`. */
export function wrong(path: DocumentPath, message: string, advice = ''): Finding {
  return { severity: 'error', path, message, advice };
}

/** An error at the key of `path`. */
export function wrongKey(path: DocumentPath, message: string, advice = ''): Finding {
  return { severity: 'error', path, of: 'key', message, advice };
}
