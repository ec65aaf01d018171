// `chargepointd drivers`: the catalogue as a table, or one driver as the manual's register table.
import type { Command } from 'commander';
import { loadCatalogue, loadDriver } from '../app/driver-library';
import { namesAdvice } from '../base/nearest';
import { problemText } from '../base/problem';
import type { LoadedDriver } from '../config/surroundings';
import type { DriverFile } from '../driver/definition';
import { catalogueText, driverText } from '../tools/catalogue';
import { catalogueEntry } from '../tools/catalogue-entry';
import { CommandFailure, complain, EXIT, print, printJson, type ExitCode, type Terminal } from './terminal';

interface DriversOptions {
  readonly json?: true;
}

export function addDrivers(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  program
    .command('drivers')
    .description('list the wallbox models, or show one of them')
    .argument('[id]', 'a driver, for instance abb/terra-ac, or the path of a driver file')
    .option('--json', 'print as JSON')
    .action(async (id: string | undefined, options: DriversOptions) => {
      if (id === undefined) end(await list(terminal, options));
      else await show(id, terminal, options);
    });
}

async function list(terminal: Terminal, options: DriversOptions): Promise<ExitCode> {
  const loaded = await loadCatalogue();
  const entries = [...loaded.values()].flatMap(({ driver }) =>
    driver ? (catalogueEntry(driver) ?? []) : [],
  );
  if (options.json === true) printJson(terminal, entries);
  else print(terminal, catalogueText(entries, terminal.width));
  const broken = [...loaded].filter(([, { driver }]) => driver === undefined);
  for (const [id, { problems, cause }] of broken)
    complain(terminal, `${id}: ${problems[0] ? problemText(problems[0]) : (cause ?? 'cannot be read')}`);
  return broken.length === 0 ? EXIT.ok : EXIT.failure;
}

async function show(id: string, terminal: Terminal, options: DriversOptions): Promise<void> {
  const driver = await driverOrFailure(id);
  if (options.json === true) printJson(terminal, driver);
  else print(terminal, driverText(driver, terminal.width));
}

async function driverOrFailure(id: string): Promise<DriverFile> {
  const loaded = await loadDriver(id, process.cwd());
  if (loaded.driver !== undefined) return loaded.driver;
  throw new CommandFailure(await whyNot(id, loaded));
}

async function whyNot(id: string, { problems, cause }: LoadedDriver): Promise<string> {
  const [first] = problems.filter(({ severity }) => severity === 'error');
  if (first !== undefined) return problemText(first);
  if (id.endsWith('.json')) return `${id} cannot be read (${cause ?? 'unknown cause'})`;
  const advice = namesAdvice(id, [...(await loadCatalogue()).keys()]) || 'see `chargepointd drivers`';
  return `there is no driver ${id}; ${advice}`;
}
