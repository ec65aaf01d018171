// The model before the first poll, from the driver, the settings and what was remembered.
import type { DriverFile } from '../driver/definition';
import { noSession } from './session';
import { recalled } from './memory';
import type { Memory } from './memory-record';
import { newMeter } from './meter';
import type { Model } from './model';
import { NO_DRIFT, UNTOUCHED } from './untouched';
import type { Settings } from './vocabulary';

/** A memory of another driver belongs to another wallbox: it is not taken. */
export function initialModel(
  file: DriverFile,
  settings: Settings,
  memory: Memory | undefined,
  nowMs: number,
): Model {
  const driver = file.variants[0]?.driver;
  if (driver === undefined) throw new Error(`${file.id} has no variant`);
  const mode = settings.chargingModes[0]?.name;
  const ceilingA = settings.chargingModes[0]?.maxA ?? settings.maxA;
  const blank: Model = {
    file,
    driver,
    isVariantChosen: false,
    settings,
    fimpMaxA: settings.maxA,
    link: { failures: 0, reach: 'never', epoch: 0 },
    ...(settings.meter === undefined ? {} : { meter: newMeter(settings.meter) }),
    image: {},
    knownSinceMs: -Infinity,
    missing: [],
    refused: [],
    identity: 'unproven',
    unprovenSinceMs: -Infinity,
    intent: 'none',
    plug: { car: 'unknown', gonePolls: 0, unsettledUntilMs: nowMs },
    isHeld: false,
    session: noSession(settings.freeCharging, mode, Math.min(settings.maxA, ceilingA)),
    isHubLost: false,
    raisedMs: [],
    setpoint: UNTOUCHED,
    drift: NO_DRIFT,
    isGreeted: false,
    watchdogFedMs: -Infinity,
    ranMs: {},
    setupDone: 0,
    nextWriteId: 1,
    pending: [],
    flowPolls: 0,
    state: 'unknown',
    knownFaults: [],
    isWallSynchronised: false,
    rememberedKey: '',
    rememberedText: '',
    rememberedMs: nowMs,
  };
  const isOurs = memory?.driver === file.id;
  return isOurs ? { ...blank, ...recalled(memory, nowMs, settings.meter?.driver.id) } : blank;
}
