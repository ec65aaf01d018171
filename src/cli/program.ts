// The command line as a whole: which commands there are, and how each of them ends.
import { Command, CommanderError } from 'commander';
import { addCheck } from './check';
import { addDemo } from './demo';
import { addDrivers } from './drivers';
import { addRun } from './run';
import { addSimulate } from './simulate';
import { CommandFailure, complain, EXIT, type ExitCode, type Terminal } from './terminal';
import { VERSION } from '../app/version';

/** Every command with its options; `end` is told the exit code of the one that runs. */
export function buildProgram(terminal: Terminal, end: (code: ExitCode) => void): Command {
  const program = new Command('chargepointd')
    .description('Connects EV wallboxes on Modbus to a smart-home hub on FIMP over MQTT')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help; also after a command')
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => void terminal.out.write(text),
      writeErr: (text) => void terminal.err.write(text),
      outputError: (text) => complain(terminal, `${text.replace(/^error: /, '').trim()}; see --help`),
      getOutHelpWidth: () => terminal.width ?? 100,
      getErrHelpWidth: () => terminal.width ?? 100,
    })
    .exitOverride();
  addRun(program, terminal, end);
  addDemo(program, terminal, end);
  addCheck(program, terminal, end);
  addDrivers(program, terminal, end);
  addSimulate(program, terminal, end);
  return program;
}

/** Runs the command in `args` (without node and script) and tells its exit code; never rejects. */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  const program = buildProgram(terminal, (ended) => (code = ended));
  try {
    if (args.length === 0) {
      program.outputHelp({ error: true });
      return EXIT.usage;
    }
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return codeOf(error, terminal);
  }
}

/** Commander has already told what it did not understand. */
function codeOf(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  complain(terminal, error instanceof Error ? error.message : String(error));
  return error instanceof CommandFailure ? error.exitCode : EXIT.failure;
}
