// How a driver pauses: by the limit itself or by a switch beside it, and what the switch shows.
import { hasBit } from '../driver/condition';
import type { CommandName, Driver, StepValue } from '../driver/definition';
import type { Model } from './model';
import type { FlatStep } from './parts';
import { commandSteps, flatSteps } from './steps';

/** `none`: the limit itself shows a pause. `unknown`: the switch cannot be read, or shows neither side. */
export type SwitchState = 'none' | 'on' | 'off' | 'unknown';

type Setting = FlatStep & { readonly kind: 'write' | 'bit' };

/** The registers that show whether charging is switched off, where the limit does not show it. */
export function switchRegisters(model: Model): readonly string[] {
  const { driver, missing } = model;
  return pauseSettings(driver).flatMap(({ register }) =>
    driver.registers[register]?.access === 'rw' && !missing.includes(register) ? [register] : [],
  );
}

/** Whether charging is switched off, as the last poll showed it. */
export function switchState(model: Model): SwitchState {
  const { driver, image } = model;
  const off = pauseSettings(driver);
  if (off.length === 0) return 'none';
  const readable = switchRegisters(model);
  const on = settingsOf(driver, 'resume');
  let state: SwitchState = 'unknown';
  for (const setting of off.filter(({ register }) => readable.includes(register))) {
    const value = image[setting.register]?.value;
    const shows = (known: Setting) => known.register === setting.register && isShown(known, value);
    if (on.some(shows) && !shows(setting)) return 'on';
    if (!shows(setting)) return 'unknown';
    state = 'off';
  }
  return state;
}

/** What a pause sets; nothing where it goes through a register that takes the amperes. */
function pauseSettings(driver: Driver): readonly Setting[] {
  // A driver that reads the limit by cases says itself what a pause looks like.
  if (driver.readings.numbers.offeredA?.kind === 'cases') return [];
  const settings = settingsOf(driver, 'pause');
  const takesAmps = ampsRegisters(driver);
  return settings.some(({ register }) => takesAmps.has(register)) ? [] : settings;
}

function settingsOf(driver: Driver, command: CommandName): readonly Setting[] {
  return flatSteps(driver, commandSteps(driver, command)).filter(
    (step): step is Setting => step.kind === 'write' || step.kind === 'bit',
  );
}

/** The registers that an offer writes its amperes to. */
export function ampsRegisters(driver: Driver): ReadonlySet<string> {
  const isAmps = (value: StepValue) => value.kind === 'parameter' && value.name === 'amps';
  const steps = [...settingsOf(driver, 'offer'), ...settingsOf(driver, 'resume')];
  return new Set(
    steps.flatMap((step) => (step.kind === 'write' && isAmps(step.value) ? [step.register] : [])),
  );
}

function isShown(setting: Setting, value: unknown): boolean {
  if (typeof value !== 'number') return false;
  if (setting.kind === 'bit') return hasBit(value, setting.bit) === (setting.is === 1);
  return setting.value.kind === 'literal' && value === setting.value.value;
}
