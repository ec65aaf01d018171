// What this wallbox can really do, from driver, configuration and what it tells of itself.
import { textReading } from '../driver/reading';
import { energySource } from './energy';
import { supportedMaxA } from './limits';
import { meterKeys, meterUnits } from './meter-report';
import { change, type Model, type Turn } from './model';
import { phaseModesOf } from './phase-modes';
import { valueOf } from './snapshot';
import type { Capabilities, Identity } from './vocabulary';

/** Told when they are first known and whenever they change; unknown before the wallbox has proved who it is. */
export function followCapabilities(turn: Turn): void {
  if (turn.model.identity !== 'proven' || turn.model.snapshot === undefined) return;
  const capabilities = capabilitiesOf(turn.model);
  if (JSON.stringify(capabilities) === JSON.stringify(turn.model.capabilities)) return;
  change(turn, { capabilities });
  turn.effects.push({ kind: 'capabilities', capabilities });
}

function capabilitiesOf(model: Model): Capabilities {
  const { settings, driver } = model;
  return {
    lock: lockCapability(model),
    ...(driver.lock?.mode === 'commanded' ? { lockSource: 'command' as const } : {}),
    energy: energySource(model),
    supMaxA: supportedMaxA(model),
    modes: settings.chargingModes.map((mode) => mode.name),
    states: settings.states,
    ...(settings.phases === undefined ? {} : { phases: settings.phases }),
    ...(settings.gridType === undefined ? {} : { gridType: settings.gridType }),
    canControl: settings.control,
    canSetCurrent: settings.control && driver.commands.offer !== undefined,
    phaseModes: phaseModesOf(settings.gridType, settings.phases, switchablePhases(model)),
    canSetPhaseMode: settings.control && driver.commands.phases !== undefined,
    meterUnits: meterUnits(model),
    meterKeys: meterKeys(model),
    identity: identityOf(model),
  };
}

/** The numbers of phases that the wallbox can be in; none where it does not tell which one it is in. */
function switchablePhases({ driver, missing }: Model): readonly (1 | 3)[] {
  const source = driver.readings.numbers.phases;
  const isMissing = source?.kind === 'register' && missing.includes(source.register);
  return source === undefined || isMissing ? [] : driver.limits.phases;
}

function lockCapability({ driver, settings, missing }: Model): Capabilities['lock'] {
  const feedback = driver.readings.flags.isLocked;
  if (driver.lock === undefined || feedback === undefined) return 'none';
  if (Object.keys(feedback).some((register) => missing.includes(register))) return 'none';
  const isSettable = driver.commands.lock !== undefined && driver.commands.unlock !== undefined;
  return isSettable && settings.control ? 'settable' : 'readable';
}

function identityOf(model: Model): Identity {
  const text = (name: 'firmware' | 'hardware') => textReading(model.driver, name, valueOf(model));
  const firmware = text('firmware');
  const hardware = text('hardware');
  return {
    manufacturer: model.driver.manufacturer,
    model: model.driver.model,
    ...(model.serial === undefined ? {} : { serial: model.serial }),
    ...(firmware === undefined ? {} : { firmware }),
    ...(hardware === undefined ? {} : { hardware }),
  };
}
