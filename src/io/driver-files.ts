// The driver files on disk: those that come with the program, and those of a person's own. Reads, and judges nothing.
import { readFile, readdir } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';

/** `drivers/` of this installation; it lies beside both `src/` and `dist/`. */
export const SHIPPED_DRIVERS = join(__dirname, '..', '..', 'drivers');

/** The ids of the drivers that come with the program, sorted: `abb/terra-ac`. */
export async function shippedDrivers(shipped = SHIPPED_DRIVERS): Promise<readonly string[]> {
  const manufacturers = await readdir(shipped, { withFileTypes: true }).catch(() => []);
  const ids: string[] = [];
  for (const folder of manufacturers.filter((entry) => entry.isDirectory()))
    for (const name of await readdir(join(shipped, folder.name)))
      if (name.endsWith('.json')) ids.push(`${folder.name}/${name.slice(0, -'.json'.length)}`);
  return ids.sort();
}

export type DriverText =
  | { readonly ok: true; readonly file: string; readonly text: string }
  /** `file` is where it was looked for. */
  | { readonly ok: false; readonly file: string; readonly cause: string };

/** The text behind a `driver:` key: an id of ours, or a path (it ends in `.json`) from `folder`. */
export async function readDriver(
  reference: string,
  folder: string,
  shipped = SHIPPED_DRIVERS,
): Promise<DriverText> {
  const file = driverFile(reference, folder, shipped);
  try {
    return { ok: true, file, text: await readFile(file, 'utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { ok: false, file, cause: code };
  }
}

function driverFile(reference: string, folder: string, shipped: string): string {
  if (!reference.endsWith('.json')) return join(shipped, `${reference}.json`);
  return isAbsolute(reference) ? reference : resolve(folder, reference);
}
