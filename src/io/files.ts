// The Files port on a real disk: a power cut leaves the old text or the new one, never half of either.
import { constants } from 'node:fs';
import {
  copyFile,
  link,
  mkdir,
  open,
  readFile,
  readdir,
  rename,
  rm,
  type FileHandle,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Files } from '../base/files';

/** Opens a folder for durable files: makes it if needed and removes temporary files that a killed process left. */
export async function openFiles(folder: string): Promise<Files> {
  await mkdir(folder, { recursive: true, mode: 0o750 });
  for (const name of await readdir(folder))
    if (name.endsWith('.tmp')) await rm(join(folder, name), { force: true });
  const inTurn = oneAtATime();
  return {
    read: (path) => inTurn(path, () => readText(path)),
    write: (path, text) => inTurn(path, () => replace(path, text)),
    append: (path, line) => inTurn(path, () => appendLine(path, line)),
    remove: (path) => inTurn(path, () => removeDurably(path)),
  };
}

/** Runs the work on one path in the order in which it was asked for. */
function oneAtATime(): <T>(path: string, work: () => Promise<T>) => Promise<T> {
  const tails = new Map<string, Promise<unknown>>();
  return async (path, work) => {
    const mine = (tails.get(path) ?? Promise.resolve()).then(work, work);
    tails.set(path, mine);
    try {
      return await mine;
    } finally {
      if (tails.get(path) === mine) tails.delete(path);
    }
  };
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function replace(path: string, text: string): Promise<void> {
  const temporary = `${path}.tmp`;
  await rm(temporary, { force: true });
  try {
    await withFile(await open(temporary, 'wx', 0o600), async (file) => {
      await file.writeFile(text);
      await file.sync();
    });
    await keepPrevious(path);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolderOf(path);
}

/** The `.bak` appears whole or not at all, and `path` itself is there all the time. */
async function keepPrevious(path: string): Promise<void> {
  const temporary = `${path}.bak.tmp`;
  await rm(temporary, { force: true });
  try {
    await link(path, temporary);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    // A file system without hard links, a FAT stick for instance.
    await copyFile(path, temporary, constants.COPYFILE_EXCL);
  }
  await rename(temporary, `${path}.bak`);
}

async function appendLine(path: string, line: string): Promise<void> {
  if (line.includes('\n')) throw new Error(`a line with a line break in it: ${path}`);
  const sizeBefore = await withFile(await open(path, 'a+', 0o600), async (file) => {
    const { size } = await file.stat();
    await file.appendFile(`${(await isTorn(file, size)) ? '\n' : ''}${line}\n`);
    await file.sync();
    return size;
  });
  if (sizeBefore === 0) await syncFolderOf(path);
}

/** The power went in the middle of the last line: the next one must not grow onto it. */
async function isTorn(file: FileHandle, size: number): Promise<boolean> {
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== 0x0a;
}

async function removeDurably(path: string): Promise<void> {
  await rm(path, { force: true });
  await syncFolderOf(path);
}

/** Without this a power cut may undo the rename although the file's own text is on the disk. */
async function syncFolderOf(path: string): Promise<void> {
  await withFile(await open(dirname(path), 'r'), (folder) => folder.sync());
}

async function withFile<T>(file: FileHandle, work: (file: FileHandle) => Promise<T>): Promise<T> {
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
