// A wallbox's communication watchdog: when it expires, and what charging falls back to.
import type { Driver, Register } from '../driver/definition';
import { registersOf } from '../driver/reading';
import { isConvertible, convert } from '../driver/unit';
import { valueAt } from './memory';
import type { Memory } from './memory';
import type { Settings } from './shown';

/** Below this a fallback means no charging (IEC 61851-1 knows no smaller offer). */
const LEAST_OFFER_A = 6;

/** Timeout and fallback as the registers hold them; a register that was never written leaves the driver's own timeout. */
export function settingsIn(driver: Driver, memory: Memory): Settings {
  const register = timeoutRegister(driver);
  const value = register === undefined ? undefined : valueAt(memory, register);
  const writtenMs = typeof value === 'number' ? convert(value, register?.unit ?? 's', 'ms') : undefined;
  return {
    watchdogMs: writtenMs ?? driver.watchdog?.timeoutMs ?? 0,
    fallbackA: numberIn(fallbackRegister(driver), memory),
  };
}

/** What remains of the offer `silentMs` after the watchdog was last fed, A; undefined while it is content. 0 ms = switched off. */
export function fallbackAfter(driver: Driver, memory: Memory, silentMs: number): number | undefined {
  const settings = settingsIn(driver, memory);
  if (driver.watchdog === undefined || settings.watchdogMs === 0 || silentMs <= settings.watchdogMs) {
    return undefined;
  }
  const { fallbackA } = settings;
  const isCurrent = fallbackA >= LEAST_OFFER_A && fallbackA <= driver.limits.maxA;
  return isCurrent ? fallbackA : 0;
}

/** Where the timeout is written: the register it is read from, else the only writable one that measures time. */
export function timeoutRegister(driver: Driver): Register | undefined {
  const source = driver.readings.numbers.watchdogS;
  const read =
    source === undefined ? [] : registersOf(source).flatMap((name) => driver.registers[name] ?? []);
  const writable = read.find((register) => register.access !== 'r');
  const timed = Object.values(driver.registers).filter(
    (register) => register.access !== 'r' && register.unit !== undefined && isConvertible(register.unit, 's'),
  );
  return writable ?? (read.length > 0 && timed.length === 1 ? timed[0] : undefined);
}

function fallbackRegister(driver: Driver): Register | undefined {
  const name = driver.watchdog?.fallback?.register;
  return name === undefined ? undefined : driver.registers[name];
}

function numberIn(register: Register | undefined, memory: Memory): number {
  const value = register === undefined ? undefined : valueAt(memory, register);
  return typeof value === 'number' ? (convert(value, register?.unit ?? 'A', 'A') ?? value) : 0;
}
