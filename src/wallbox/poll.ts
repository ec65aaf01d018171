// What the next poll should read: the registers that are due now, in the fewest exchanges.
import { plan } from '../modbus/plan';
import { spanOf, type Span } from '../modbus/register';
import type { Register } from '../driver/definition';
import { fastMs } from './link';
import { loadRegisters } from './load';
import { observedOfferA, offerRegisters } from './offer';
import { isLanding } from './setpoint';
import type { Model } from './model';
import type { Meter } from './parts';
import type { Device } from './snapshot';
import { isSetupRead } from './upkeep';

/** While something is awaited the wallbox is asked again after this pause. */
const LANDING_MS = 200;
const PROOF_MS = 5000;

/** A device that is polled, and since when its values count. */
type Polling = Device & Pick<Model, 'unprovenSinceMs'>;

/** One poll: what to read, and what to read instead of a block that is refused. */
export interface PollPlan {
  readonly blocks: readonly Span[];
  readonly lane: 'command' | 'poll';
  split(block: Span): readonly Span[];
  /** Optional registers inside a span. */
  optional(span: Span): readonly string[];
}

/** The next poll of the wallbox. */
export function pollPlan(model: Model, nowMs: number): PollPlan {
  return planOf(model, demandedNow(model, nowMs), pollLane(model, nowMs), nowMs);
}

/** The next poll of the meter. */
export function meterPlan(meter: Meter, nowMs: number): PollPlan {
  return planOf(meter, new Set(), 'poll', nowMs);
}

function planOf(
  device: Polling,
  demanded: ReadonlySet<string>,
  lane: PollPlan['lane'],
  nowMs: number,
): PollPlan {
  const due = dueRegisters(device, demanded, nowMs);
  return {
    blocks: blocksOf(device, due),
    lane,
    split: (block) => singleSpans(due, block),
    optional: (span) => optionalIn(device, span),
  };
}

/** The blocks of the next poll. */
export function pollBlocks(model: Model, nowMs: number): readonly Span[] {
  return pollPlan(model, nowMs).blocks;
}

/** A block that the device once refused is read register by register. */
function blocksOf(device: Polling, due: readonly Register[]): readonly Span[] {
  const { maxWords, maxGapWords, readable } = device.driver.link;
  const blocks = plan(due.map(spanOf), { maxWords, maxGapWords, readable });
  return blocks.flatMap((block) => (isRefused(device, block) ? singleSpans(due, block) : [block]));
}

/** The spans of the registers inside a block: what is read instead of a block that was refused. */
export function splitBlock(model: Model, block: Span, nowMs: number): readonly Span[] {
  return pollPlan(model, nowMs).split(block);
}

/** Optional registers that lie wholly inside a span that answered "illegal data address". */
export function optionalIn(model: Pick<Model, 'driver'>, span: Span): readonly string[] {
  return Object.values(model.driver.registers)
    .filter((register) => register.optional && isInside(spanOf(register), span))
    .map((register) => register.name);
}

/** How long to wait between the starts of two polls. */
export function pollPauseMs(model: Model, nowMs: number): number {
  const isAwaited =
    model.pending.length > 0 ||
    model.sequence !== undefined ||
    isLanding(model, nowMs) ||
    isProofAwaited(model, nowMs);
  return isAwaited ? Math.min(LANDING_MS, fastMs(model)) : fastMs(model);
}

/** Who answers is asked again at once after a reconnect, but not for ever where the answer says nothing. */
function isProofAwaited(model: Model, nowMs: number): boolean {
  return model.identity === 'unproven' && nowMs - model.unprovenSinceMs < PROOF_MS;
}

function dueRegisters(model: Polling, demanded: ReadonlySet<string>, nowMs: number): readonly Register[] {
  return Object.values(model.driver.registers).filter(
    (register) =>
      register.access !== 'w' &&
      !model.missing.includes(register.name) &&
      (demanded.has(register.name) || isDue(model, register, nowMs)),
  );
}

function isDue(model: Polling, register: Register, nowMs: number): boolean {
  if (register.poll === 'fast') return true;
  const sample = model.image[register.name];
  if (sample === undefined) return true;
  if (register.poll === 'slow') return nowMs - sample.sampledMs >= model.driver.link.slowMs;
  return sample.sampledMs < model.unprovenSinceMs;
}

/** Registers of a slower class that something waits for: the read-back of a write, the guard of a step. */
function demandedNow(model: Model, nowMs: number): ReadonlySet<string> {
  const names = new Set<string>();
  if (isLanding(model, nowMs) || isOfferSuspect(model)) {
    for (const name of offerRegisters(model)) names.add(name);
  }
  if (isLoadAwaited(model, nowMs)) for (const name of loadRegisters(model)) names.add(name);
  const setup = model.driver.setup[model.setupDone]?.register;
  if (setup !== undefined && isSetupRead(model, setup) === false) names.add(setup);
  const step = model.sequence?.steps[model.sequence.index];
  if (step?.kind === 'until') Object.keys(step.when).forEach((name) => names.add(name));
  if (step?.kind === 'bit') names.add(step.register);
  return names;
}

/** An unlock, and an offer that cannot be read back, are answered by what the car does. */
function isLoadAwaited(model: Model, nowMs: number): boolean {
  const isUnlock = model.pending[0]?.command.order.kind === 'lock';
  return isUnlock || (isLanding(model, nowMs) && observedOfferA(model) === undefined);
}

/** The limit in force rose above what we wrote: look at the read-back now, not when its class is due. */
function isOfferSuspect({ snapshot, setpoint, driver }: Model): boolean {
  const { assertedA, hasLanded } = setpoint;
  if (!hasLanded || assertedA === undefined || snapshot?.appliedA === undefined) return false;
  return snapshot.appliedA > assertedA + driver.limits.stepA / 2;
}

function isRefused(model: Device, block: Span): boolean {
  return model.refused.some(
    (span) => span.space === block.space && span.address === block.address && span.length === block.length,
  );
}

function singleSpans(registers: readonly Register[], block: Span): readonly Span[] {
  const spans = registers.map(spanOf).filter((span) => isInside(span, block));
  return plan(spans, {
    maxWords: Math.max(...spans.map((span) => span.length)),
    maxGapWords: 0,
    readable: [],
  });
}

function isInside(span: Span, block: Span): boolean {
  return (
    span.space === block.space &&
    span.address >= block.address &&
    span.address + span.length <= block.address + block.length
  );
}

/** Read-backs of a command go before polls. */
export function pollLane(model: Model, nowMs: number): 'command' | 'poll' {
  return model.pending.length > 0 || isLanding(model, nowMs) ? 'command' : 'poll';
}
