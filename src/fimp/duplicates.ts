// Commands that arrive twice: a client that sent again, or a broker. Answered again, never carried out again.
import type { Order, ReportKind } from '../wallbox/vocabulary';
import type { Request } from './request';

const REMEMBERED_MS = 60_000;
/** More than a hub sends in a minute, bursts included; the oldest is forgotten first. */
const MOST_REMEMBERED = 1024;
/** No client's ids are longer; the ids of a thousand commands must not fill the memory. */
const LONGEST_UID = 256;

/** How a command ended. */
export type Ending = 'done' | { readonly refused: string };

export interface Remembered {
  readonly key: string;
  /** Monotonic. */
  readonly atMs: number;
  /** Absent while it has not ended. */
  readonly ending?: Ending;
}

/** Commands of the last minute, the oldest first. */
export type Handled = readonly Remembered[];

/**
 * What tells two commands apart: id, topic, type and value, the last as what it means. Undefined where nothing has to
 * be: without a `uid` of ordinary length no command is a copy of another, and a question may be asked as often as anybody likes.
 */
export function commandKey({ uid, topic, type }: Request, order: Order): string | undefined {
  const isQuestion = order.kind === 'refresh' || order.kind === 'getParameter';
  return uid === '' || uid.length > LONGEST_UID || isQuestion
    ? undefined
    : JSON.stringify([uid, topic, type, order]);
}

/** The same command, handled within the last minute. */
export function handledBefore(handled: Handled, key: string, nowMs: number): Remembered | undefined {
  return handled.find((entry) => entry.key === key && nowMs - entry.atMs < REMEMBERED_MS);
}

/** Notes that a command is being handled. */
export function withHandled(handled: Handled, key: string, nowMs: number): Handled {
  const recent = handled.filter((entry) => entry.key !== key && nowMs - entry.atMs < REMEMBERED_MS);
  return [...recent.slice(1 - MOST_REMEMBERED), { key, atMs: nowMs }];
}

/** Notes how it ended. */
export function withEnding(handled: Handled, key: string, ending: Ending): Handled {
  return handled.map((entry) => (entry.key === key ? { ...entry, ending } : entry));
}

/**
 * The order that answers a command again after it was carried out: its reports, read afresh. Undefined for questions,
 * and for `reboot`, which has nothing to report.
 */
export function answerAgain(order: Order): Order | undefined {
  switch (order.kind) {
    case 'start':
    case 'stop':
      return refresh('state', 'session');
    case 'lock':
      return refresh('lock');
    case 'setCurrent':
      return refresh('session');
    case 'setMaxCurrent':
      return refresh('maxCurrent');
    case 'setPhaseMode':
      return refresh('phaseMode');
    case 'setParameter':
      return { kind: 'getParameter', id: order.id };
    case 'refresh':
    case 'getParameter':
    case 'reboot':
      return undefined;
  }
}

function refresh(...reports: readonly ReportKind[]): Order {
  return { kind: 'refresh', reports };
}
