// Which units measure the same thing, and how many of one make the other.
import type { Unit } from './definition';

/** A quantity's unit as `times / per` of its base unit; two integers, so that 16100 mA is 16.1 A and not 16.100000000000001. */
interface Measure {
  readonly of: 'current' | 'voltage' | 'power' | 'energy' | 'time' | 'frequency' | 'share' | 'temperature';
  readonly times: number;
  readonly per: number;
}

const measure = (of: Measure['of'], times = 1, per = 1): Measure => ({ of, times, per });

/** Apparent power and energy count as real ones: a wallbox that prints VA has nothing better. */
const MEASURES: Readonly<Record<Unit, Measure>> = {
  A: measure('current'),
  mA: measure('current', 1, 1000),
  V: measure('voltage'),
  mV: measure('voltage', 1, 1000),
  W: measure('power'),
  kW: measure('power', 1000),
  mW: measure('power', 1, 1000),
  VA: measure('power'),
  kVA: measure('power', 1000),
  kWh: measure('energy'),
  Wh: measure('energy', 1, 1000),
  MWh: measure('energy', 1000),
  VAh: measure('energy', 1, 1000),
  Ws: measure('energy', 1, 3_600_000),
  s: measure('time'),
  ms: measure('time', 1, 1000),
  min: measure('time', 60),
  h: measure('time', 3600),
  Hz: measure('frequency'),
  '%': measure('share'),
  degC: measure('temperature'),
};

/** Whether a number in one unit can be said in the other. */
export function isConvertible(from: Unit, to: Unit): boolean {
  return MEASURES[from].of === MEASURES[to].of;
}

/** `value` (in `from`) in the unit `to`; undefined when the two measure different things. */
export function convert(value: number, from: Unit, to: Unit): number | undefined {
  if (from === to) return value;
  if (!isConvertible(from, to)) return undefined;
  const [source, target] = [MEASURES[from], MEASURES[to]];
  return (value * (source.times * target.per)) / (source.per * target.times);
}
