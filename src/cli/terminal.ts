// What a command sees of the world: where it writes, how wide that is, and the exit codes that it may end with.
import type { Writable } from 'node:stream';

/** 78 is sysexits' EX_CONFIG: the unit file tells systemd not to restart after it. */
export const EXIT = { ok: 0, failure: 1, usage: 2, configuration: 78 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export interface Terminal {
  readonly out: Writable;
  readonly err: Writable;
  /** Columns, where a person looks on; undefined for a file or a pipe. */
  readonly width?: number;
  readonly environment: NodeJS.ProcessEnv;
}

export function print(terminal: Terminal, text: string): void {
  terminal.out.write(`${text}\n`);
}

export function printJson(terminal: Terminal, value: unknown): void {
  print(terminal, JSON.stringify(value, null, 2));
}

/** One line on standard error, which is all that a user ever sees of a failure. */
export function complain(terminal: Terminal, message: string): void {
  terminal.err.write(`chargepointd: ${message.replaceAll(/\s*\n\s*/g, ' ')}\n`);
}

/** A command that cannot do what it was asked for, in a sentence for the user. */
export class CommandFailure extends Error {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = EXIT.failure) {
    super(message);
    this.exitCode = exitCode;
  }
}
