// Faults of the wallbox: told once per onset, not per poll.
import { change, say, type Turn } from './model';

/** New faults become one `evt.error.report` each; a pilot in E without a named fault is one of its own. */
export function followFaults(turn: Turn): void {
  const { snapshot, state, knownFaults } = turn.model;
  if (snapshot === undefined || state === 'unknown') return;
  const faults = presentFaults(turn);
  for (const fault of faults) {
    if (knownFaults.includes(fault)) continue;
    const message = fault === 'pilotE' ? 'the control pilot is in state E' : `the wallbox reports ${fault}`;
    turn.effects.push({ kind: 'fault', code: fault, message });
    say(turn, 'warning', message);
  }
  for (const fault of knownFaults) if (!faults.includes(fault)) say(turn, 'info', `fault is over: ${fault}`);
  if (faults.join() !== knownFaults.join()) change(turn, { knownFaults: faults });
}

function presentFaults(turn: Turn): readonly string[] {
  const { snapshot, state } = turn.model;
  if (state !== 'error' || snapshot === undefined) return [];
  return snapshot.faults.length > 0 ? snapshot.faults : ['pilotE'];
}
