// Running one driver command: its steps one by one, each write with a fresh look at the limits.
import { aliased, holds } from '../driver/condition';
import type { CommandName, Driver, Register, Step, StepValue } from '../driver/definition';
import { convert } from '../driver/unit';
import { encode } from '../modbus/encode';
import { blame } from './blame';
import { limitA } from './limits';
import { change, clear, say, type Model, type Turn } from './model';
import type { FlatStep, Sequence } from './parts';
import { valueOf, valueSince } from './snapshot';
import type { Write } from './write';

/** The steps of a driver command with every `run` written out. A driver's linter keeps them free of circles. */
export function flatSteps(driver: Driver, steps: readonly Step[]): readonly FlatStep[] {
  return steps.flatMap((step): readonly FlatStep[] => {
    switch (step.kind) {
      case 'run':
        return flatSteps(driver, commandSteps(driver, step.command));
      case 'setBit':
      case 'clearBit':
        return [{ kind: 'bit', register: step.register, bit: step.bit, is: step.kind === 'setBit' ? 1 : 0 }];
      case 'write':
        return [{ kind: 'write', register: step.register, value: step.value }];
      case 'wait':
        return [{ kind: 'wait', ms: step.ms }];
      case 'until':
        return [{ kind: 'until', when: step.when, withinMs: step.withinMs }];
    }
  });
}

/** `resume` is `offer` where a driver does not declare it. */
export function commandSteps(driver: Driver, command: CommandName): readonly Step[] {
  const name = command === 'resume' && driver.commands.resume === undefined ? 'offer' : command;
  return driver.commands[name]?.steps ?? [];
}

export function landsWithinMs(driver: Driver, command: CommandName): number {
  const name = command === 'resume' && driver.commands.resume === undefined ? 'offer' : command;
  return driver.commands[name]?.landsWithinMs ?? 3000;
}

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
  if (now.monotonicMs - sequence.stepMs < step.withinMs) return false;
  say(
    turn,
    'warning',
    `${sequence.command} given up: ${Object.keys(step.when).join(', ')} did not follow in time`,
  );
  blame(
    turn,
    sequence.purpose,
    `${Object.keys(step.when).join(', ')} did not follow within ${step.withinMs / 1000} s`,
  );
  clear(turn, 'sequence');
  return true;
}

/** Read-modify-write against a value read after the step began. */
function putBit(turn: Turn, sequence: Sequence, step: FlatStep & { kind: 'bit' }): boolean {
  const before = valueSince(turn.model, sequence.stepMs)(step.register);
  if (typeof before !== 'number') return false;
  const isSet = Math.floor(before / 2 ** step.bit) % 2 === 1;
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
    say(turn, 'error', `${sequence.command} given up: ${String(value)} cannot be written to ${name}`);
    clear(turn, 'sequence');
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
