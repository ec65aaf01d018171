// `chargepointd check`: every problem of a configuration file and of the drivers that it uses.
import type { Command } from 'commander';
import { loadConfig } from '../app/load-config';
import { problemText, type Problem } from '../base/problem';
import type { Config } from '../config/definition';
import { CONFIG_FILE } from './options';
import { EXIT, print, printJson, type ExitCode, type Terminal } from './terminal';

interface CheckOptions {
  readonly config: string;
  readonly json?: true;
}

export function addCheck(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  program
    .command('check')
    .description('check a configuration file and the drivers that it uses')
    .option('-c, --config <file>', 'the configuration file', CONFIG_FILE)
    .option('--json', 'print what was found as JSON')
    .addHelpText(
      'after',
      '\nExits with 0 when the file can be used, warnings or not, and with 78 when it cannot.',
    )
    .action(async (options: CheckOptions) => {
      const { config, problems } = await loadConfig(options.config, terminal.environment);
      if (options.json === true)
        printJson(terminal, { file: options.config, ok: config !== undefined, problems });
      else print(terminal, report(options.config, problems, config));
      end(config === undefined ? EXIT.configuration : EXIT.ok);
    });
}

function report(file: string, problems: readonly Problem[], config: Config | undefined): string {
  const count = (severity: Problem['severity']): number =>
    problems.filter((problem) => problem.severity === severity).length;
  const found = [plural(count('error'), 'error'), plural(count('warning'), 'warning')].join(', ');
  const verdict =
    config === undefined
      ? `${file}: ${found}`
      : `${file}: can be used (${plural(config.chargepoints.length, 'chargepoint')}, ${found})`;
  return [...problems.map(problemText), verdict].join('\n');
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
