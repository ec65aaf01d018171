// A driver file that satisfies the schema, turned into a driver: defaults filled in, literals read.
import { commandsOf, setupOf, watchdogOf } from './commands';
import { conditionOf } from './conditions';
import { linkOf, rangeOf } from './defaults';
import type { Driver, Rule } from './definition';
import type { RawDriver, RawRule } from './raw';
import { readingsOf } from './readings';
import { registersOf } from './registers';

/** A meter offers nothing. */
const NO_LIMITS: Driver['limits'] = { minA: 0, maxA: 0, stepA: 1, phases: [] };

/** `raw` has no variants any more: the patch of `variant` has been applied. */
export function buildDriver(raw: RawDriver, variant?: string): Driver {
  const registers = registersOf(raw.registers);
  const { id, manufacturer, model, summary, sources, verified } = raw;
  return {
    ...{ id, manufacturer, model, summary, sources, verified },
    ...(raw.kind !== undefined && { kind: raw.kind }),
    ...(variant !== undefined && { variant }),
    link: linkOf(raw.link, registers),
    limits: raw.limits ?? NO_LIMITS,
    registers,
    identify: conditionOf(raw.identify, raw.registers),
    readings: readingsOf(raw.readings, raw.registers),
    pilot: rulesOf(raw.pilot ?? [], raw),
    status: rulesOf(raw.status ?? [], raw),
    faults: rulesOf(raw.faults ?? [], raw),
    ...(raw.lock !== undefined && { lock: { mode: raw.lock.mode } }),
    setup: setupOf(raw.setup),
    commands: commandsOf(raw.commands ?? {}, raw.registers),
    ...(raw.watchdog !== undefined && { watchdog: watchdogOf(raw.watchdog, raw.registers) }),
    ...(raw.never !== undefined && { never: raw.never.map(rangeOf) }),
  };
}

function rulesOf<T extends string>(rules: readonly RawRule<T>[], raw: RawDriver): readonly Rule<T>[] {
  return rules.map(({ when, is, note }) => ({
    when: conditionOf(when, raw.registers),
    is,
    ...(note !== undefined && { note }),
  }));
}
