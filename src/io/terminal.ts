// Colours, where there is somebody to see them: the only file that knows how a terminal is painted.
import { createColors } from 'picocolors';
import type { Writable } from 'node:stream';

export type Colours = ReturnType<typeof createColors>;

/** Colours on a terminal unless NO_COLOR is set (no-color.org); plain text everywhere else. */
export function coloursFor(
  stream: Writable & { readonly isTTY?: boolean },
  environment: NodeJS.ProcessEnv,
): Colours {
  const isRefused = (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb';
  return createColors(stream.isTTY === true && !isRefused);
}
