// `chargepointd run`: the service.
import type { Command } from 'commander';
import { loadConfig } from '../app/load-config';
import { startService } from '../app/service';
import { problemText } from '../base/problem';
import type { Config } from '../config/definition';
import { openJournal } from '../io/journal';
import { CONFIG_FILE } from './options';
import { untilTold } from './signals';
import { complain, CommandFailure, EXIT, type ExitCode, type Terminal } from './terminal';
import { VERSION } from '../app/version';

export function addRun(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  program
    .command('run')
    .description('run the service until it is told to stop (SIGTERM, SIGINT)')
    .option('-c, --config <file>', 'the configuration file', CONFIG_FILE)
    .action(async (options: { readonly config: string }) => {
      const { config, problems } = await loadConfig(options.config, terminal.environment);
      for (const problem of problems) complain(terminal, problemText(problem));
      if (config === undefined) end(EXIT.configuration);
      else await serve(config, terminal);
    });
}

async function serve(config: Config, terminal: Terminal): Promise<void> {
  const journal = openJournal(config.logLevel);
  const told = untilTold();
  const started = await startService(config, journal, terminal.environment);
  if (!started.ok) throw new CommandFailure(started.message);
  const chargepoints = config.chargepoints.map(({ address }) => address).join(' ');
  journal.write('info', `chargepointd ${VERSION} started`, { chargepoints });
  const signal = await told;
  await started.daemon.stop();
  journal.write('info', 'stopped', { signal });
}
