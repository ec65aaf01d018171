// The simulator read and written by mbpoll, a Modbus client that shares no code with this project.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startSimulator } from '../../src/app/simulate';
import type { Simulator } from '../../src/app/simulate';
import type { ServerFraming } from '../../src/simulator/frames';
import { registerValue } from '../../src/simulator/wallbox';
import { needs } from '../support/needs';
import { plugIn } from '../support/pty';
import type { Pty } from '../support/pty';
import { REAL_CLOCK } from '../support/real-clock';
import { SAMPLE_DRIVER } from '../support/sample-driver';

const run = promisify(execFile);

/** What mbpoll prints, whether it ends well or not. */
async function mbpoll(...options: string[]): Promise<string> {
  const { stdout, stderr } = await run('mbpoll', ['-0', '-1', '-q', ...options]).catch(
    (error: unknown) => error as { stdout: string; stderr: string },
  );
  return stdout + stderr;
}

async function started(framing: ServerFraming): Promise<Simulator & { readonly port: number }> {
  const simulator = await startSimulator(
    {
      ...{ driver: SAMPLE_DRIVER, wallbox: { car: { habit: 'waits' } }, seed: 1, unitId: 3, count: 1 },
      ...{ faults: [], speed: 1, at: { kind: 'tcp', host: '127.0.0.1', port: 0, framing } },
    },
    { clock: REAL_CLOCK, onChange: () => undefined, onLost: () => undefined },
  );
  assert.ok(typeof simulator === 'object' && simulator.port !== undefined);
  return { ...simulator, port: simulator.port };
}

describe('the simulator, asked by mbpoll', function () {
  this.timeout(30_000);
  before(function () {
    needs(this, 'mbpoll');
  });

  describe('over TCP', () => {
    let simulator: Simulator & { readonly port: number };
    before(async () => (simulator = await started('tcp')));
    after(() => simulator.stop());
    const ask = (...options: string[]): Promise<string> =>
      mbpoll('-m', 'tcp', '-p', String(simulator.port), '-a', '3', ...options);

    it('reads holding and input registers and bits', async () => {
      assert.match(await ask('-t', '4:hex', '-r', '7', '-c', '1', '127.0.0.1'), /\[7\]:\s+0x0016/);
      assert.match(await ask('-t', '3', '-r', '5', '-c', '1', '127.0.0.1'), /\[5\]:\s+0/);
      assert.match(await ask('-t', '0', '-r', '9', '-c', '1', '127.0.0.1'), /\[9\]:\s+1/);
    });

    it('refuses a hole with exception 2', async () => {
      assert.match(await ask('-t', '4', '-r', '60', '-c', '1', '127.0.0.1'), /Illegal data address/);
    });

    it('accepts a limit', async () => {
      assert.match(
        await ask('-t', '4', '-r', '100', '127.0.0.1', '--', '0', '16000'),
        /Written 2 references/,
      );
      const wallbox = simulator.wallbox(3);
      assert.equal(wallbox && registerValue(wallbox, 'limitNow'), 16);
    });
  });

  describe('over a serial port', () => {
    let simulator: Simulator & { readonly port: number };
    let pty: Pty;
    let folder: string;
    before(async function () {
      needs(this, 'socat');
      simulator = await started('rtu');
      folder = await mkdtemp(join(tmpdir(), 'simulator-'));
      pty = await plugIn(join(folder, 'tty'), simulator.port);
    });
    after(async () => {
      await pty.unplug();
      await simulator.stop();
      await rm(folder, { recursive: true });
    });

    it('reads and writes', async () => {
      const line = ['-m', 'rtu', '-b', '9600', '-P', 'none', '-a', '3'];
      assert.match(await mbpoll(...line, '-t', '4:hex', '-r', '7', '-c', '1', pty.path), /\[7\]:\s+0x0016/);
      assert.match(
        await mbpoll(...line, '-t', '4', '-r', '105', pty.path, '--', '1'),
        /Written 1 references/,
      );
      const wallbox = simulator.wallbox(3);
      assert.equal(wallbox?.electrics.phases, 1);
    });
  });
});
