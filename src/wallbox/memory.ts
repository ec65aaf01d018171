// What survives a restart: written when it matters, and energy at most every five minutes.
import { noSession } from './session';
import { MEMORY_VERSION, type Memory } from './memory-record';
import { change, type Model, type Turn } from './model';
import type { Drift } from './parts';
import { CORRECTIONS } from './setpoint';
import { UNTOUCHED } from './untouched';

/** A session counter that a power cut would take with it is saved so often. */
const ENERGY_MS = 300_000;

export function memoryOf(model: Model): Memory {
  const { counterMs: _ms, doubtfulPolls: _polls, fall: _fall, mode, ...session } = model.session;
  return {
    version: MEMORY_VERSION,
    driver: model.file.id,
    ...(model.meter === undefined ? {} : { meter: model.meter.file.id }),
    ...(model.serial === undefined ? {} : { serial: model.serial }),
    intent: model.intent,
    car: model.plug.car,
    isHeld: model.isHeld,
    hasYielded: model.setpoint.hasYielded,
    fimpMaxA: model.fimpMaxA,
    session: { ...session, ...(mode === undefined ? {} : { mode }) },
    ...(model.previousKWh === undefined ? {} : { previousKWh: model.previousKWh }),
    ...(model.idleTotalKWh === undefined ? {} : { idleTotalKWh: model.idleTotalKWh }),
    ...(model.lifetimeKWh === undefined ? {} : { lifetimeKWh: model.lifetimeKWh }),
    ...(model.phasesSeen === undefined ? {} : { phasesSeen: model.phasesSeen }),
    corrections: model.drift.isSlow ? CORRECTIONS : model.drift.correctedMs.length,
    ...(model.capabilities === undefined ? {} : { capabilities: model.capabilities }),
  };
}

/** Hands the memory out when it differs in more than counting energy, or when that is five minutes old. */
export function remember(turn: Turn): void {
  const { model, now } = turn;
  const memory = memoryOf(model);
  const { energyKWh: _energy, counterKWh: _counter, boxSessionS: _time, ...session } = memory.session;
  const { idleTotalKWh: _idle, lifetimeKWh: _lifetime, ...rest } = memory;
  const key = JSON.stringify({ ...rest, session });
  const isOld = now.monotonicMs - model.rememberedMs >= ENERGY_MS;
  if (key === model.rememberedKey && !isOld) return;
  const text = JSON.stringify(memory);
  change(turn, { rememberedKey: key, rememberedMs: now.monotonicMs, rememberedText: text });
  if (text !== model.rememberedText) turn.effects.push({ kind: 'remember', memory });
}

/**
 * What a memory sets in a fresh model. Corrections count as made at the start of the program. What another meter than `meter`
 * has counted is no base to count on from.
 */
export function recalled(memory: Memory, nowMs: number, meter?: string): Partial<Model> {
  const drift: Drift = {
    correctedMs: Array.from({ length: memory.corrections }, () => nowMs),
    isSlow: memory.corrections >= CORRECTIONS,
    ...(memory.corrections > 0 ? { seenMs: nowMs } : {}),
    isReported: memory.corrections > 0,
  };
  const { mode, counterKWh, ...session } = memory.session;
  const isSameCounter = memory.meter === meter;
  const base = isSameCounter && counterKWh !== undefined ? { counterKWh } : {};
  return {
    intent: memory.intent,
    isHeld: memory.isHeld,
    plug: { car: memory.car, gonePolls: 0, unsettledUntilMs: nowMs },
    fimpMaxA: memory.fimpMaxA,
    session: { ...noSession(session.freeCharging, mode, session.grantedA), ...session, ...base },
    drift,
    setpoint: { ...UNTOUCHED, hasYielded: memory.hasYielded },
    ...(memory.serial === undefined ? {} : { serial: memory.serial }),
    ...(memory.previousKWh === undefined ? {} : { previousKWh: memory.previousKWh }),
    ...(!isSameCounter || memory.lifetimeKWh === undefined ? {} : { lifetimeKWh: memory.lifetimeKWh }),
    ...(memory.phasesSeen === undefined ? {} : { phasesSeen: memory.phasesSeen }),
    ...(!isSameCounter || memory.idleTotalKWh === undefined ? {} : { idleTotalKWh: memory.idleTotalKWh }),
    ...(memory.capabilities === undefined ? {} : { capabilities: memory.capabilities }),
  };
}
