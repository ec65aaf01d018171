// Runs a command line inside the test, with everything that it writes.
import { PassThrough } from 'node:stream';
import { runProgram } from '../../src/cli/program';
import type { ExitCode } from '../../src/cli/terminal';

export interface Ran {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

export async function run(args: readonly string[], width?: number): Promise<Ran> {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const terminal = { out, err, environment: {}, ...(width === undefined ? {} : { width }) };
  const code = await runProgram(args, terminal);
  const text = (stream: PassThrough): string => String(stream.read() ?? '');
  return { code, out: text(out), err: text(err) };
}
