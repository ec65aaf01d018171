// The external meter: polled beside the wallbox, believed while it answers, and never mixed with the wallbox's own values.
import { holds } from '../driver/condition';
import { METER_READINGS, type Driver } from '../driver/definition';
import { registersOf } from '../driver/reading';
import { followEnergy } from './energy';
import { countFlow } from './charge-state';
import type { Metered } from './inputs';
import { followLifetime } from './meter-report';
import { change, say, type Model, type Turn } from './model';
import type { Meter } from './parts';
import { absorbed, remeasure, valueOf } from './snapshot';
import type { MeterSettings } from './vocabulary';

/** Polls that must fail in a row before the meter counts as silent, and intervals without a good one. */
const SILENT_AFTER_POLLS = 3;

/** A meter that has not told anything yet. */
export function newMeter({ driver: file, lagMs }: MeterSettings): Meter {
  const driver = file.variants[0]?.driver;
  if (driver === undefined) throw new Error(`${file.id} has no variant`);
  const known = { image: {}, missing: [], refused: [], unprovenSinceMs: -Infinity };
  return { file, driver, lagMs: lagMs ?? lagOf(driver), ...known, epoch: 0, failures: 0, reach: 'never' };
}

/** The longest lag of the registers that measure. */
function lagOf({ readings: { numbers, triples }, registers }: Driver): number {
  const sources = METER_READINGS.flatMap((name) => {
    if (name === 'powerW' || name === 'totalKWh') return numbers[name] ?? [];
    return triples[name] ?? [];
  });
  return Math.max(0, ...sources.flatMap(registersOf).map((name) => registers[name]?.lagMs ?? 0));
}

/** A good poll of the meter: its values count at once, also for what the wallbox's own polls have shown. */
export function meterPolled(turn: Turn, metered: Metered): void {
  const before = turn.model.meter;
  if (before === undefined) return;
  const sampledMs = Math.min(...metered.readings.map((reading) => reading.sampledMs));
  const asked = metered.epoch === before.epoch ? before : { ...before, unprovenSinceMs: sampledMs };
  const read = { ...asked, ...absorbed(asked, metered) };
  const driver = variantOf(read);
  const chosen = {
    ...read,
    driver,
    ...(driver === read.driver ? {} : absorbed({ ...read, driver }, metered)),
  };
  const reach = verdictOf(chosen, before.reach);
  const isUp = reach === 'up';
  change(turn, {
    meter: {
      ...chosen,
      image: isUp ? chosen.image : {},
      epoch: metered.epoch,
      failures: 0,
      sampledMs,
      reach,
    },
  });
  tellReach(turn, before);
  remeasure(turn);
  if (!isUp || turn.model.identity === 'wrong') return;
  followEnergy(turn);
  followLifetime(turn);
  if (turn.model.meter?.driver.readings.numbers.powerW !== undefined) countFlow(turn);
}

/** The first variant that fits; as it was while none does. */
function variantOf(meter: Meter): Driver {
  const read = valueOf(meter);
  return meter.file.variants.find(({ when }) => holds(when, read) === true)?.driver ?? meter.driver;
}

function verdictOf(meter: Meter, before: Meter['reach']): Meter['reach'] {
  const verdict = holds(meter.driver.identify, valueOf(meter));
  if (verdict === undefined) return before === 'up' ? 'silent' : before;
  return verdict ? 'up' : 'wrong';
}

/** A failed poll of the meter; the third in a row silences it. */
export function meterFailed(turn: Turn): void {
  const { meter } = turn.model;
  if (meter === undefined) return;
  change(turn, { meter: { ...meter, failures: meter.failures + 1 } });
  if (meter.failures + 1 >= SILENT_AFTER_POLLS) silence(turn);
}

/** At every step: values that are too old are unknown, and never zero. */
export function watchMeter(turn: Turn): void {
  const { meter, driver } = turn.model;
  if (meter?.reach !== 'up' || meter.sampledMs === undefined) return;
  const { fastMs, replyTimeoutMs } = meter.driver.link;
  // On a shared line the wallbox may keep it waiting for one of its own timeouts.
  const mostMs = SILENT_AFTER_POLLS * fastMs + replyTimeoutMs + driver.link.replyTimeoutMs;
  if (turn.now.monotonicMs - meter.sampledMs > mostMs) silence(turn);
}

function silence(turn: Turn): void {
  const { meter } = turn.model;
  if (meter === undefined || meter.reach === 'silent') return;
  change(turn, { meter: { ...meter, image: {}, reach: 'silent' }, flowPolls: 0 });
  tellReach(turn, meter);
  remeasure(turn);
}

/** One line for each change. */
function tellReach(turn: Turn, before: Meter): void {
  const { meter } = turn.model;
  if (meter === undefined || meter.reach === before.reach) return;
  const name = `the meter (${meter.driver.manufacturer} ${meter.driver.model})`;
  if (meter.reach === 'up') say(turn, 'info', `${name} answers`);
  else if (meter.reach === 'wrong')
    say(turn, 'error', `what answers is not ${name}; its values are not used`);
  else say(turn, 'warning', `${name} does not answer: its values are unknown until it does`);
}

/**
 * Whether a meter that answers was read later than this moment and its lag: it may show that current flows, and must not
 * hide it with an older value. A silent meter proves nothing and holds nothing back.
 */
export function isMeterLater({ meter }: Model, sinceMs: number): boolean {
  return meter?.reach !== 'up' || (meter.sampledMs ?? -Infinity) >= sinceMs + meter.lagMs;
}
