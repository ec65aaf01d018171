// Reads one poll: the core's blocks one after the other, the first failure ends it.
import type { Exchanged, Failure } from '../modbus/exchange';
import type { Span } from '../modbus/register';
import type { Model } from '../wallbox/model';
import { optionalIn, pollBlocks, pollLane, splitBlock } from '../wallbox/poll';
import type { Input, Polled, Reading } from '../wallbox/inputs';
import type { Unit } from './unit';

const ILLEGAL_DATA_ADDRESS = 2;

type Read = { readonly reading: Reading } | { readonly failure: Failure };

/** One poll as an input of the core. Values from two connections are never mixed. */
export async function readWallbox(model: Model, unit: Unit, nowMs: () => number): Promise<Input> {
  const startedMs = nowMs();
  const epoch = unit.epoch();
  const polled = { readings: [] as Reading[], missing: [] as string[], refused: [] as Span[] };
  const lane = pollLane(model, startedMs);
  for (const block of pollBlocks(model, startedMs)) {
    const read = await readSpan(unit, block, lane);
    if ('reading' in read) polled.readings.push(read.reading);
    else if (!isRefusal(read.failure)) return failed(read.failure, block);
    else {
      const failure = await readSplit({ model, unit, block, lane, startedMs }, polled);
      if (failure !== undefined) return failed(failure, block);
    }
  }
  const endEpoch = unit.epoch();
  if (endEpoch !== epoch && polled.readings.length > 1) {
    return failed(
      { kind: 'down', detail: 'the line was opened anew during the poll' },
      wholeOf(polled.readings),
    );
  }
  return { kind: 'polled', ...polled, epoch: endEpoch };
}

interface Split {
  readonly model: Model;
  readonly unit: Unit;
  readonly block: Span;
  readonly lane: 'command' | 'poll';
  readonly startedMs: number;
}

/** A block that the wallbox refuses is read register by register; only an optional register may be missing. */
async function readSplit(
  split: Split,
  polled: { readings: Reading[]; missing: string[]; refused: Span[] },
): Promise<Failure | undefined> {
  const { model, unit, block, lane, startedMs } = split;
  polled.refused.push(block);
  for (const span of splitBlock(model, block, startedMs)) {
    const read = await readSpan(unit, span, lane);
    if ('reading' in read) {
      polled.readings.push(read.reading);
      continue;
    }
    const optional = optionalIn(model, span);
    if (!isRefusal(read.failure) || optional.length === 0) return read.failure;
    polled.missing.push(...optional);
  }
  return undefined;
}

async function readSpan(unit: Unit, span: Span, lane: 'command' | 'poll'): Promise<Read> {
  const request = { kind: 'read', unitId: unit.unitId, ...span } as const;
  const exchanged: Exchanged = await unit.exchange(request, { lane });
  const { outcome, startedMs } = exchanged;
  if (!outcome.ok) return { failure: outcome.failure };
  return { reading: { ...span, words: outcome.values, sampledMs: startedMs } };
}

function isRefusal(failure: Failure): boolean {
  return failure.kind === 'exception' && failure.code === ILLEGAL_DATA_ADDRESS;
}

function failed(failure: Failure, span: Span): Input {
  return { kind: 'poll-failed', failure, span };
}

function wholeOf(readings: Polled['readings']): Span {
  const [first] = readings;
  return first ?? { space: 'holding', address: 0, length: 0 };
}
