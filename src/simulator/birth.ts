// The registers of a wallbox as they are after power-up, with names and numbers that its identification accepts.
import { aliased } from '../driver/condition';
import type { Driver, Register, Step } from '../driver/definition';
import { convert } from '../driver/unit';
import { withBit } from './candidates';
import type { Electrics } from './electrics';
import { limitRegisters, stepsOf } from './meaning';
import { valueAt, withMeasured, withValue } from './memory';
import type { Memory } from './memory';
import { painted } from './paint';
import { fractionOf } from './seeded';
import type { Seed } from './seeded';
import { identityClaims, measuredOf } from './shown';
import type { Identity, Settings } from './shown';
import { solve } from './solve';
import { timeoutRegister } from './watchdog';

/** All registers after power-up. Throws when no registers satisfy the identity: such a driver would accept no wallbox at all. */
export function memoryAtBirth(
  driver: Driver,
  electrics: Electrics,
  about: { readonly settings: Settings; readonly identity: Identity },
  seed: Seed,
): Memory {
  const named = textRegisters(driver).reduce((memory, register) => withName(memory, register, seed), EMPTY);
  const measured = painted(driver, named, measuredOf(electrics, about.settings), () => true);
  const ready = withParameters(driver, withSwitchesOn(driver, measured), electrics);
  const known = withTimeout(driver, withFallback(driver, ready, about.settings), about.settings);
  const solved = solve(driver, known, identityClaims(about.identity), new Set());
  if (solved === undefined) {
    throw new Error(`${driver.id}: no registers satisfy what identifies it`);
  }
  return solved;
}

const EMPTY: Memory = new Map();

function textRegisters(driver: Driver): readonly Register[] {
  return Object.values(driver.readings.texts).flatMap((name) => driver.registers[name] ?? []);
}

/** Characters of the text in one word. */
const CHARACTERS = { string: 2, utf16: 1, hex: 4 } as const;

/** Digits only: they are text, hexadecimal and decimal alike. */
function withName(memory: Memory, register: Register, seed: Seed): Memory {
  const digits = String(Math.floor(fractionOf(seed) * 1e8)).padStart(8, '0');
  switch (register.type) {
    case 'string':
    case 'utf16':
    case 'hex': {
      const length = CHARACTERS[register.type] * register.words;
      return withValue(memory, register, digits.repeat(length).slice(-length)) ?? memory;
    }
    case 'bit':
    case 'u16':
    case 'i16':
    case 'u32':
    case 'i32':
    case 'u64':
    case 'i64':
    case 'f32':
    case 'f64': {
      const elements = Array.from({ length: register.count }, (_, index) => index);
      return elements.reduce((now, index) => withMeasured(now, register, index + 1, index), memory);
    }
  }
}

/** What `resume` (or `offer`) would have written: a wallbox starts ready to charge. */
function withSwitchesOn(driver: Driver, memory: Memory): Memory {
  const steps = stepsOf(driver, driver.commands.resume === undefined ? 'offer' : 'resume');
  return steps.reduce((now, step) => {
    const register = 'register' in step ? driver.registers[step.register] : undefined;
    const value = register === undefined ? undefined : switchedOn(now, register, step);
    return register === undefined || value === undefined ? now : (withValue(now, register, value) ?? now);
  }, memory);
}

/** What a step leaves in its register; undefined for a parameter, which is no switch. */
function switchedOn(memory: Memory, register: Register, step: Step): number | undefined {
  if (step.kind === 'write') return step.value.kind === 'literal' ? step.value.value : undefined;
  const before = valueAt(memory, register);
  if ((step.kind !== 'setBit' && step.kind !== 'clearBit') || typeof before !== 'number') return undefined;
  return withBit(before, step.bit, step.kind === 'setBit');
}

/** The registers that commands write their parameter to hold what the physics starts with. */
function withParameters(driver: Driver, memory: Memory, electrics: Electrics): Memory {
  const steps = Object.values(driver.commands).flatMap((sequence) => sequence.steps);
  return steps.reduce((now, step) => {
    const register = step.kind === 'write' ? driver.registers[step.register] : undefined;
    if (step.kind !== 'write' || step.value.kind !== 'parameter' || register === undefined) {
      return now;
    }
    switch (step.value.name) {
      case 'amps':
        return withMeasured(now, register, convert(electrics.setpointA, 'A', register.unit ?? 'A') ?? 0);
      case 'phases':
        return withMeasured(now, register, aliased(electrics.phases, step.value.as) ?? 0);
      case 'mode':
        return now;
    }
  }, memory);
}

/** What the wallbox offers after power-up: the limit as its register can say it. */
export function offeredAtBirth(driver: Driver, memory: Memory, setpointA: number): number {
  const register = limitRegisters(driver)[0];
  const value = register === undefined ? undefined : valueAt(memory, register);
  if (register === undefined || typeof value !== 'number') return setpointA;
  const unit = register.unit ?? 'A';
  const heldA = convert(value, unit, 'A') ?? setpointA;
  const stepA = convert(Math.abs(register.scale), unit, 'A') ?? 0;
  return Math.abs(heldA - setpointA) < stepA ? heldA : setpointA;
}

function withFallback(driver: Driver, memory: Memory, settings: Settings): Memory {
  const fallback = driver.watchdog?.fallback;
  const register = fallback === undefined ? undefined : driver.registers[fallback.register];
  if (fallback === undefined || register === undefined) {
    return memory;
  }
  const value = fallback.stop ?? convert(settings.fallbackA, 'A', register.unit ?? 'A') ?? 0;
  return withMeasured(memory, register, value);
}

function withTimeout(driver: Driver, memory: Memory, settings: Settings): Memory {
  const register = timeoutRegister(driver);
  const value = convert(settings.watchdogMs, 'ms', register?.unit ?? 's');
  return register === undefined || value === undefined ? memory : withMeasured(memory, register, value);
}
