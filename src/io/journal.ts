// The Log port over winston: to journald as prioritised lines, to a terminal with times and colours.
import { fstatSync, writeSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { createLogger, format, transports, type Logger } from 'winston';
import { LOG_LEVELS, type Log, type LogFields, type LogLevel } from '../base/log';
import { journalLine, recordText, terminalLine } from '../base/log-line';
import { coloursFor, type Colours } from './terminal';

export interface Journal extends Log {
  setLevel(level: LogLevel): void;
  /** Whether a record of this level would be written, for callers whose text is dear. */
  writes(level: LogLevel): boolean;
}

export interface JournalOutput {
  readonly stream: Writable & { readonly isTTY?: boolean };
  /** True when the stream is read by journald, which adds times itself. */
  readonly isJournald: boolean;
  readonly environment: NodeJS.ProcessEnv;
}

/** Standard output, as journald or a person reads it. */
export function standardOutput(environment: NodeJS.ProcessEnv = process.env): JournalOutput {
  return { stream: process.stdout, isJournald: isJournal(1, environment), environment };
}

/** A log that writes records of `level` and above. A reader that goes away does not end the program. */
export function openJournal(level: LogLevel, output: JournalOutput = standardOutput()): Journal {
  output.stream.on('error', () => undefined);
  const logger = createLogger({
    levels: Object.fromEntries([...LOG_LEVELS].reverse().map((name, rank) => [name, rank])),
    level,
    format: lineFormat(output),
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- winston declares its base class twice
    transports: [new transports.Stream({ stream: output.stream, eol: '\n' })],
  });
  return {
    write: (at, message, fields) => write(logger, at, message, fields),
    setLevel: (wanted) => (logger.level = wanted),
    writes: (asked) => logger.isLevelEnabled(asked),
  };
}

/** The last words of a dying process, past every buffer: one line on standard error, in the journal's form there. */
export function lastWords(message: string): void {
  const text = recordText(message);
  try {
    writeSync(2, `${isJournal(2, process.env) ? journalLine('fatal', text) : text}\n`);
  } catch {
    // Nobody listens any more.
  }
}

function write(logger: Logger, level: LogLevel, message: string, fields: LogFields | undefined): void {
  if (logger.isLevelEnabled(level)) logger.log(level, recordText(message, fields));
}

function lineFormat(output: JournalOutput): ReturnType<typeof format.printf> {
  if (output.isJournald)
    return format.printf(({ level, message }) => journalLine(level as LogLevel, String(message)));
  const colours = coloursFor(output.stream, output.environment);
  return format.printf(({ level, message }) =>
    terminalLine(colours.dim(new Date().toISOString()), painted(level as LogLevel, colours), String(message)),
  );
}

function painted(level: LogLevel, colours: Colours): string {
  const text = level.padEnd(7);
  if (level === 'fatal' || level === 'error') return colours.red(text);
  if (level === 'warning') return colours.yellow(text);
  return level === 'info' ? colours.green(text) : colours.dim(text);
}

/** systemd.exec(5): JOURNAL_STREAM names the device and inode of the stream that goes to the journal. */
function isJournal(descriptor: number, environment: NodeJS.ProcessEnv): boolean {
  const announced = environment['JOURNAL_STREAM'];
  if (announced === undefined) return false;
  const { dev, ino } = fstatSync(descriptor);
  return announced === `${dev}:${ino}`;
}
