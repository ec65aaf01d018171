// `chargepointd check`: every problem of a configuration file and of the drivers that it uses, or of one driver file.
import { Option, type Command } from 'commander';
import { checkDriver } from '../app/check-driver';
import { loadConfig } from '../app/load-config';
import { problemText, type Problem } from '../base/problem';
import { CONFIG_FILE } from './options';
import { EXIT, print, printJson, type ExitCode, type Terminal } from './terminal';

interface CheckOptions {
  readonly config: string;
  readonly driver?: string;
  readonly json?: true;
}

export function addCheck(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  program
    .command('check')
    .description('check a configuration file and the drivers that it uses, or one driver file')
    .option('-c, --config <file>', 'the configuration file', CONFIG_FILE)
    .addOption(
      new Option('--driver <file>', 'check this driver file instead: schema, rules and layout').conflicts(
        'config',
      ),
    )
    .option('--json', 'print what was found as JSON')
    .addHelpText(
      'after',
      '\nExits with 0 when the file can be used, warnings or not, and with 78 when it cannot.',
    )
    .action(async (options: CheckOptions) => {
      const checked = await (options.driver === undefined
        ? checkConfig(options.config, terminal)
        : checkModel(options.driver));
      const { file, problems, use } = checked;
      if (options.json === true) printJson(terminal, { file, ok: use !== undefined, problems });
      else print(terminal, report(checked));
      end(use === undefined ? EXIT.configuration : EXIT.ok);
    });
}

interface Checked {
  readonly file: string;
  readonly problems: readonly Problem[];
  /** What the file gives, in words; absent when it cannot be used. */
  readonly use?: string;
}

async function checkConfig(file: string, terminal: Terminal): Promise<Checked> {
  const { config, problems } = await loadConfig(file, terminal.environment);
  if (config === undefined) return { file, problems };
  return { file, problems, use: plural(config.chargepoints.length, 'chargepoint') };
}

async function checkModel(reference: string): Promise<Checked> {
  const { file, driver, problems } = await checkDriver(reference, process.cwd());
  if (driver === undefined) return { file, problems };
  return { file, problems, use: `driver ${driver.id}, ${plural(driver.variants.length, 'variant')}` };
}

function report({ file, problems, use }: Checked): string {
  const count = (severity: Problem['severity']): number =>
    problems.filter((problem) => problem.severity === severity).length;
  const found = [plural(count('error'), 'error'), plural(count('warning'), 'warning')].join(', ');
  const verdict = use === undefined ? `${file}: ${found}` : `${file}: can be used (${use}, ${found})`;
  return [...problems.map(problemText), verdict].join('\n');
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
