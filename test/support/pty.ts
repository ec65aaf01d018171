// A serial port made by socat, with a TCP port at its other end; ending the process is pulling the plug.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Pty {
  readonly path: string;
  /** Pulls the plug. */
  unplug(): Promise<void>;
}

/** `path` is where the port appears; `port` is where its bytes go. */
export async function plugIn(path: string, port: number): Promise<Pty> {
  const child = spawn('socat', [`pty,raw,echo=0,link=${path}`, `tcp:127.0.0.1:${port},nodelay`], {
    stdio: 'ignore',
  });
  while (!existsSync(path)) {
    if (child.exitCode !== null) throw new Error(`socat ended with ${child.exitCode}`);
    await sleep(5);
  }
  return {
    path,
    unplug: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
