// The end of a write: acknowledged, refused by the wallbox, or lost on the way.
import { COMMANDS, type CommandName } from '../driver/definition';
import type { Failure } from '../modbus/exchange';
import { excuse } from './link';
import { lockWritten } from './lock-order';
import { change, clear, say, type Turn } from './model';
import type { InFlight, Sequence } from './parts';
import { assertedBy, delay, nextStep } from './sequence';
import { setpointWritten } from './setpoint';
import { commandRan } from './spacing';
import { writeFailureText } from './texts';
import { blame } from './trouble';
import type { Write } from './write';

/** Exceptions that pass by themselves: acknowledge, busy (Modbus application protocol v1.1b3, 7). */
const PASSING = [5, 6];

export function writeAcknowledged(turn: Turn, write: Write): void {
  const inFlight = ended(turn, write);
  if (inFlight === undefined) return;
  const { sequence } = inFlight;
  const assertedA = assertedBy(sequence);
  if (assertedA !== undefined) setpointWritten(turn, assertedA);
  if (sequence.purpose === 'lock') lockWritten(turn);
  if (isDriverCommand(sequence.command)) commandRan(turn, sequence.command);
  if (sequence.purpose === 'fallback') change(turn, { fallbackWritten: write.value });
  if (sequence.purpose === 'watchdog') change(turn, { watchdogFedMs: turn.now.monotonicMs });
  nextStep(turn);
}

/** The level-triggered comparison repeats what still differs; nothing else does. */
export function writeFailed(turn: Turn, write: Write, failure: Failure): void {
  const inFlight = ended(turn, write);
  if (inFlight === undefined) return;
  const text = writeFailureText(write, turn.model.driver, failure);
  clear(turn, 'sequence');
  say(turn, 'warning', `write failed: ${text}`);
  blameActive(turn, inFlight, failure, text);
  const nowMs = turn.now.monotonicMs;
  const { sequence } = inFlight;
  if (sequence.purpose === 'setpoint') {
    // It may have arrived: nothing that was known of the setpoint holds any more.
    const { assertedA: _doubtful, ...setpoint } = turn.model.setpoint;
    change(turn, { setpoint: { ...setpoint, hasLanded: false, writtenMs: nowMs } });
    delay(turn);
  }
  // A refused fallback or refresh is not repeated at once: its next turn comes with its period or the next connect.
  if (sequence.purpose === 'fallback') change(turn, { fallbackWritten: write.value });
  if (sequence.purpose === 'watchdog') change(turn, { watchdogFedMs: nowMs });
}

function isDriverCommand(command: Sequence['command']): command is CommandName {
  return (COMMANDS as readonly string[]).includes(command);
}

function ended(turn: Turn, write: Write): InFlight | undefined {
  const inFlight = turn.model.writing;
  if (inFlight?.write.id !== write.id) return undefined;
  clear(turn, 'writing');
  excuse(turn, turn.now.monotonicMs - inFlight.sinceMs);
  return inFlight;
}

/** A wallbox that says no ends the command at once; silence and "busy" may pass before its deadline. */
function blameActive(turn: Turn, inFlight: InFlight, failure: Failure, text: string): void {
  const { purpose } = inFlight.sequence;
  const isFinal = failure.kind === 'exception' && !PASSING.includes(failure.code);
  // A setpoint is compared and written again by itself; a bolt and a contactor are not moved twice on one command.
  if (isFinal || purpose !== 'setpoint') blame(turn, purpose, text);
}
