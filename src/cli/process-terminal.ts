// The terminal of this process, and its last line when something happens that nobody foresaw.
import { lastWords } from '../io/journal';
import { EXIT, type Terminal } from './terminal';

/** Standard output and error. A reader that goes away (`| head`) ends nothing; a bug ends the process with one line. */
export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  process.on('uncaughtException', die);
  process.on('unhandledRejection', die);
  const width = process.stdout.isTTY ? process.stdout.columns : undefined;
  return {
    out: process.stdout,
    err: process.stderr,
    environment: process.env,
    ...(width === undefined ? {} : { width }),
  };
}

function die(error: unknown): void {
  lastWords(`chargepointd: internal error: ${wordsOf(error)}`);
  process.exit(EXIT.failure);
}

/** The message and the place in our own code, which is what a report of a bug needs. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = /\n\s+at (?:.*\()?(?:.*\/)?(?:dist|src)\/([^\s)]+)/.exec(error.stack ?? '')?.[1];
  return place === undefined ? error.message : `${error.message} (at ${place})`;
}
