// What happened to a simulated wallbox, in sentences for whoever watches.
import { appliedA, pilotOf, powerW } from './electrics';
import type { Electrics } from './electrics';

const PILOT_WORDS = {
  A: 'no car',
  B1: 'a car waits, nothing is offered',
  B2: 'a car waits, current is offered',
  C1: 'the car asks, nothing is offered',
  C2: 'the car charges',
} as const;

/** One sentence for each thing that changed between two moments. */
export function story(before: Electrics, after: Electrics): readonly string[] {
  const told: string[] = [];
  const pilot = pilotOf(after);
  if (pilotOf(before) !== pilot) {
    const words = pilot in PILOT_WORDS ? `: ${PILOT_WORDS[pilot as keyof typeof PILOT_WORDS]}` : '';
    told.push(`pilot ${pilot}${words}`);
  }
  if (before.car.stage === 'asking' && after.car.stage === 'full') {
    told.push(`the car is full, ${after.sessionKWh.toFixed(2)} kWh this session`);
  }
  if (appliedA(before) !== appliedA(after)) {
    told.push(`offers ${appliedA(after)} A`);
  }
  if (before.isLocked !== after.isLocked) {
    told.push(after.isLocked ? 'the cable is locked' : 'the cable is unlocked');
  }
  if (before.fallbackA !== after.fallbackA) {
    told.push(after.fallbackA === undefined ? 'the watchdog is fed again' : 'the watchdog has expired');
  }
  if (before.phases !== after.phases) {
    told.push(`charges on ${after.phases} phase${after.phases === 1 ? '' : 's'}`);
  }
  return told;
}

/** Where it stands, in one sentence. */
export function summary(electrics: Electrics): string {
  const power = `${(powerW(electrics) / 1000).toFixed(1)} kW`;
  return `pilot ${pilotOf(electrics)}, offers ${appliedA(electrics)} A, ${power}, ${electrics.sessionKWh.toFixed(2)} kWh this session`;
}
