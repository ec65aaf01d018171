// What a write means, read from the driver's own commands: the step that would have written it names it.
import { aliased, hasBit } from '../driver/condition';
import type { CommandName, Driver, Register, Step, StepValue } from '../driver/definition';
import { convert } from '../driver/unit';

/** What a write asks of the wallbox. A write that the driver's commands never make asks for nothing. */
export type Ask =
  | { readonly kind: 'offer'; readonly amps: number }
  | { readonly kind: 'phases'; readonly phases: 1 | 3 }
  | { readonly kind: 'pause' | 'resume' | 'lock' | 'unlock' };

/** Everything that writing `value` (in the register's own unit) asks for. */
export function asksOf(driver: Driver, register: Register, value: number): readonly Ask[] {
  // A heartbeat may stand in a command too; by itself it only says that somebody is there.
  if (driver.watchdog?.by === 'steps' && feedsWatchdog(driver, register.name)) {
    return [];
  }
  if (isFormality(driver, register.name)) {
    return [];
  }
  const matches = (command: CommandName): boolean => says(driver, command, register, value);
  const parameter = parameterOf(driver, register.name);
  if (parameter?.name === 'amps') {
    // Some wallboxes pause by a number that is no current.
    const amps = matches('pause') ? 0 : (convert(value, register.unit ?? 'A', 'A') ?? value);
    return [{ kind: 'offer', amps }];
  }
  if (parameter?.name === 'phases') {
    const phases = ([1, 3] as const).find((count) => aliased(count, parameter.as) === value);
    return phases === undefined ? [] : [{ kind: 'phases', phases }];
  }
  // A resume that locks first says "lock" with that write, and "resume" with another.
  const isOther = matches('pause') || matches('lock') || matches('unlock');
  return [
    ...(matches('pause') ? [{ kind: 'pause' } as const] : []),
    ...(!isOther && (matches('resume') || matches('offer')) ? [{ kind: 'resume' } as const] : []),
    ...(matches('lock') ? [{ kind: 'lock' } as const] : []),
    ...(!matches('lock') && matches('unlock') ? [{ kind: 'unlock' } as const] : []),
  ];
}

/** What offers and pauses alike begin with, always the same, hands the control over and asks for nothing. */
function isFormality(driver: Driver, register: string): boolean {
  const literalsOf = (command: CommandName): readonly (number | undefined)[] =>
    stepsOf(driver, command).flatMap((step) => {
      if (step.kind !== 'write' || step.register !== register) return [];
      return [step.value.kind === 'literal' ? step.value.value : undefined];
    });
  const all = Object.keys(driver.commands).flatMap((command) => literalsOf(command as CommandName));
  const isSame = all[0] !== undefined && all.every((literal) => literal === all[0]);
  return isSame && literalsOf('pause').length > 0 && literalsOf('offer').length > 0;
}

/** The registers that an offer writes its current to. */
export function limitRegisters(driver: Driver): readonly Register[] {
  return stepsOf(driver, 'offer').flatMap((step) =>
    step.kind === 'write' && step.value.kind === 'parameter' && step.value.name === 'amps'
      ? (driver.registers[step.register] ?? [])
      : [],
  );
}

type ParameterValue = Extract<StepValue, { kind: 'parameter' }>;

/** The parameter that some command writes to the register. */
function parameterOf(driver: Driver, register: string): ParameterValue | undefined {
  const steps = Object.values(driver.commands).flatMap((sequence) => sequence.steps);
  return steps.flatMap((step) =>
    step.kind === 'write' && step.register === register && step.value.kind === 'parameter'
      ? [step.value]
      : [],
  )[0];
}

function says(driver: Driver, command: CommandName, register: Register, value: number): boolean {
  return stepsOf(driver, command).some((step) => {
    switch (step.kind) {
      case 'write':
        return step.register === register.name && step.value.kind === 'literal' && step.value.value === value;
      case 'setBit':
        return step.register === register.name && hasBit(value, step.bit);
      case 'clearBit':
        return step.register === register.name && !hasBit(value, step.bit);
      case 'wait':
      case 'until':
      case 'run':
        return false;
    }
  });
}

/** The steps of a command with those of the commands that it runs in their place. */
export function stepsOf(
  driver: Driver,
  command: CommandName,
  above: readonly CommandName[] = [],
): readonly Step[] {
  const steps = driver.commands[command]?.steps ?? [];
  return steps.flatMap((step) => {
    if (step.kind !== 'run') {
      return [step];
    }
    return above.includes(step.command) ? [] : stepsOf(driver, step.command, [...above, command]);
  });
}

/** Whether writing the register refreshes the wallbox's watchdog. */
export function feedsWatchdog(driver: Driver, register: string): boolean {
  switch (driver.watchdog?.by) {
    case undefined:
    case 'traffic':
      return false;
    case 'reassert':
      return parameterOf(driver, register)?.name === 'amps';
    case 'steps':
      return (driver.watchdog.steps ?? []).some((step) => 'register' in step && step.register === register);
  }
}
