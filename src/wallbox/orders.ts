// The queue of commands of one wallbox: first in, first answered; a stop takes effect on arrival.
import { beginSetCurrent, beginSetMaxCurrent, workCurrent } from './current-order';
import { isFresh } from './link';
import { beginLock, workLock } from './lock-order';
import { change, type Turn } from './model';
import type { Pending } from './parts';
import { beginPhaseMode, workPhaseMode } from './phase-order';
import { dropRaise, settleDrift } from './setpoint';
import { beginStart, workStart } from './start-order';
import { beginStop, workStop } from './stop-order';
import { answer, refuse } from './answers';
import type { Command } from './vocabulary';

/** A queue that is longer than a person's patience is refused. */
const QUEUE_LENGTH = 16;
/** A fresh reading is asked for at once; the next poll brings it or fails. */
const REFRESH_MS = 4500;

/** Takes a command in. A stop counts even when there is no place left to wait for its answer. */
export function receive(turn: Turn, command: Command): void {
  const isFull = turn.model.pending.length >= QUEUE_LENGTH;
  const isStop = command.order.kind === 'stop';
  if (takesEffectOnArrival(turn, command) && (isStop || !isFull)) stopNow(turn);
  if (isFull) {
    const remains = isStop && turn.model.settings.control ? '; the stop stays wanted' : '';
    const reason = `busy: too many commands are waiting${remains}`;
    turn.effects.push({ kind: 'refuse', command: command.id, reason });
    return;
  }
  const pending: Pending = {
    command,
    arrivedMs: turn.now.monotonicMs,
    calmPolls: 0,
    isSuperseded: false,
  };
  change(turn, { pending: [...turn.model.pending, pending] });
}

/** Unlocking with a car plugged in is a stop (`design.md` section 4, Safety). */
function takesEffectOnArrival(turn: Turn, command: Command): boolean {
  const { model } = turn;
  if (!model.settings.control) return false;
  if (command.order.kind === 'stop') return true;
  const isUnlock = command.order.kind === 'lock' && !command.order.isLocked;
  return isUnlock && model.plug.car !== 'away' && model.capabilities?.lock === 'settable';
}

/** A stop abandons these; a current asked for is remembered instead. */
const OVERTAKEN: readonly string[] = ['start', 'setPhaseMode'];

/** Intent changes, and whatever was on its way to more current is overtaken. */
function stopNow(turn: Turn): void {
  settleDrift(turn);
  dropRaise(turn);
  const { model } = turn;
  const pending = model.pending.map((entry) =>
    OVERTAKEN.includes(entry.command.order.kind) ? { ...entry, isSuperseded: true } : entry,
  );
  change(turn, { intent: 'stop', pending });
}

/** Works on the active command, and on the next ones as long as they can be answered at once. */
export function workOrders(turn: Turn): void {
  for (let entry = turn.model.pending[0]; entry !== undefined; entry = turn.model.pending[0]) {
    if (entry.activeMs === undefined) begin(turn, entry);
    else work(turn, entry);
    if (turn.model.pending[0] === entry) return;
  }
}

function begin(turn: Turn, entry: Pending): void {
  if (entry.isSuperseded) {
    refuse(turn, entry, 'overtaken by a later stop; nothing was changed');
    return;
  }
  const active = { ...entry, activeMs: turn.now.monotonicMs };
  change(turn, { pending: [active, ...turn.model.pending.slice(1)] });
  const { order } = entry.command;
  if (order.kind !== 'refresh' && order.kind !== 'getParameter' && !turn.model.settings.control) {
    refuse(turn, active, 'this wallbox is only observed (control: false)');
    return;
  }
  if (order.kind === 'start') beginStart(turn, active);
  else if (order.kind === 'stop') beginStop(turn, active);
  else if (order.kind === 'lock') beginLock(turn, active);
  else if (order.kind === 'setCurrent') beginSetCurrent(turn, active, order.amps);
  else if (order.kind === 'setMaxCurrent') beginSetMaxCurrent(turn, active, order.amps);
  else if (order.kind === 'setPhaseMode') beginPhaseMode(turn, active, order.mode);
  else if (order.kind !== 'refresh') refuse(turn, active, 'this wallbox does not offer it');
}

function work(turn: Turn, entry: Pending): void {
  const { order } = entry.command;
  if (order.kind === 'start') workStart(turn, entry);
  else if (order.kind === 'stop') workStop(turn, entry);
  else if (order.kind === 'lock') workLock(turn, entry);
  else if (order.kind === 'setCurrent') workCurrent(turn, entry, 'session');
  else if (order.kind === 'setMaxCurrent') workCurrent(turn, entry, 'maxCurrent');
  else if (order.kind === 'setPhaseMode') workPhaseMode(turn, entry);
  else workRefresh(turn, entry);
}

/** Answered by values whose reading began after the command arrived. */
function workRefresh(turn: Turn, entry: Pending): void {
  const { model, now } = turn;
  const { order } = entry.command;
  if (order.kind !== 'refresh') return;
  const isRead =
    isFresh(model, now.monotonicMs) && (model.snapshot?.sampledMs ?? -Infinity) >= entry.arrivedMs;
  if (isRead) answer(turn, entry, order.reports);
  else if (now.monotonicMs - entry.arrivedMs >= REFRESH_MS)
    refuse(turn, entry, 'the wallbox does not answer');
}

/** A poll failed: whoever asked for a fresh reading learns it now. */
export function failRefreshes(turn: Turn, cause: string): void {
  const waiting = turn.model.pending.filter((entry) => entry.command.order.kind === 'refresh');
  for (const entry of waiting) {
    if (turn.model.pending[0] === entry) refuse(turn, entry, `the wallbox could not be read: ${cause}`);
  }
}
