// When something is told without having been asked for: compare with what was last sent (fimp.md c.7).
import type { Draft } from './envelope';

const MINUTE_MS = 60_000;

/** How one kind of report is repeated. The order of the rows is the order of publishing. */
interface Policy {
  readonly type: string;
  /** Sent again after this long even if unchanged; absent: on change only. */
  readonly repeatMs?: number;
  /** A change of the value alone waits this long after the last report; props never wait. */
  readonly valueSpacingMs?: number;
}

const POLICIES: readonly Policy[] = [
  { type: 'evt.current_session.report', repeatMs: 30 * MINUTE_MS, valueSpacingMs: 10_000 },
  { type: 'evt.state.report' },
  { type: 'evt.max_current.report' },
  { type: 'evt.phase_mode.report' },
  { type: 'evt.cable_lock.report' },
  { type: 'evt.meter.report', repeatMs: 30 * MINUTE_MS, valueSpacingMs: 10_000 },
  { type: 'evt.meter_ext.report', repeatMs: 30 * MINUTE_MS, valueSpacingMs: 10_000 },
  { type: 'evt.param.report' },
  { type: 'evt.network.node_report', repeatMs: 60 * MINUTE_MS },
  { type: 'evt.network.all_nodes_report', repeatMs: 24 * 60 * MINUTE_MS },
];

/** What was last sent of each report, and when. One for every wallbox, its node report included; empty at first. */
export type Sent = ReadonlyMap<string, SentReport>;

interface SentReport {
  readonly val: string;
  readonly props: string;
  /** Monotonic ms. */
  readonly atMs: number;
}

/**
 * Which of the current reports are to be published now, in the order in which they are. Call it after every poll of a
 * wallbox that answers; a report that is not due now is asked about again at the next one.
 */
export function due(sent: Sent, current: readonly Draft[], nowMs: number): readonly Draft[] {
  return POLICIES.flatMap((policy) =>
    current.filter(
      (draft) => draft.type === policy.type && isDue(policy, draft, sent.get(key(draft)), nowMs),
    ),
  );
}

/**
 * Notes that a report went out: after the broker has acknowledged it, never before. Forced reports (answers to
 * commands) are noted as well, so that the next poll does not repeat them.
 */
export function markSent(sent: Sent, draft: Draft, nowMs: number): Sent {
  return new Map(sent).set(key(draft), { val: text(draft.val), props: text(draft.props ?? {}), atMs: nowMs });
}

/** Takes the note back: the broker did not take the report. */
export function forget(sent: Sent, draft: Draft): Sent {
  const left = new Map(sent);
  left.delete(key(draft));
  return left;
}

function isDue(policy: Policy, draft: Draft, last: SentReport | undefined, nowMs: number): boolean {
  if (last === undefined || last.props !== text(draft.props ?? {})) return true;
  const ageMs = nowMs - last.atMs;
  if (last.val !== text(draft.val)) return ageMs >= (policy.valueSpacingMs ?? 0);
  return policy.repeatMs !== undefined && ageMs >= policy.repeatMs;
}

/** The meter has one report per unit, the parameters have one each. */
function key({ topic, type, storage }: Draft): string {
  const part = storage?.strategy === 'aggregate' ? ` ${storage.sub_value}` : '';
  return `${topic} ${type}${part}`;
}

function text(value: unknown): string {
  return JSON.stringify(value);
}
