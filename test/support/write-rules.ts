// What must hold for every write of every test: declared, never flash outside set-up, never above what limits the current.
import type { Driver, Register, Step } from '../../src/driver/definition';
import { numberReading } from '../../src/driver/reading';
import { convert, isConvertible } from '../../src/driver/unit';
import { decode } from '../../src/modbus/words';
import { valuesOf } from '../../src/simulator/memory';
import { refreshed, type Wallbox } from '../../src/simulator/wallbox';
import type { Model } from '../../src/wallbox/model';
import type { Write } from '../../src/wallbox/write';

/** Why a write must never have gone out; undefined when nothing speaks against it. `box`: the truth, not what was read. */
export function unlawful(model: Model, box: Wallbox, write: Write): string | undefined {
  const { driver, settings } = model;
  const register = driver.registers[write.register];
  if (!settings.control) return 'a write although control is off';
  if (model.identity !== 'proven') return `a write while the identity is ${model.identity}`;
  if (register === undefined || register.access === 'r')
    return 'a write to a register that is not declared writable';
  if (register.address !== write.request.address || register.writeFunction !== write.request.function)
    return 'a write to another address or with another function than declared';
  if (register.wear === 'flash' && !(settings.allowSetup && isSetUp(driver, register)))
    return 'a write to flash outside set-up';
  // A value that means "not available" when read is a value like any other when written.
  const value = decode(write.request.values, { ...register, absent: [] });
  if (typeof value !== 'number') return `a write of ${String(value)}`;
  if (isLiteral(driver, register, value)) return undefined;
  return takesAmps(driver, register)
    ? tooMuch(model, box, register, value)
    : unknownValue(driver, register, value);
}

function isSetUp(driver: Driver, register: Register): boolean {
  return driver.setup.some((step) => step.register === register.name);
}

function stepsWriting(driver: Driver, register: Register): readonly Step[] {
  const sequences = [
    ...Object.values(driver.commands).map(({ steps }) => steps),
    driver.watchdog?.steps ?? [],
  ];
  return sequences.flat().filter((step) => 'register' in step && step.register === register.name);
}

/** A value that the driver file itself spells out for this register. */
function isLiteral(driver: Driver, register: Register, value: number): boolean {
  const fallback = driver.watchdog?.fallback;
  const literals = stepsWriting(driver, register).flatMap((step) =>
    step.kind === 'write' && step.value.kind === 'literal' ? [step.value.value] : [],
  );
  const setup = driver.setup.filter((step) => step.register === register.name).map((step) => step.value);
  const stop = fallback?.register === register.name ? [fallback.stop] : [];
  return [...literals, ...setup, ...stop].includes(value);
}

function takesAmps(driver: Driver, register: Register): boolean {
  const isOffer = stepsWriting(driver, register).some(
    (step) => step.kind === 'write' && step.value.kind === 'parameter' && step.value.name === 'amps',
  );
  return isOffer || driver.watchdog?.fallback?.register === register.name;
}

function unknownValue(driver: Driver, register: Register, value: number): string | undefined {
  const isKnown = stepsWriting(driver, register).some(
    (step) => step.kind === 'setBit' || step.kind === 'clearBit' || step.kind === 'write',
  );
  return isKnown ? undefined : `${value} is no value of any command`;
}

function tooMuch(model: Model, box: Wallbox, register: Register, value: number): string | undefined {
  const unit = register.unit !== undefined && isConvertible(register.unit, 'A') ? register.unit : 'A';
  const amps = convert(value, unit, 'A') ?? NaN;
  const mostA = mostEverA(model, box);
  if (!(amps <= mostA + 1e-9)) return `${amps} A written where ${mostA} A is the most`;
  const isFallback = model.driver.watchdog?.fallback?.register === register.name;
  if (model.intent === 'stop' && amps >= model.driver.limits.minA && !isFallback)
    return `${amps} A offered after a stop`;
  return undefined;
}

/** min(asked, installer, box, cable, driver), from what the wallbox shows now and not from what the core believes. */
function mostEverA({ settings, session, fimpMaxA, driver }: Model, box: Wallbox): number {
  const read = valuesOf(driver, refreshed(box).memory);
  const cableA = numberReading(driver, 'cableA', read) ?? 0;
  const mode = settings.chargingModes.find((known) => known.name === session.mode);
  return Math.min(
    settings.maxA,
    fimpMaxA,
    driver.limits.maxA,
    mode?.maxA ?? Infinity,
    numberReading(driver, 'boxMaxA', read) ?? Infinity,
    cableA >= 6 ? cableA : Infinity,
  );
}
