// What is true now, as reports: every value from the last good poll, unknown values left out.
import { energySource } from './energy';
import { isFresh } from './link';
import { isAllowed, isPaused, observedOfferA } from './offer';
import type { Model } from './model';
import type { Report, ReportKind, SessionReport } from './vocabulary';

/** All current reports in the order of a periodic cycle (`fimp.md` c.7). Out of reach: the state `unknown` alone. */
export function currentReports(model: Model, nowMs: number): readonly Report[] {
  if (model.link.reach === 'never') return [];
  if (!isFresh(model, nowMs)) return [{ kind: 'state', state: 'unknown' }];
  // The registers of another model mean something else: nothing but "unavailable" can be said.
  const kinds = model.identity === 'wrong' ? (['state'] as const) : (['session', 'state', 'lock'] as const);
  return kinds.map((kind) => reportOf(model, kind)).filter((report) => report !== undefined);
}

/** One report; undefined where the wallbox tells nothing about it. */
export function reportOf(model: Model, kind: ReportKind): Report | undefined {
  switch (kind) {
    case 'state':
      return stateReport(model);
    case 'session':
      return sessionReport(model);
    case 'lock':
      return lockReport(model);
    case 'maxCurrent':
    case 'phaseMode':
    case 'meter':
      return undefined;
  }
}

/** The mode is told while charging only (`fimp.md` c.7). */
function stateReport(model: Model): Report {
  const { state, session } = model;
  const isTold = state === 'charging' && session.mode !== undefined;
  return { kind: 'state', state, ...(isTold ? { mode: session.mode } : {}) };
}

function sessionReport(model: Model): SessionReport {
  const { session, previousKWh } = model;
  const isStartTold = session.startedWallMs !== undefined && session.isStartKnown;
  const isFinishTold = isStartTold && session.finishedWallMs !== undefined;
  return {
    kind: 'session',
    energyKWh: session.energyKWh,
    offeredA: offeredNowA(model),
    ...(energySource(model) === 'none' ? { energySource: 'none' as const } : {}),
    ...(previousKWh === undefined ? {} : { previousKWh }),
    ...(isStartTold ? { startedAtMs: session.startedWallMs } : {}),
    ...(isFinishTold ? { finishedAtMs: session.finishedWallMs } : {}),
  };
}

/** What is offered to a car now, in whole amperes rounded down; 0 while paused or without a car. */
export function offeredNowA(model: Model): number {
  const isWithCar = model.session.isOpen && model.state !== 'disconnected' && model.state !== 'finished';
  if (!isWithCar || (!isAllowed(model) && model.setpoint.hasLanded)) return 0;
  const offeredA = observedOfferA(model) ?? (model.setpoint.hasLanded ? model.setpoint.assertedA : undefined);
  if (offeredA === undefined || isPaused(model, offeredA)) return 0;
  return Math.floor(Math.min(offeredA, model.fimpMaxA) + 1e-9);
}

/** A lock that only echoes the command is told as such, and not at all while it has a fault (`fimp.md` c.4). */
function lockReport(model: Model): Report | undefined {
  const { snapshot, capabilities } = model;
  if (snapshot?.isLocked === undefined || capabilities === undefined || capabilities.lock === 'none')
    return undefined;
  const cableA = snapshot.isCableIn === false ? 0 : snapshot.cableA;
  const isCommandOnly = capabilities.lockSource === 'command';
  if (isCommandOnly && snapshot.faults.some((fault) => /lock/i.test(fault))) return undefined;
  return {
    kind: 'lock',
    isLocked: snapshot.isLocked,
    ...(cableA === undefined ? {} : { cableA: Math.floor(cableA) }),
    ...(isCommandOnly ? { source: 'command' as const } : {}),
  };
}
