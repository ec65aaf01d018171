// The state folder: one file per wallbox, one for what the hub has been told, one for what it has set. Damage costs one log line, never a start.
import { join } from 'node:path';
import type { Files } from '../base/files';
import type { Log } from '../base/log';
import { NO_OVERLAY, parseOverlay, type Overlay } from '../config/overlay';
import { NO_HUB_MEMORY, parseHubMemory, type HubMemory } from '../fimp/hub-memory';
import type { Memory } from '../wallbox/memory-record';
import { parseMemory } from '../wallbox/memory-text';

export interface Store {
  loadWallbox(address: string): Promise<Memory | undefined>;
  /** Resolves when it is on the disk, or has failed and been told; never rejects. */
  saveWallbox(address: string, memory: Memory): Promise<void>;
  /** The wallbox begins anew. */
  forgetWallbox(address: string): Promise<void>;
  loadHub(): Promise<HubMemory>;
  saveHub(memory: HubMemory): Promise<void>;
  loadOverlay(): Promise<Overlay>;
  saveOverlay(overlay: Overlay): Promise<void>;
}

export function openStore(folder: string, files: Files, log: Log): Store {
  const wallboxPath = (address: string) => join(folder, `wallbox-${address}.json`);
  const hubPath = join(folder, 'hub.json');
  const overlayPath = join(folder, 'overlay.json');
  const writer = createWriter(files, log);
  return {
    loadWallbox: (address) => load(files, log, wallboxPath(address), parseMemory),
    saveWallbox: (address, memory) => writer(wallboxPath(address), JSON.stringify(memory)),
    forgetWallbox: (address) => forget(files, log, wallboxPath(address)),
    loadHub: async () => (await load(files, log, hubPath, parseHubMemory)) ?? NO_HUB_MEMORY,
    saveHub: (memory) => writer(hubPath, JSON.stringify(memory)),
    loadOverlay: async () => (await load(files, log, overlayPath, parseOverlay)) ?? NO_OVERLAY,
    saveOverlay: (overlay) => writer(overlayPath, JSON.stringify(overlay)),
  };
}

type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** The file, else its previous copy, else nothing; said once. */
async function load<T>(
  files: Files,
  log: Log,
  path: string,
  parse: (text: string) => Parsed<T>,
): Promise<T | undefined> {
  const first = await attempt(files, path, parse);
  if (first === undefined || first.ok) return first?.value;
  const second = await attempt(files, `${path}.bak`, parse);
  const instead = second?.ok === true ? 'its previous copy is used' : 'it is started anew';
  log.write('warning', `saved state cannot be used: ${instead}`, { file: path, cause: first.reason });
  return second?.ok === true ? second.value : undefined;
}

/** With its previous copy, which would otherwise come back. */
async function forget(files: Files, log: Log, path: string): Promise<void> {
  try {
    await files.remove(path);
    await files.remove(`${path}.bak`);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    log.write('error', 'saved state cannot be removed', { file: path, cause });
  }
}

async function attempt<T>(
  files: Files,
  path: string,
  parse: (text: string) => Parsed<T>,
): Promise<Parsed<T> | undefined> {
  try {
    const text = await files.read(path);
    return text === undefined ? undefined : parse(text);
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Writes, and tells the first failure and the first success after one: a full disk must not flood the journal. */
function createWriter(files: Files, log: Log): (path: string, text: string) => Promise<void> {
  let isFailing = false;
  return async (path, text) => {
    try {
      await files.write(path, text);
      if (isFailing) log.write('info', 'state is saved again', { file: path });
      isFailing = false;
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      if (!isFailing)
        log.write('error', 'state cannot be saved; it is kept in memory only', { file: path, cause });
      isFailing = true;
    }
  };
}
