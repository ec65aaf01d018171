// What becomes of a message from the hub: ignored, answered at once, or handed on.
import type { LogLevel } from '../base/log';
import type { Capabilities, Order } from '../wallbox/vocabulary';
import type { ApplicationCommand } from './application-command';
import type { Draft } from './envelope';
import { errorReport } from './errors';
import type { MeterAsked } from './meter';
import type { Request } from './request';

/** A thing as routing sees it. */
export interface RoutableThing {
  readonly address: string;
  /** Absent until the wallbox has answered for the first time. */
  readonly capabilities?: Capabilities | undefined;
  /** What was last reported, in A; absent: not known. */
  readonly offeredA?: number | undefined;
  readonly maxCurrentA?: number | undefined;
}

/** Everything that routing must know of this adapter. */
export interface House {
  readonly resourceName: string;
  readonly things: readonly RoutableThing[];
}

/** A request for a known thing. */
export interface ThingRequest extends Request {
  readonly address: string;
}

export type Routed =
  /** Nothing is published; `reason` goes to the log. */
  | { readonly kind: 'ignored'; readonly reason: string; readonly level: LogLevel }
  /** The answer is ready; `reason` is what it says, for the log. */
  | { readonly kind: 'reply'; readonly message: Draft; readonly reason: string }
  | {
      readonly kind: 'order';
      readonly address: string;
      readonly order: Order;
      readonly request: ThingRequest;
      /** Which messages of a report are wanted, where it becomes several. */
      readonly asked?: MeterAsked;
    }
  | {
      readonly kind: ThingQuestion;
      readonly address: string;
      readonly request: ThingRequest;
    }
  | {
      readonly kind: 'setFreeCharging';
      readonly address: string;
      readonly isFree: boolean;
      readonly request: ThingRequest;
    }
  | { readonly kind: 'allNodes' | 'discovery'; readonly request: Request }
  | Mutation
  | { readonly kind: 'application'; readonly command: ApplicationCommand; readonly request: Request };

/** A report about one thing is wanted: its inclusion, its node, a round trip to it, or what we know of it ourselves. */
export type ThingQuestion = 'inclusion' | 'node' | 'ping' | 'parameters' | 'version' | 'freeCharging';

/** Which things there are, is to change. One at a time. */
export type Mutation =
  /** To be forgotten, also when there is no such thing: the hub may show a ghost. */
  | { readonly kind: 'delete'; readonly thing: string; readonly request: Request }
  | { readonly kind: 'includeAll' | 'resetNetwork'; readonly request: Request }
  /** The hub itself begins anew; nobody waits for an answer. */
  | { readonly kind: 'factoryReset' };

export function ignored(reason: string, level: LogLevel): Routed {
  return { kind: 'ignored', reason, level };
}

/** The error report for a request; only a log line when its `resp_to` cannot be used. */
export function refused(request: Request, cause: string): Routed {
  const report = errorReport(request, cause);
  if ('unanswerable' in report)
    return ignored(`${request.type}: ${cause}; ${report.unanswerable}`, 'warning');
  return { kind: 'reply', message: report, reason: `${request.type}: ${cause}` };
}

/** Said of everything that depends on what a wallbox can do before it has told. */
export const NEVER_ANSWERED = 'the wallbox has never answered, so what it can do is not known yet';
