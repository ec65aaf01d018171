// Least time between two runs of a command, where the wallbox enforces it.
import type { CommandName, Driver, Register, Step } from '../driver/definition';
import { hasBit } from '../driver/condition';

/** For each command with enforced spacing, how long ago it last began, ms. */
export type SinceRun = Readonly<Partial<Record<CommandName, number>>>;

export function aged(since: SinceRun, elapsedMs: number): SinceRun {
  const older = Object.entries(since).map(([command, sinceMs]) => [command, sinceMs + elapsedMs]);
  return Object.fromEntries(older) as SinceRun;
}

/** What began with this write; undefined where a command of it comes too soon after its last run. */
export function begun(
  driver: Driver,
  since: SinceRun,
  register: Register,
  value: number,
): SinceRun | undefined {
  const spaced = Object.entries(driver.commands).filter(([, { spacing }]) => spacing?.kind === 'enforced');
  let now = since;
  for (const [name, { spacing }] of spaced) {
    const command = name as CommandName;
    // What it runs belongs to another command too: its own first write names it.
    const first = driver.commands[command]?.steps.find((step) => 'register' in step);
    if (first === undefined || !isWritten(first, register, value)) continue;
    if ((since[command] ?? Infinity) < (spacing?.ms ?? 0)) return undefined;
    now = { ...now, [command]: 0 };
  }
  return now;
}

function isWritten(step: Step, register: Register, value: number): boolean {
  if (!('register' in step) || step.register !== register.name) return false;
  if (step.kind === 'write') return step.value.kind !== 'literal' || step.value.value === value;
  return hasBit(value, step.bit) === (step.kind === 'setBit');
}
