// Registers that tell the truth late: the physics of a while ago, kept for as long as the slowest of them needs.
import type { Driver, Register } from '../driver/definition';
import type { Electrics } from './electrics';

/** The physics at earlier moments, the latest last. */
export type Past = readonly { readonly agoMs: number; readonly electrics: Electrics }[];

export function laggingRegisters(driver: Driver): readonly Register[] {
  return Object.values(driver.registers).filter((register) => register.lagMs > 0);
}

/** The past one step later, with the present that has just become past. */
export function remembered(driver: Driver, past: Past, electrics: Electrics, elapsedMs: number): Past {
  const mostMs = Math.max(0, ...laggingRegisters(driver).map((register) => register.lagMs));
  if (mostMs === 0) return past;
  const older = [...past, { agoMs: 0, electrics }].map((then) => ({
    ...then,
    agoMs: then.agoMs + elapsedMs,
  }));
  const first = older.findLastIndex((then) => then.agoMs >= mostMs);
  return older.slice(Math.max(0, first));
}

/** The physics as a register with this lag sees it; what is not remembered was as the oldest that is. */
export function seenLate(past: Past, electrics: Electrics, lagMs: number): Electrics {
  return past.findLast((then) => then.agoMs >= lagMs)?.electrics ?? past[0]?.electrics ?? electrics;
}
