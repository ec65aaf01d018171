// The steps of a driver's commands, and how long they may take.
import { registersOf } from '../driver/reading';
import type { CommandName, Condition, Driver, Step } from '../driver/definition';
import type { FlatStep } from './parts';

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
export function declaredCommand(driver: Driver, command: CommandName): CommandName {
  return command === 'resume' && driver.commands.resume === undefined ? 'offer' : command;
}

export function commandSteps(driver: Driver, command: CommandName): readonly Step[] {
  return driver.commands[declaredCommand(driver, command)]?.steps ?? [];
}

export function landsWithinMs(driver: Driver, command: CommandName): number {
  return driver.commands[declaredCommand(driver, command)]?.landsWithinMs ?? 3000;
}

/** The longest that a command may take from its first step until its effect has been read. */
export function commandMs(driver: Driver, command: CommandName): number {
  const steps = flatSteps(driver, commandSteps(driver, command));
  const runMs = steps.reduce((sumMs, step) => sumMs + stepMs(driver, step), 0);
  return runMs + landsWithinMs(driver, command) + offerLagMs(driver) + driver.link.replyTimeoutMs;
}

function stepMs(driver: Driver, step: FlatStep): number {
  switch (step.kind) {
    case 'wait':
      return step.ms;
    case 'until':
      return guardMs(driver, step);
    case 'write':
    case 'bit':
      return driver.registers[step.register]?.writeTimeoutMs ?? driver.link.replyTimeoutMs;
  }
}

/** How long a guard may wait: what it is given, and the lag of what it looks at. */
export function guardMs(
  driver: Driver,
  guard: { readonly when: Condition; readonly withinMs: number },
): number {
  return guard.withinMs + longestLagMs(driver, Object.keys(guard.when));
}

export function longestLagMs(driver: Driver, registers: readonly string[]): number {
  return Math.max(0, ...registers.map((register) => driver.registers[register]?.lagMs ?? 0));
}

/** How much later than the truth the limit, or without one its effect, may be read. */
export function offerLagMs(driver: Driver): number {
  const { offeredA, appliedA, powerW } = driver.readings.numbers;
  const effect = offeredA === undefined && appliedA === undefined ? [powerW] : [];
  const registers = [offeredA, appliedA, ...effect].flatMap((source) =>
    source === undefined ? [] : registersOf(source),
  );
  return longestLagMs(driver, registers);
}
