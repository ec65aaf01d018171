// Waiting for somebody to end the program.

/** Resolves with the name of the first signal that asks for an orderly end. A second one ends the process at once. */
export function untilTold(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal));
  });
}
