// The lock of the state folder, against live, dead and impossible holders.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockState, type StateLock } from '../../src/io/state-lock';

const SCRIPT = `
  const { lockState } = require('./src/io/state-lock');
  const lock = lockState(process.argv[1]);
  console.log(lock.ok ? 'held' : lock.message);
  if (lock.ok) setInterval(() => {}, 1000);
`;

describe('io/state-lock', () => {
  let folder = '';
  const root = join(__dirname, '..', '..');
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chargepointd-lock-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  function take(): Extract<StateLock, { ok: true }> {
    const lock = lockState(folder);
    assert.ok(lock.ok);
    return lock;
  }

  it('refuses a second holder with one line that names the first, until it is released', () => {
    const first = take();
    const second = lockState(folder);
    assert.ok(!second.ok);
    assert.match(second.message, new RegExp(`in use by another chargepointd \\(process ${process.pid}\\)`));
    assert.ok(!second.message.includes('\n'));
    first.release();
    take().release();
  });

  it('leaves nothing behind', async () => {
    take().release();
    assert.deepEqual(await readdir(folder), []);
  });

  it('takes over from a process that was killed', async () => {
    const child = spawn(process.execPath, ['--import=tsx', '-e', SCRIPT, folder], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    assert.equal(said.toString().trim(), 'held');
    assert.ok(!lockState(folder).ok);
    child.kill('SIGKILL');
    await once(child, 'exit');
    take().release();
  });

  for (const [what, text] of [
    ['a process that reuses the id', (boot: string) => `${process.pid} 1 ${boot}\n`],
    ['an earlier boot', () => `${process.pid} 1 00000000-0000-0000-0000-000000000000\n`],
    ['nobody: an empty lock', () => ''],
    ['nobody: noise', () => 'x y\nz'],
  ] as const)
    it(`takes over from ${what}`, async () => {
      const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
      await writeFile(join(folder, 'lock'), text(boot));
      take().release();
    });

  it('does not release a lock that somebody else has taken', async () => {
    const lock = take();
    await writeFile(join(folder, 'lock'), 'other');
    lock.release();
    assert.equal(await readFile(join(folder, 'lock'), 'utf8'), 'other');
  });
});
