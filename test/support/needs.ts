// Programs that some tests need: without them a test is skipped by name, in CI it fails.
import { spawnSync } from 'node:child_process';

/** To be called in a `before` hook. In CI a missing part must not pass for a green run. */
export function needs(context: Mocha.Context, program: string): void {
  if (spawnSync('which', [program], { stdio: 'ignore' }).status === 0) return;
  const message = `${program} is not installed`;
  if (process.env['CI'] === 'true') throw new Error(`${message}, and this run must not skip anything`);
  context.test?.parent?.tests.forEach((test) => (test.title += ` (skipped: ${message})`));
  context.skip();
}
