// How a command ends: its reports with what is true now, or a reason in words.
import { change, type Turn } from './model';
import type { Pending } from './parts';
import { reportOf } from './reports';
import type { ReportKind } from './vocabulary';

function leaveQueue(turn: Turn, entry: Pending): void {
  change(turn, { pending: turn.model.pending.filter((other) => other.command.id !== entry.command.id) });
}

/** Forced reports with values read after the write, then the end of the command. */
export function answer(turn: Turn, entry: Pending, kinds: readonly ReportKind[]): void {
  leaveQueue(turn, entry);
  for (const kind of kinds) {
    const report = reportOf(turn.model, kind);
    if (report === undefined) {
      turn.effects.push({
        kind: 'refuse',
        command: entry.command.id,
        reason: `the wallbox tells no ${kind}`,
      });
      return;
    }
    turn.effects.push({ kind: 'report', report, cause: entry.command.id });
  }
  turn.effects.push({ kind: 'done', command: entry.command.id });
}

export function refuse(turn: Turn, entry: Pending, reason: string): void {
  leaveQueue(turn, entry);
  turn.effects.push({ kind: 'refuse', command: entry.command.id, reason });
}

/** Replaces the active command's record. */
export function update(turn: Turn, entry: Pending, fields: Partial<Pending>): Pending {
  const changed = { ...entry, ...fields };
  const pending = turn.model.pending.map((other) =>
    other.command.id === entry.command.id ? changed : other,
  );
  change(turn, { pending });
  return changed;
}
