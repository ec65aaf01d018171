// A device that answers late, in order, for ever: whatever it does, no value is credited to another register.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ReadRequest, Request } from '../../src/modbus/exchange';
import { functionOf, replyLength, replyShape } from '../../src/modbus/request';
import { opened } from '../../src/modbus/line-link';
import type { Settled } from '../../src/modbus/line-state';
import { Bench, profile, read, RTU } from '../support/line-bench';

interface Arrival {
  readonly atMs: number;
  readonly request: Request;
  readonly isException: boolean;
}

/** Whether a reply to `sent` passes for one to `sought` by all that an RTU frame carries. */
function passesFor(sent: Arrival, sought: Request): boolean {
  if (sent.isException) return functionOf(sent.request) === functionOf(sought);
  return replyShape(sent.request) === replyShape(sought) && replyLength(sent.request) === replyLength(sought);
}

/** The word at an address says which address it is. */
function wordsOf(request: Request): number[] {
  const { address } = request;
  return request.kind === 'read' ? Array.from({ length: request.length }, (_, at) => address + at) : [];
}

/** Polls on, with the given delay of each reply (undefined: none comes), and returns what was credited to whom. */
function run(
  delays: readonly (number | undefined)[],
  polls: readonly ReadRequest[],
  isRefused: (request: Request) => boolean = () => false,
): [ReadRequest, Settled][] {
  const bench = new Bench(RTU, [profile(1, { quietMs: 5 })]).open();
  const asked = new Map<number, ReadRequest>();
  let line: Arrival[] = [];
  let deviceFreeMs = 0;
  let turn = 0;
  for (let rounds = 0; turn < delays.length && rounds < 5000; rounds += 1) {
    const poll = polls[rounds % polls.length]!;
    asked.set(bench.ask(poll), poll);
    const action = bench.next();
    if (action.kind === 'drop') continue;
    if (action.kind === 'open') {
      bench.take(opened(bench.line, bench.nowMs));
      continue;
    }
    if (action.kind === 'wait') {
      bench.nowMs = Math.min(action.untilMs ?? Infinity, bench.nowMs + 500);
      continue;
    }
    const { request, timeoutMs } = action.flight;
    const sentMs = bench.nowMs;
    line = line.filter(({ atMs }) => atMs > sentMs);
    const delay = delays[turn];
    turn += 1;
    if (delay !== undefined) {
      deviceFreeMs = Math.max(deviceFreeMs, sentMs) + delay;
      line.push({ atMs: deviceFreeMs, request, isException: isRefused(request) });
    }
    const reply = line.find((arrival) => arrival.atMs <= sentMs + timeoutMs && passesFor(arrival, request));
    if (reply === undefined)
      bench.ends({ ok: false, failure: { kind: 'timeout', afterMs: timeoutMs } }, timeoutMs);
    else if (reply.isException)
      bench.ends({ ok: false, failure: { kind: 'exception', code: 2 } }, reply.atMs - sentMs);
    else bench.ends({ ok: true, values: wordsOf(reply.request) }, reply.atMs - sentMs);
    line = line.filter(({ atMs }) => atMs > bench.nowMs);
  }
  return bench.settled.flatMap((one) => one.ids.map((id): [ReadRequest, Settled] => [asked.get(id)!, one]));
}

const delay = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 5, max: 200 }) },
  { weight: 3, arbitrary: fc.integer({ min: 900, max: 9000 }) },
  { weight: 1, arbitrary: fc.constant(undefined) },
);

function check(delays: fc.Arbitrary<(number | undefined)[]>, polls: readonly ReadRequest[]): void {
  fc.assert(
    fc.property(delays, (list) => {
      for (const [request, { exchanged }] of run(list, polls)) {
        if (exchanged.outcome.ok) assert.deepEqual(exchanged.outcome.values, wordsOf(request));
      }
    }),
    { numRuns: 300 },
  );
}

describe('Late replies', () => {
  it('of blocks of one length are never credited to another block', () => {
    const polls = [100, 200, 300, 400].map((address) => read(1, address));
    check(fc.array(delay, { maxLength: 60 }), polls);
  });

  it('of blocks of several lengths are never credited to another block', () => {
    const polls = [read(1, 100), read(1, 200, 1), read(1, 300), read(1, 400, 1), read(1, 500, 3)];
    check(fc.array(delay, { maxLength: 60 }), polls);
  });

  it('that are exceptions are never credited to another block', () => {
    const polls = [100, 200, 300, 400].map((address) => read(1, address, 2 + (address % 200 === 0 ? 1 : 0)));
    // Only one register is refused: an exception to any other is a lie.
    const list = fc.array(delay, { maxLength: 60 });
    fc.assert(
      fc.property(list, (delays) => {
        const settled = run(delays, polls, ({ address }) => address === 300);
        for (const [request, { exchanged }] of settled) {
          const { outcome } = exchanged;
          if (outcome.ok) assert.deepEqual(outcome.values, wordsOf(request));
          else if (outcome.failure.kind === 'exception') assert.equal(request.address, 300);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('do not keep a line from being used: most polls succeed', () => {
    const delays = Array.from({ length: 100 }, (_, at) => (at % 10 === 3 ? 2500 : 20));
    const settled = run(delays, [read(1, 100), read(1, 200)]);
    assert.ok(settled.filter(([, { exchanged }]) => exchanged.outcome.ok).length > 60);
  });
});
