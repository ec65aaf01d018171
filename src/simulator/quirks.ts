// What wallboxes do beside their manual: writes that change nothing, registers that clear themselves, forced words.
import type { Driver, Register } from '../driver/definition';
import { withValue, withWords } from './memory';
import type { Memory } from './memory';

export interface Quirks {
  /** Registers whose writes are acknowledged and change nothing. */
  readonly ignored?: readonly string[];
  /** Registers that read 0 again once their write has been obeyed. */
  readonly selfClearing?: readonly string[];
  /** Words that registers show whatever the physics says: sentinels, counters gone mad. */
  readonly forced?: Readonly<Record<string, readonly number[]>>;
}

export function isIgnored(quirks: Quirks, registers: readonly Register[]): boolean {
  return registers.some(({ name }) => quirks.ignored?.includes(name) === true);
}

export function withCleared(quirks: Quirks, memory: Memory, registers: readonly Register[]): Memory {
  const clearing = registers.filter(({ name }) => quirks.selfClearing?.includes(name) === true);
  return clearing.reduce((now, register) => withValue(now, register, 0) ?? now, memory);
}

export function withForced(driver: Driver, quirks: Quirks, memory: Memory): Memory {
  return Object.entries(quirks.forced ?? {}).reduce((now, [name, words]) => {
    const register = driver.registers[name];
    return register === undefined ? now : withWords(now, register, words);
  }, memory);
}
