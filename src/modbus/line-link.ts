// The port under a line: opened, lost, reset, and opened again with growing patience.
import { reopenDelayMs } from './backoff';
import type { Line, LineEvent, Queued, Settled, Turn } from './line-state';
import { changeUnits, failure, isToldByShape, settle } from './line-state';

/** Opening succeeded: every unit may be tried at once. */
export function opened(line: Line, nowMs: number): Turn {
  const { outage, ...rest } = line;
  const events: LineEvent[] =
    outage === undefined
      ? []
      : [{ kind: 'linkBack', afterMs: nowMs - outage.sinceMs, failures: outage.failures }];
  const fresh = changeUnits(rest, (unit) => ({
    health: { ...unit.health, nextTryMs: nowMs },
    // A new connection carries no replies of the old one, unless there is a serial line behind it.
    ...(line.options.framing === 'tcp' ? { owed: [], quietUntilMs: nowMs, isTrustedAfterQuiet: false } : {}),
  }));
  const opening = { ...fresh, link: { kind: 'open' } as const, lastEndMs: Math.max(line.lastEndMs, nowMs) };
  return { line: opening, settled: [], events };
}

/** Opening failed; `cause` is a sentence. Told once, until it succeeds. */
export function openFailed(line: Line, cause: string, nowMs: number, jitter: number): Turn {
  const { outage } = line;
  const events: LineEvent[] = outage === undefined ? [{ kind: 'linkLost', cause }] : [];
  const next = { sinceMs: outage?.sinceMs ?? nowMs, failures: (outage?.failures ?? 0) + 1 };
  const turn = close({ ...line, outage: next }, cause, nowMs, jitter);
  return { ...turn, events };
}

/** The port went away by itself, or we let go of it. It is dropped either way, lest half of it stay open. */
export function closed(line: Line, cause: string, nowMs: number, jitter: number): Turn {
  if (line.link.kind !== 'open') return { line, settled: [], events: [] };
  const turn = close(line, cause, nowMs, jitter);
  return { ...turn, events: [{ kind: 'reset', cause }] };
}

/** Ends every job; nothing is opened again. */
export function stopped(line: Line, nowMs: number): Turn {
  const settled = endAll(line.queue, 'the line is stopped', nowMs);
  return { line: { ...line, queue: [], link: { kind: 'stopped' } }, settled, events: [] };
}

function close(line: Line, cause: string, nowMs: number, jitter: number): Turn {
  const delayMs = Math.max(holdOffMs(line), reopenDelayMs(line.fruitlessOpenings, jitter));
  const next: Line = {
    ...line,
    queue: [],
    link: { kind: 'closed', retryAtMs: nowMs + delayMs, mustDrop: line.link.kind === 'open' },
    fruitlessOpenings: line.fruitlessOpenings + 1,
  };
  return { line: next, settled: endAll(line.queue, cause, nowMs), events: [] };
}

function endAll(jobs: readonly Queued[], detail: string, nowMs: number): Settled[] {
  return settle(jobs, failure({ kind: 'down', detail }), nowMs, nowMs);
}

function holdOffMs(line: Line): number {
  if (line.options.framing === 'rtu') return 0;
  return Math.max(0, ...[...line.units.values()].map((unit) => unit.profile.holdOffMs));
}

/** When a failure of `unitId` costs the connection. A serial port is reopened for silence only, see `line-silence`. */
export function resetCause(
  line: Line,
  unitId: number,
  kind: 'timeout' | 'corrupt' | 'desync',
): string | undefined {
  const unit = line.units.get(unitId);
  if (line.options.framing === 'rtu' || unit === undefined) return undefined;
  if (kind !== 'timeout') return 'the stream is out of step';
  const isCheckedByShapeOnly = line.options.framing === 'tcp' && isToldByShape(line, unit);
  return line.units.size === 1 && !isCheckedByShapeOnly ? 'no reply in time' : undefined;
}
