// From what was read to the driver's registers: every value with the moment it was true.
import type { Span, Value } from '../modbus/register';
import { spanOf } from '../modbus/register';
import { decode } from '../modbus/words';
import type { Driver } from './definition';

/** The words of one read exchange; `sampledMs` is when the request went out, on the monotonic clock. */
export interface ReadWords extends Span {
  readonly words: readonly number[];
  readonly sampledMs: number;
}

/** A register's value in its own unit; undefined where the device gave none. */
export interface Sample {
  readonly value: Value | undefined;
  readonly sampledMs: number;
}

/** Every register that lies wholly inside a reading, by name; the latest sample where several readings hold it. */
export function valuesIn(driver: Driver, readings: readonly ReadWords[]): ReadonlyMap<string, Sample> {
  const samples = new Map<string, Sample>();
  for (const register of Object.values(driver.registers)) {
    const span = spanOf(register);
    const latest = readings
      .filter((reading) => holds(reading, span))
      .reduce<ReadWords | undefined>(
        (a, b) => (a !== undefined && a.sampledMs > b.sampledMs ? a : b),
        undefined,
      );
    if (latest !== undefined) {
      const start = span.address - latest.address;
      const value = decode(latest.words.slice(start, start + span.length), register);
      samples.set(register.name, { value, sampledMs: latest.sampledMs });
    }
  }
  return samples;
}

function holds(reading: ReadWords, span: Span): boolean {
  const end = reading.address + Math.min(reading.length, reading.words.length);
  return reading.space === span.space && span.address >= reading.address && span.address + span.length <= end;
}
