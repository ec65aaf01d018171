// Writes the tables of the README anew: `npm run docs` after a change of a command, a flag or a configuration key.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { buildProgram } from '../src/cli/program';
import schema from '../src/config/config.schema.json';
import { commandTable, configTable, withSection } from './docs-tables';

const README = join(__dirname, '..', 'README.md');

/** The README as it should be. */
export async function freshReadme(text: string): Promise<string> {
  const terminal = { out: process.stdout, err: process.stderr, environment: {} };
  const commands = commandTable(buildProgram(terminal, () => undefined));
  const fresh = withSection(withSection(text, 'commands', commands), 'keys', configTable(schema));
  return format(fresh, { ...(await resolveConfig(README)), filepath: README });
}

async function main(): Promise<void> {
  writeFileSync(README, await freshReadme(readFileSync(README, 'utf8')));
}

if (require.main === module) void main();
