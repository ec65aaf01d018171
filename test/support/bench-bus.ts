// A real bus over a real port: what every test of it needs, ended in the right order afterwards.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Exchanged, ReadRequest } from '../../src/modbus/exchange';
import type { UnitProfile } from '../../src/modbus/line-state';
import { systemClock } from '../../src/io/system-clock';
import { systemRandom } from '../../src/io/system-random';

export const deps = { clock: systemClock(0), random: systemRandom };

/** 115200 baud: the wire time of a frame is below a millisecond. */
export const FORMAT = { baudRate: 115_200, parity: 'none', stopBits: 1 } as const;

export function holding(unitId: number, address: number, length = 1): ReadRequest {
  return { kind: 'read', unitId, space: 'holding', address, length };
}

export function quickProfile(unitId: number, change: Partial<UnitProfile> = {}): UnitProfile {
  const times = { replyTimeoutMs: 100, quietMs: 0, unitSwitchGapMs: 0, holdOffMs: 0 };
  const resyncReads = [holding(unitId, 0, 1)];
  return { unitId, ...times, transactionId: 'echoed', resyncReads, label: `unit ${unitId}`, ...change };
}

/** Things to be undone after a test, the last one first. */
export class Undo {
  readonly #steps: (() => Promise<void>)[] = [];

  add(step: () => Promise<void>): void {
    this.#steps.push(step);
  }

  async all(): Promise<void> {
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) await step();
  }

  async folder(): Promise<string> {
    const path = await mkdtemp(join(tmpdir(), 'chargepointd-'));
    this.add(() => rm(path, { recursive: true, force: true }));
    return path;
  }
}

/** Longer than anything takes here; shorter than a test may. */
const PATIENCE_TURNS = 1600;

export async function until(isSo: () => boolean): Promise<void> {
  for (let turns = 0; turns < PATIENCE_TURNS; turns += 1) {
    if (isSo()) return;
    await sleep(5);
  }
  throw new Error('waited in vain');
}

/** Polls until an exchange succeeds. */
export async function untilOk(exchange: () => Promise<Exchanged>): Promise<Exchanged> {
  for (let turns = 0; turns < PATIENCE_TURNS; turns += 1) {
    const exchanged = await exchange();
    if (exchanged.outcome.ok) return exchanged;
    await sleep(10);
  }
  throw new Error('waited in vain');
}
