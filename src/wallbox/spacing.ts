// Least time between two runs of a command, as its driver declares it.
import type { CommandName } from '../driver/definition';
import { change, type Model, type Turn } from './model';
import { declaredCommand } from './steps';

/** How long a command still has to wait, ms. What is only advised never holds back what makes charging less or opens the bolt. */
export function spacingLeftMs(model: Model, command: CommandName, nowMs: number): number {
  const name = declaredCommand(model.driver, command);
  const spacing = model.driver.commands[name]?.spacing;
  if (spacing === undefined) return 0;
  if (spacing.kind === 'advised' && (command === 'pause' || command === 'unlock')) return 0;
  return Math.max(0, (model.ranMs[name] ?? -Infinity) + spacing.ms - nowMs);
}

/** A write of the command was acknowledged. One that was refused or lost does not count: trying again does no harm. */
export function commandRan(turn: Turn, command: CommandName): void {
  const name = declaredCommand(turn.model.driver, command);
  change(turn, { ranMs: { ...turn.model.ranMs, [name]: turn.now.monotonicMs } });
}

/** `the wallbox takes the next pause in 12 s`. */
export function spacingText(command: CommandName, leftMs: number): string {
  return `the wallbox takes the next ${command} in ${Math.ceil(leftMs / 1000)} s`;
}
