// Loads drivers by reference: the text from disk, its meaning from the driver room.
import type { LoadedDriver } from '../config/surroundings';
import { parseDriver } from '../driver/parse';
import { readDriver, shippedDrivers } from '../io/driver-files';

/** One driver: an id of ours, or a path (it ends in `.json`) from `folder`. */
export async function loadDriver(reference: string, folder: string): Promise<LoadedDriver> {
  const found = await readDriver(reference, folder);
  return found.ok ? parseDriver(found.text, found.file) : { problems: [], cause: found.cause };
}

/** Several, each once. */
export async function loadDrivers(
  references: readonly string[],
  folder: string,
): Promise<ReadonlyMap<string, LoadedDriver>> {
  const loading = [...new Set(references)].map(
    async (reference) => [reference, await loadDriver(reference, folder)] as const,
  );
  return new Map(await Promise.all(loading));
}

/** Every driver that comes with the program, by id. */
export async function loadCatalogue(): Promise<ReadonlyMap<string, LoadedDriver>> {
  return loadDrivers(await shippedDrivers(), '/');
}
