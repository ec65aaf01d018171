// Which variant answers, and whether it is the wallbox that the configuration means: before that, no write.
import { holds } from '../driver/condition';
import type { Condition, DriverVariant } from '../driver/definition';
import { textReading } from '../driver/reading';
import { noSession, closeSession } from './session';
import { defaultMode, grantA } from './limits';
import { change, say, type Model, type Turn } from './model';
import { NO_DRIFT, UNTOUCHED } from './untouched';
import { valueSince } from './snapshot';

/**
 * Chooses the first variant that fits; a variant that cannot be decided yet holds back those after it. One that rests on a
 * register that this wallbox does not have is not the right one.
 */
export function chooseVariant(turn: Turn): boolean {
  const { model } = turn;
  if (model.isVariantChosen) return false;
  const chosen = firstFitting(model);
  if (chosen === undefined) return false;
  const isOther = chosen.driver !== model.driver;
  change(turn, { driver: chosen.driver, isVariantChosen: true });
  return isOther;
}

function firstFitting(model: Model): DriverVariant | undefined {
  const read = valueSince(model, model.unprovenSinceMs);
  for (const variant of model.file.variants) {
    const verdict = holds(variant.when, read);
    if (verdict === true) return variant;
    if (verdict === undefined && !restsOnMissing(variant.when, model.missing)) return undefined;
  }
  return undefined;
}

function restsOnMissing(when: Condition, missing: readonly string[]): boolean {
  return Object.keys(when).some((register) => missing.includes(register));
}

/** Proves or refutes who answers, with values read after the last connect only. */
export function proveIdentity(turn: Turn): void {
  const { model } = turn;
  if (model.identity === 'proven') return;
  const read = valueSince(model, model.unprovenSinceMs);
  const verdict = holds(model.driver.identify, read);
  if (verdict === undefined) return;
  if (!verdict || !model.isVariantChosen) {
    if (model.identity !== 'wrong') say(turn, 'error', wrongModelText(model));
    change(turn, { identity: 'wrong' });
    return;
  }
  const serial = textReading(model.driver, 'serial', read);
  if (serial !== undefined && model.serial !== undefined && serial !== model.serial)
    anotherWallbox(turn, serial);
  change(turn, { identity: 'proven', ...(serial === undefined ? {} : { serial }) });
}

/** What was read and what was expected, in one line. */
function wrongModelText(model: Model): string {
  const read = valueSince(model, model.unprovenSinceMs);
  const seen = Object.entries(model.driver.identify).map(
    ([register, test]) => `${register} is ${String(read(register) ?? 'unknown')}, expected ${testText(test)}`,
  );
  return `this is not a ${model.driver.manufacturer} ${model.driver.model}: ${seen.join('; ')}; nothing is written`;
}

function testText(test: Condition[string]): string {
  switch (test.kind) {
    case 'oneOf':
      return test.values.join(' or ');
    case 'noneOf':
      return `none of ${test.values.join(', ')}`;
    case 'range':
      return `${test.min ?? '…'} to ${test.max ?? '…'}`;
    case 'bit':
      return `bit ${test.bit} = ${test.is}`;
    case 'parameter':
      return test.name;
  }
}

/** Another serial number under the same address: nothing that was remembered belongs to it. */
function anotherWallbox(turn: Turn, serial: string): void {
  say(turn, 'warning', `another wallbox answers: serial ${serial} instead of ${turn.model.serial ?? '?'}`);
  closeSession(turn, 'the wallbox was replaced');
  const mode = defaultMode(turn.model);
  const { idleTotalKWh: _total, previousKWh: _previous, ...kept } = turn.model;
  turn.model = {
    ...kept,
    intent: 'none',
    isHeld: false,
    plug: { car: 'unknown', gonePolls: 0, unsettledUntilMs: turn.model.plug.unsettledUntilMs },
    session: noSession(turn.model.settings.freeCharging, mode, grantA(turn.model, mode)),
    setpoint: UNTOUCHED,
    drift: NO_DRIFT,
  };
}
