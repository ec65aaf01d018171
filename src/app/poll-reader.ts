// Reads one poll: the core's blocks one after the other, the first failure ends it.
import type { Exchanged, Failure } from '../modbus/exchange';
import type { Span } from '../modbus/register';
import type { Model } from '../wallbox/model';
import type { Meter } from '../wallbox/parts';
import { meterPlan, pollPlan, type PollPlan } from '../wallbox/poll';
import type { Input, Metered, Reading } from '../wallbox/inputs';
import type { Unit } from './unit';

const ILLEGAL_DATA_ADDRESS = 2;

type Read = { readonly reading: Reading } | { readonly failure: Failure };

type Polled = Omit<Metered, 'kind'>;
type Outcome = { readonly polled: Polled } | { readonly failure: Failure; readonly span: Span };

/** One poll of the wallbox as an input of the core. */
export async function readWallbox(model: Model, unit: Unit, nowMs: () => number): Promise<Input> {
  const read = await readPlan(pollPlan(model, nowMs()), unit);
  return 'polled' in read ? { kind: 'polled', ...read.polled } : { kind: 'poll-failed', ...read };
}

/** One poll of the meter as an input of the core. */
export async function readMeter(meter: Meter, unit: Unit, nowMs: () => number): Promise<Input> {
  const read = await readPlan(meterPlan(meter, nowMs()), unit);
  return 'polled' in read ? { kind: 'metered', ...read.polled } : { kind: 'meter-failed', ...read };
}

/** Values from two connections are never mixed. */
async function readPlan(plan: PollPlan, unit: Unit): Promise<Outcome> {
  const epoch = unit.epoch();
  const polled = { readings: [] as Reading[], missing: [] as string[], refused: [] as Span[] };
  for (const block of plan.blocks) {
    const read = await readSpan(unit, block, plan.lane);
    if ('reading' in read) polled.readings.push(read.reading);
    else if (!isRefusal(read.failure)) return { failure: read.failure, span: block };
    else {
      const failure = await readSplit(plan, unit, block, polled);
      if (failure !== undefined) return { failure, span: block };
    }
  }
  const endEpoch = unit.epoch();
  if (endEpoch !== epoch && polled.readings.length > 1) {
    const failure = { kind: 'down', detail: 'the line was opened anew during the poll' } as const;
    return { failure, span: wholeOf(polled.readings) };
  }
  return { polled: { ...polled, epoch: endEpoch } };
}

/** A block that is refused is read register by register; only an optional register may be missing. */
async function readSplit(
  plan: PollPlan,
  unit: Unit,
  block: Span,
  polled: { readings: Reading[]; missing: string[]; refused: Span[] },
): Promise<Failure | undefined> {
  polled.refused.push(block);
  for (const span of plan.split(block)) {
    const read = await readSpan(unit, span, plan.lane);
    if ('reading' in read) {
      polled.readings.push(read.reading);
      continue;
    }
    const optional = plan.optional(span);
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

function wholeOf(readings: Polled['readings']): Span {
  const [first] = readings;
  return first ?? { space: 'holding', address: 0, length: 0 };
}
