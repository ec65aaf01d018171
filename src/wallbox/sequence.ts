// Running one driver command: its steps one by one, each write with a fresh look at the limits.
import { aliased, hasBit, holds } from '../driver/condition';
import type { Register, StepValue } from '../driver/definition';
import { convert } from '../driver/unit';
import { encode } from '../modbus/encode';
import { limitA } from './limits';
import { change, clear, say, type Model, type Turn } from './model';
import type { FlatStep, Sequence } from './parts';
import { valueOf, valueSince } from './snapshot';
import { guardMs, landsWithinMs, longestLagMs } from './steps';
import { blame } from './trouble';
import type { Write } from './write';

/** After a failure the next comparison may try again, but not at once, and ever more seldom. */
const RETRY_MS = 1000;
const MOST_RETRY_MS = 30_000;

/** A write may go out: control is ours, the wallbox has proved who it is, it answers, and no write is on its way. */
export function canWrite(model: Model): boolean {
  return model.settings.control && model.identity === 'proven' && model.link.reach === 'up' && !model.writing;
}

export type Start = Pick<Sequence, 'purpose' | 'command' | 'parameters' | 'reason'>;

/** Begins a sequence and goes as far as it can at once. */
export function startSequence(turn: Turn, start: Start, steps: readonly FlatStep[]): void {
  change(turn, { sequence: { ...start, steps, index: 0, stepMs: turn.now.monotonicMs } });
  advanceSequence(turn);
}

/** Goes on with the running sequence until something has to be awaited. */
export function advanceSequence(turn: Turn): void {
  for (let sequence = turn.model.sequence; sequence !== undefined; sequence = turn.model.sequence) {
    const step = sequence.steps[sequence.index];
    if (step === undefined) clear(turn, 'sequence');
    else if (!isStepDone(turn, sequence, step)) return;
  }
}

/** Takes the sequence to its next step; called when a wait or guard is over, or its write was acknowledged. */
export function nextStep(turn: Turn): void {
  const { sequence } = turn.model;
  if (sequence === undefined) return;
  change(turn, { sequence: { ...sequence, index: sequence.index + 1, stepMs: turn.now.monotonicMs } });
}

/** True when the loop may look at the sequence again. */
function isStepDone(turn: Turn, sequence: Sequence, step: FlatStep): boolean {
  const sinceMs = turn.now.monotonicMs - sequence.stepMs;
  switch (step.kind) {
    case 'write':
      return put(
        turn,
        sequence,
        step.register,
        parameterValue(turn.model, sequence, step.value, step.register),
      );
    case 'bit':
      return putBit(turn, sequence, step);
    case 'wait':
      if (sinceMs < step.ms) return false;
      nextStep(turn);
      return true;
    case 'until':
      return isGuardPassed(turn, sequence, step);
  }
}

function isGuardPassed(turn: Turn, sequence: Sequence, step: FlatStep & { kind: 'until' }): boolean {
  const { model, now } = turn;
  const read = valueSince(model, sequence.stepMs);
  if (holds(step.when, read, sequence.parameters, model.driver.registers) === true) {
    nextStep(turn);
    return true;
  }
  if (now.monotonicMs - sequence.stepMs < guardMs(model.driver, step)) return false;
  giveUp(turn, sequence, `${Object.keys(step.when).join(', ')} did not follow in time`);
  return true;
}

/** A sequence that cannot go on ends here, and with it the command that waits for it; the next try is not at once. */
function giveUp(turn: Turn, sequence: Sequence, cause: string): void {
  const text = `${sequence.command} given up: ${cause}`;
  say(turn, 'warning', text);
  clear(turn, 'sequence');
  blame(turn, sequence.purpose, text);
  if (sequence.purpose === 'setpoint') delay(turn);
}

/** Slows down after what failed: each failure in a row doubles the pause before the next try. */
export function delay(turn: Turn): void {
  const { setpoint } = turn.model;
  const pauseMs = Math.min(MOST_RETRY_MS, RETRY_MS * 2 ** setpoint.failures);
  const notBeforeMs = turn.now.monotonicMs + pauseMs;
  change(turn, { setpoint: { ...setpoint, notBeforeMs, failures: setpoint.failures + 1 } });
}

/** Read-modify-write against a value read after the step began. */
function putBit(turn: Turn, sequence: Sequence, step: FlatStep & { kind: 'bit' }): boolean {
  const before = valueSince(turn.model, sequence.stepMs)(step.register);
  if (typeof before !== 'number') {
    const waitMs =
      landsWithinMs(turn.model.driver, 'offer') + longestLagMs(turn.model.driver, [step.register]);
    if (turn.now.monotonicMs - sequence.stepMs < waitMs) return false;
    giveUp(turn, sequence, `${step.register} could not be read`);
    return true;
  }
  const isSet = hasBit(before, step.bit);
  const after = isSet === (step.is === 1) ? before : before + (step.is === 1 ? 1 : -1) * 2 ** step.bit;
  return put(turn, sequence, step.register, after);
}

/** A literal, what another register holds, or the command's parameter; amperes never above the limits of this moment. */
function parameterValue(
  model: Model,
  sequence: Sequence,
  value: StepValue,
  register: string,
): number | undefined {
  if (value.kind === 'literal') return value.value;
  if (value.kind === 'copy') {
    const copied = valueOf(model)(value.register);
    return typeof copied === 'number' ? copied : undefined;
  }
  const parameter = sequence.parameters[value.name];
  if (parameter === undefined) return undefined;
  if (value.name !== 'amps') return aliased(parameter, value.as);
  const unit = model.driver.registers[register]?.unit ?? 'A';
  return convert(Math.min(parameter, limitA(model)), 'A', unit);
}

/** Sends a write out. What cannot be encoded ends the sequence: a driver that says so has a bug, not the wallbox. */
function put(turn: Turn, sequence: Sequence, name: string, value: number | undefined): boolean {
  const { model } = turn;
  if (!canWrite(model)) return false;
  const register = model.driver.registers[name];
  const words = register && value !== undefined ? encode(value, register) : undefined;
  if (register?.writeFunction === undefined || words === undefined || value === undefined) {
    giveUp(turn, sequence, `${String(value)} cannot be written to ${name}`);
    return true;
  }
  emit(turn, sequence, register, { value, words, writeFunction: register.writeFunction });
  return false;
}

interface Encoded {
  readonly value: number;
  readonly words: readonly number[];
  readonly writeFunction: NonNullable<Register['writeFunction']>;
}

function emit(turn: Turn, sequence: Sequence, register: Register, encoded: Encoded): void {
  const write: Write = {
    id: turn.model.nextWriteId,
    register: register.name,
    value: encoded.value,
    request: {
      kind: 'write',
      function: encoded.writeFunction,
      address: register.address,
      values: encoded.words,
    },
    reason: sequence.reason,
    lane: sequence.purpose === 'watchdog' ? 'watchdog' : 'command',
    ...(register.writeTimeoutMs === undefined ? {} : { timeoutMs: register.writeTimeoutMs }),
  };
  change(turn, { writing: { write, sequence, sinceMs: turn.now.monotonicMs }, nextWriteId: write.id + 1 });
  turn.effects.push({ kind: 'write', write });
}

/** The amperes that a sequence asserts: 0 for a pause, undefined where it is not about the offer. */
export function assertedBy(sequence: Sequence): number | undefined {
  if (sequence.purpose !== 'setpoint') return undefined;
  return sequence.command === 'pause' ? 0 : sequence.parameters.amps;
}
