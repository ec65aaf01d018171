// A simulated external meter beside the simulated wallbox of a bench: it shows what flows there.
import { advance, initial, respond, type Wallbox } from '../../src/simulator/wallbox';
import type { Input, Reading } from '../../src/wallbox/inputs';
import type { Meter } from '../../src/wallbox/parts';
import { meterPlan } from '../../src/wallbox/poll';
import { shippedDriver } from './drivers';

export function newMeterBox(id: string): Wallbox {
  const driver = shippedDriver(id).variants[0]?.driver;
  if (driver === undefined) throw new Error(`${id} has no variant`);
  return initial(driver, { car: { habit: 'none' }, loadW: 0 }, 2);
}

/** Lets time pass at the meter while so much flows through it. */
export function advanceMeter(meterBox: Wallbox, loadW: number, ms: number): Wallbox {
  return advance({ ...meterBox, electrics: { ...meterBox.electrics, loadW } }, ms);
}

/** One poll of the meter. */
export function readMeterBox(meterBox: Wallbox, meter: Meter, nowMs: number): Input {
  const readings: Reading[] = [];
  for (const block of meterPlan(meter, nowMs).blocks) {
    const { reply } = respond(meterBox, { kind: 'read', unitId: 2, ...block });
    if (reply.kind !== 'values') return meterSilence(block);
    readings.push({ ...block, words: reply.values, sampledMs: nowMs });
  }
  return { kind: 'metered', readings, missing: [], refused: [], epoch: 1 };
}

/** What a poll of a meter that answers nothing gives. */
export function meterSilence(
  span: Extract<Input, { kind: 'meter-failed' }>['span'] = { space: 'input', address: 0, length: 1 },
): Input {
  return { kind: 'meter-failed', failure: { kind: 'timeout', afterMs: 1000 }, span };
}
