// What a wallbox needs beside the offer: set-up after connecting, its fallback current, its watchdog fed.
import type { Step } from '../driver/definition';
import { numberReading } from '../driver/reading';
import { convert } from '../driver/unit';
import { limitA, onStep } from './limits';
import { isAllowed, observedOfferA } from './offer';
import { change, clear, say, type Model, type Turn } from './model';
import { canWrite, startSequence } from './sequence';
import { commandSteps, flatSteps } from './steps';
import { valueOf } from './snapshot';

/** After every connect: what was written into volatile registers may be gone. */
export function forgetUpkeep(turn: Turn): void {
  change(turn, { setupDone: 0 });
  clear(turn, 'fallbackWritten');
}

/** At most one step of upkeep; the offer comes before it, a running sequence before both. */
export function doUpkeep(turn: Turn): void {
  feedWatchdog(turn);
  if (isIdle(turn)) setUp(turn);
  if (isIdle(turn)) followFallback(turn);
}

function isIdle(turn: Turn): boolean {
  return canWrite(turn.model) && turn.model.sequence === undefined && turn.model.snapshot !== undefined;
}

/** Writes the next set-up register that differs. Flash is left alone unless the configuration allows it. */
function setUp(turn: Turn): void {
  const { model } = turn;
  const step = model.driver.setup[model.setupDone];
  if (step === undefined) return;
  const register = model.driver.registers[step.register];
  if (isSetupRead(model, step.register) === false) return;
  const isDifferent = valueOf(model)(step.register) !== step.value;
  change(turn, { setupDone: model.setupDone + 1 });
  if (!isDifferent || register === undefined) return;
  if (register.wear === 'flash' && !model.settings.allowSetup) {
    const why = step.note === undefined ? '' : ` (${step.note})`;
    say(
      turn,
      'warning',
      `${step.register} should be ${step.value}${why}: it is in flash and needs setup: true`,
    );
    return;
  }
  const start = {
    purpose: 'setup',
    command: 'setup',
    parameters: {},
    reason: 'set-up after connecting',
  } as const;
  startSequence(turn, start, [
    { kind: 'write', register: step.register, value: { kind: 'literal', value: step.value } },
  ]);
}

/** Whether the register has been read since the last gap or reboot; undefined where it never can be. */
export function isSetupRead(model: Model, register: string): boolean | undefined {
  const known = model.driver.registers[register];
  if (known === undefined || known.access === 'w' || model.missing.includes(register)) return undefined;
  return (model.image[register]?.sampledMs ?? -Infinity) >= model.knownSinceMs;
}

/** What the fallback register should hold, in its unit; undefined = leave it alone. */
function wantedFallback(model: Model): number | undefined {
  const fallback = model.driver.watchdog?.fallback;
  const { failsafeA } = model.settings;
  if (fallback === undefined || failsafeA === undefined) return undefined;
  const register = model.driver.registers[fallback.register];
  if (register === undefined || register.wear === 'flash') return undefined;
  const fallbackA = onStep(model, Math.min(failsafeA, limitA(model)));
  if (!isAllowed(model) || fallbackA === 0) return fallback.stop;
  return convert(fallbackA, 'A', register.unit ?? 'A');
}

/** While charging is allowed the wallbox may fall back to `failsafe_current`; while it is not, to nothing. */
function followFallback(turn: Turn): void {
  const { model } = turn;
  const wanted = wantedFallback(model);
  const register = model.driver.watchdog?.fallback?.register;
  if (wanted === undefined || register === undefined || model.fallbackWritten === wanted) return;
  const start = {
    purpose: 'fallback',
    command: 'fallback',
    parameters: {},
    reason: 'fallback current',
  } as const;
  startSequence(turn, start, [{ kind: 'write', register, value: { kind: 'literal', value: wanted } }]);
}

/** Watchdogs that no ordinary traffic feeds. The core decides each refresh, so that none outlives it. */
function feedWatchdog(turn: Turn): void {
  const { model, now } = turn;
  const { watchdog } = model.driver;
  if (watchdog?.everyMs === undefined || watchdog.by === 'traffic' || !isIdle(turn)) return;
  if (now.monotonicMs - model.watchdogFedMs < refreshMs(model, watchdog.everyMs)) return;
  const start = { purpose: 'watchdog', command: 'watchdog', reason: 'watchdog refresh' } as const;
  if (watchdog.by === 'steps') {
    if (isCopyUnknown(model, watchdog.steps ?? [])) return;
    startSequence(turn, { ...start, parameters: {} }, flatSteps(model.driver, watchdog.steps ?? []));
    return;
  }
  const refreshedA = reassertedA(model);
  if (refreshedA === undefined) return;
  const command = refreshedA === 0 ? 'pause' : 'offer';
  const steps = flatSteps(model.driver, commandSteps(model.driver, command));
  startSequence(turn, { ...start, parameters: refreshedA === 0 ? {} : { amps: refreshedA } }, steps);
}

/** A refresh that repeats what another register holds waits until that is known. */
function isCopyUnknown(model: Model, steps: readonly Step[]): boolean {
  return steps.some(
    (step) =>
      step.kind === 'write' &&
      step.value.kind === 'copy' &&
      valueOf(model)(step.value.register) === undefined,
  );
}

/** A third of the timeout that the wallbox tells, where that is shorter; never where it tells that it has none. */
function refreshMs(model: Model, everyMs: number): number {
  const timeoutS = numberReading(model.driver, 'watchdogS', valueOf(model));
  if (timeoutS === 0) return Infinity;
  return timeoutS === undefined ? everyMs : Math.min(everyMs, (timeoutS * 1000) / 3);
}

/** The setpoint written again; where somebody lowered it, the lower of read-back and wanted. */
function reassertedA(model: Model): number | undefined {
  const { assertedA, hasYielded } = model.setpoint;
  const observedA = observedOfferA(model);
  // A car that is left as it is keeps what it has, and its watchdog fed.
  if (assertedA === undefined) return model.isHeld && observedA !== undefined ? observedA : undefined;
  return hasYielded ? Math.min(assertedA, observedA ?? assertedA) : assertedA;
}
