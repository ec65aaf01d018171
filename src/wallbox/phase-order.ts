// cmd.phase_mode.set: the driver's own sequence, which pauses and guards before it moves a contactor.
import { answer, refuse, update } from './answers';
import { say, type Model, type Turn } from './model';
import type { Pending } from './parts';
import { phasesOf } from './phase-modes';
import { unsettle } from './plug';
import { canWrite, startSequence } from './sequence';
import { forgetSetpoint } from './setpoint';
import { commandMs, commandSteps, flatSteps } from './steps';
import { truthMs } from './load';
import { registersOf } from './readings';
import type { PhaseMode } from './vocabulary';

/** How long a switch may wait for its turn. */
const START_MS = 10_000;

export function beginPhaseMode(turn: Turn, entry: Pending, mode: PhaseMode): void {
  const { model, now } = turn;
  const phases = phasesOf(mode);
  if (phases === 2 || !model.driver.limits.phases.includes(phases)) {
    refuse(turn, entry, `the wallbox cannot charge on ${phases} phases; nothing was written`);
  } else update(turn, entry, { phases, deadlineMs: now.monotonicMs + START_MS });
}

export function workPhaseMode(turn: Turn, entry: Pending): void {
  const { model, now } = turn;
  if (model.link.reach !== 'up')
    refuse(turn, entry, 'the wallbox does not answer; the phases stay as they are');
  else if (entry.isSuperseded) refuse(turn, entry, 'overtaken by a later stop; the phases stay as they are');
  else if (entry.trouble !== undefined) refuse(turn, entry, entry.trouble);
  else if (entry.startedMs === undefined) startSwitch(turn, entry);
  else if (model.sequence?.command === 'phases') return;
  else if (isShown(model, entry, entry.startedMs)) answer(turn, entry, ['phaseMode']);
  else if (now.monotonicMs >= (entry.deadlineMs ?? 0)) {
    refuse(turn, entry, `the wallbox does not show ${entry.phases ?? '?'} phases`);
  }
}

/** Already there is no reason to interrupt anybody's charging. */
function startSwitch(turn: Turn, entry: Pending): void {
  const { model, now } = turn;
  const { phases } = entry;
  if (model.snapshot?.phases === phases) answer(turn, entry, ['phaseMode']);
  else if (canWrite(model) && model.sequence === undefined && phases !== undefined) {
    const steps = flatSteps(model.driver, commandSteps(model.driver, 'phases'));
    const deadlineMs = now.monotonicMs + commandMs(model.driver, 'phases');
    update(turn, entry, { startedMs: now.monotonicMs, deadlineMs });
    const start = { purpose: 'phases', command: 'phases', parameters: { phases }, reason: 'phases' } as const;
    forgetSetpoint(turn);
    startSequence(turn, start, steps);
  } else if (now.monotonicMs >= (entry.deadlineMs ?? 0)) {
    refuse(turn, entry, 'the wallbox cannot be written to; the phases stay as they are');
  }
}

function isShown(model: Model, entry: Pending, startedMs: number): boolean {
  const source = model.driver.readings.numbers.phases;
  if (source === undefined || model.snapshot?.phases !== entry.phases) return false;
  return truthMs(model, registersOf(source, model)) >= startedMs;
}

/** A switch that has ended, well or not, has interrupted the pilot and left the offer to be compared anew. */
export function followPhaseSwitch(turn: Turn, before: Model): void {
  if (before.sequence?.command !== 'phases' || turn.model.sequence?.command === 'phases') return;
  say(turn, 'info', 'phase switch ended');
  unsettle(turn);
  forgetSetpoint(turn);
}
