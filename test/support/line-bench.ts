// A line with a hand on its clock: asks, lets it send, and answers in plain numbers for time.
import assert from 'node:assert/strict';
import type { Failure, Outcome, ReadRequest, Request, WriteRequest } from '../../src/modbus/exchange';
import { enqueue } from '../../src/modbus/lanes';
import type { Action } from '../../src/modbus/line';
import { finished, next } from '../../src/modbus/line';
import { opened } from '../../src/modbus/line-link';
import type {
  Job,
  Line,
  LineEvent,
  LineOptions,
  Settled,
  Turn,
  UnitProfile,
} from '../../src/modbus/line-state';
import { newLine, withUnit } from '../../src/modbus/line-state';

export const RTU: LineOptions = { framing: 'rtu', format: { baudRate: 9600, parity: 'none', stopBits: 1 } };
export const TCP: LineOptions = { framing: 'tcp' };
export const SLOW: LineOptions = { framing: 'rtu-over-tcp' };

export function read(unitId: number, address: number, length = 2): ReadRequest {
  return { kind: 'read', unitId, space: 'holding', address, length };
}

export function write(unitId: number, value: number): WriteRequest {
  return { kind: 'write', unitId, function: 6, address: 261, values: [value] };
}

export function profile(unitId: number, change: Partial<UnitProfile> = {}): UnitProfile {
  const times = { replyTimeoutMs: 1000, quietMs: 50, unitSwitchGapMs: 30, holdOffMs: 0 };
  const resyncReads = [read(unitId, 0, 1)];
  return { unitId, ...times, transactionId: 'echoed', resyncReads, label: `unit ${unitId}`, ...change };
}

/** A line with a hand on its clock. */
export class Bench {
  line: Line;
  nowMs = 0;
  jitter = 0;
  settled: Settled[] = [];
  events: LineEvent[] = [];
  #id = 0;

  constructor(options: LineOptions, profiles: readonly UnitProfile[]) {
    this.line = profiles.reduce(withUnit, newLine(options, 0));
  }

  take(turn: Turn): void {
    this.line = turn.line;
    this.settled.push(...turn.settled);
    this.events.push(...turn.events);
  }

  next(): Action {
    const { line, action } = next(this.line, this.nowMs);
    this.line = line;
    return action;
  }

  open(): this {
    assert.equal(this.next().kind, 'open');
    this.take(opened(this.line, this.nowMs));
    this.nowMs += 1000;
    return this;
  }

  ask(request: Request, change: Partial<Job> = {}): number {
    const id = (this.#id += 1);
    this.take(
      enqueue(this.line, { id, unitId: request.unitId, request, lane: 'poll', ...change }, this.nowMs),
    );
    return id;
  }

  /** Waits as long as the line wants, and returns what it then sends. */
  sends(): { request: Request; purpose: string; timeoutMs: number } {
    for (let turns = 0; turns < 20; turns += 1) {
      const action = this.next();
      if (action.kind === 'send') return action.flight;
      assert.ok(
        action.kind === 'wait' && action.untilMs !== undefined,
        `nothing to send: ${JSON.stringify(action)}`,
      );
      this.nowMs = Math.max(this.nowMs, action.untilMs);
    }
    throw new Error('the line waits for ever');
  }

  ends(outcome: Outcome, afterMs = 20): void {
    this.nowMs += afterMs;
    this.take(finished(this.line, outcome, { nowMs: this.nowMs, jitter: this.jitter }));
  }

  replies(values: readonly number[] = [1, 2]): void {
    this.ends({ ok: true, values });
  }

  fails(failure: Failure = { kind: 'timeout', afterMs: 1000 }): void {
    this.ends({ ok: false, failure }, 1000);
  }

  outcome(id: number): Outcome | undefined {
    return this.settled.find(({ ids }) => ids.includes(id))?.exchanged.outcome;
  }

  failureOf(id: number): string | undefined {
    const outcome = this.outcome(id);
    return outcome === undefined ? undefined : outcome.ok ? 'ok' : outcome.failure.kind;
  }
}

export function told(bench: Bench): string[] {
  return bench.events.map(({ kind }) => kind);
}
