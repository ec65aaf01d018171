#!/usr/bin/env node
// Where the program begins: arguments in, exit code out, and one line for whatever nobody foresaw.
import { runProgram } from './cli/program';
import { processTerminal } from './cli/process-terminal';

void runProgram(process.argv.slice(2), processTerminal()).then((code) => {
  // Not process.exit: what has been written must still reach a slow reader.
  process.exitCode = code;
});
