// Writes the tables of the READMEs anew: `npm run docs` after a change of a command, a flag, a configuration key or a driver.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { loadCatalogue } from '../src/app/driver-library';
import { buildProgram } from '../src/cli/program';
import schema from '../src/config/config.schema.json';
import { catalogueEntry } from '../src/tools/catalogue-entry';
import { commandTable, configTable, modelTable, withSection } from './docs-tables';

const README = join(__dirname, '..', 'README.md');
const DRIVERS = join(__dirname, '..', 'drivers', 'README.md');

/** The README as it should be. */
export async function freshReadme(text: string): Promise<string> {
  const terminal = { out: process.stdout, err: process.stderr, environment: {} };
  const commands = commandTable(buildProgram(terminal, () => undefined));
  return formatted(withSection(withSection(text, 'commands', commands), 'keys', configTable(schema)), README);
}

/** drivers/README.md as it should be. */
export async function freshDriversReadme(text: string): Promise<string> {
  const drivers = [...(await loadCatalogue()).values()];
  const entries = drivers.flatMap(({ driver }) => (driver && catalogueEntry(driver)) ?? []);
  return formatted(withSection(text, 'models', modelTable(entries)), DRIVERS);
}

async function formatted(text: string, file: string): Promise<string> {
  return format(text, { ...(await resolveConfig(file)), filepath: file });
}

async function main(): Promise<void> {
  writeFileSync(README, await freshReadme(readFileSync(README, 'utf8')));
  writeFileSync(DRIVERS, await freshDriversReadme(readFileSync(DRIVERS, 'utf8')));
}

if (require.main === module) void main();
