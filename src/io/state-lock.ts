// One daemon per state folder: a lock file that names its holder, so that a killed one locks nobody out.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type StateLock =
  | { readonly ok: true; release(): void }
  /** `message` is one line for a person. */
  | { readonly ok: false; readonly message: string };

/** Takes the lock of a state folder. Throws what the file system throws when the folder cannot be written. */
export function lockState(folder: string): StateLock {
  mkdirSync(folder, { recursive: true, mode: 0o750 });
  const path = join(folder, 'lock');
  const mine = `${process.pid} ${startOf(process.pid) ?? 'unknown'} ${bootId()}\n`;
  // Two tries: the first may find a lock whose holder is gone.
  for (let attempt = 0; attempt < 2; attempt++) {
    if (create(path, mine)) return { ok: true, release: () => release(path, mine) };
    const holder = readIfThere(path);
    if (holder === undefined) continue;
    if (isAlive(holder)) return refusal(folder, holder);
    takeAway(path, holder);
  }
  return refusal(folder, readIfThere(path) ?? '');
}

function refusal(folder: string, holder: string): StateLock {
  const pid = holder.split(' ')[0];
  const who =
    pid === undefined || pid === '' ? 'another chargepointd' : `another chargepointd (process ${pid})`;
  return {
    ok: false,
    message: `${folder} is in use by ${who}; stop it first, or give this one its own state_dir`,
  };
}

/** Appears with its text in it, or not at all: nobody ever reads half a lock. */
function create(path: string, text: string): boolean {
  const temporary = `${path}.${process.pid}.new`;
  writeFileSync(temporary, text, { mode: 0o600 });
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Removes a lock whose holder is gone. If another daemon has replaced it meanwhile, that one is put back. */
function takeAway(path: string, judged: string): void {
  const aside = `${path}.${process.pid}.old`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (readIfThere(aside) !== judged) create(path, readIfThere(aside) ?? judged);
  rmSync(aside, { force: true });
}

function release(path: string, mine: string): void {
  if (readIfThere(path) === mine) rmSync(path, { force: true });
}

/** A process with this id that started when the holder did, since the same boot. */
function isAlive(holder: string): boolean {
  const [pidText, start, boot] = holder.trim().split(' ');
  const pid = Number(pidText);
  if (!Number.isInteger(pid) || pid <= 0 || boot !== bootId()) return false;
  if (start !== 'unknown') return startOf(pid) === start;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Clock ticks from boot to the start of a process (field 22 of proc_pid_stat(5)); undefined when it is not there. */
function startOf(pid: number): string | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`);
  // The name in field 2 may contain spaces and brackets; the last bracket ends it.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

function bootId(): string {
  return readIfThere('/proc/sys/kernel/random/boot_id')?.trim() ?? 'unknown';
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
