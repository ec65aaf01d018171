// Commands, set-up and watchdog as written turned into sequences of steps.
import { conditionOf } from './conditions';
import { COMMANDS } from './definition';
import type { CommandName, CommandSequence, SetupStep, Step, Watchdog } from './definition';
import { DEFAULT_LANDS_WITHIN_MS } from './defaults';
import { numberOf } from './literal';
import type { RawCommand, RawDriver, RawRegister, RawSetupStep, RawStep, RawWatchdog } from './raw';

type RawRegisters = Readonly<Record<string, RawRegister>>;

export function commandsOf(
  raw: NonNullable<RawDriver['commands']>,
  registers: RawRegisters,
): Readonly<Partial<Record<CommandName, CommandSequence>>> {
  const commands: Partial<Record<CommandName, CommandSequence>> = {};
  for (const name of COMMANDS) {
    const command = raw[name];
    if (command !== undefined) commands[name] = sequenceOf(command, registers);
  }
  return commands;
}

export function setupOf(raw: readonly RawSetupStep[] | undefined): readonly SetupStep[] {
  return (raw ?? []).map((step) => ({
    register: step.write,
    value: numberOf(step.value),
    neededBy: step.neededBy ?? [],
    ...noteOf(step),
  }));
}

export function watchdogOf(raw: RawWatchdog, registers: RawRegisters): Watchdog {
  const { timeoutMs, by, everyMs, steps, expiry, fallback } = raw;
  return {
    timeoutMs,
    by,
    ...(everyMs !== undefined && { everyMs }),
    ...(steps !== undefined && { steps: steps.map((step) => stepOf(step, registers)) }),
    expiry,
    ...(fallback !== undefined && {
      fallback: {
        register: fallback.register,
        ...(fallback.stop !== undefined && { stop: numberOf(fallback.stop) }),
      },
    }),
    ...noteOf(raw),
  };
}

function sequenceOf(raw: RawCommand, registers: RawRegisters): CommandSequence {
  const command = 'steps' in raw ? raw : { steps: raw };
  return {
    steps: command.steps.map((step) => stepOf(step, registers)),
    landsWithinMs: command.landsWithinMs ?? DEFAULT_LANDS_WITHIN_MS,
    ...(command.spacing !== undefined && { spacing: command.spacing }),
    ...(command.onlyWhen !== undefined && { onlyWhen: conditionOf(command.onlyWhen, registers) }),
  };
}

function stepOf(raw: RawStep, registers: RawRegisters): Step {
  const note = noteOf(raw);
  if ('value' in raw) {
    const value = { kind: 'literal', value: numberOf(raw.value) } as const;
    return { kind: 'write', register: raw.write, value, ...note };
  }
  if ('from' in raw) {
    const value = { kind: 'parameter', name: raw.from, ...(raw.as !== undefined && { as: raw.as }) } as const;
    return { kind: 'write', register: raw.write, value, ...note };
  }
  if ('copy' in raw) {
    return { kind: 'write', register: raw.write, value: { kind: 'copy', register: raw.copy }, ...note };
  }
  if ('setBit' in raw) return { kind: 'setBit', register: raw.of, bit: raw.setBit, ...note };
  if ('clearBit' in raw) return { kind: 'clearBit', register: raw.of, bit: raw.clearBit, ...note };
  if ('waitMs' in raw) return { kind: 'wait', ms: raw.waitMs, ...note };
  if ('run' in raw) return { kind: 'run', command: raw.run, ...note };
  return { kind: 'until', when: conditionOf(raw.until, registers), withinMs: raw.withinMs, ...note };
}

function noteOf(raw: { readonly note?: string }): { readonly note?: string } {
  return raw.note === undefined ? {} : { note: raw.note };
}
