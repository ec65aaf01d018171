// Every driver file of the catalogue, parsed.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DriverFile } from '../../src/driver/definition';
import { parseDriver } from '../../src/driver/parse';

const FOLDER = join(__dirname, '../../drivers');

/** The wallboxes of the catalogue; throws where a file cannot be read as a driver. */
export function catalogue(): readonly DriverFile[] {
  return everything().filter((file) => !isMeter(file));
}

/** The meters of the catalogue. */
export function meters(): readonly DriverFile[] {
  return everything().filter(isMeter);
}

function everything(): readonly DriverFile[] {
  const paths = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' });
  return paths.filter((path) => path.endsWith('.json')).map((path) => driverFile(path));
}

function isMeter({ variants }: DriverFile): boolean {
  return variants[0]?.driver.kind === 'meter';
}

/** One driver, by its path below `drivers/`. */
export function driverFile(path: string): DriverFile {
  const { driver, problems } = parseDriver(readFileSync(join(FOLDER, path), 'utf8'), path);
  if (driver === undefined) {
    throw new Error(`${path}: ${problems.map((problem) => problem.message).join('; ')}`);
  }
  return driver;
}

const shipped = new Map<string, DriverFile>();

/** A driver of the catalogue, read once. */
export function shippedDriver(id: string): DriverFile {
  const file = shipped.get(id) ?? driverFile(`${id}.json`);
  shipped.set(id, file);
  return file;
}
