// Whether the wallbox answers: fresh, stale, lost, back.
import { change, clear, say, type Model, type Turn } from './model';
import { failureText } from './texts';
import type { Failure } from '../modbus/exchange';
import type { Span } from '../modbus/register';

/** Polls that must fail in a row before the wallbox counts as lost (`design.md` section 4, first row of the table). */
const LOST_AFTER_POLLS = 3;
/** A silence that makes the wallbox prove its identity again (`design.md` section 3, identify). */
const IDENTITY_SILENCE_MS = 60_000;
/** After a link gap a single A proves no unplug for so long. */
export const UNSETTLED_MS = 60_000;

export function fastMs(model: Model): number {
  return model.settings.pollIntervalMs ?? model.driver.link.fastMs;
}

/** Whether the last good reading is recent enough to be told to anybody. */
export function isFresh(model: Model, nowMs: number): boolean {
  const { link } = model;
  if (link.lastGoodMs === undefined || link.reach !== 'up') return false;
  return nowMs - link.lastGoodMs <= staleAfterMs(model);
}

/** Three intervals plus one reply timeout; a write of ours that is still out does not count against the wallbox. */
function staleAfterMs(model: Model): number {
  const { link } = model.driver;
  const ownMs = model.writing ? (model.writing.write.timeoutMs ?? link.replyTimeoutMs) : 0;
  return LOST_AFTER_POLLS * fastMs(model) + link.replyTimeoutMs + ownMs;
}

/** A write of ours held the line for so long: no poll could have been answered meanwhile. */
export function excuse(turn: Turn, busyMs: number): void {
  const { link } = turn.model;
  if (link.lastGoodMs === undefined) return;
  const lastGoodMs = Math.min(turn.now.monotonicMs, link.lastGoodMs + busyMs);
  change(turn, { link: { ...link, lastGoodMs } });
}

/** A good poll: in reach, and what a gap before it means. */
export function pollSucceeded(turn: Turn, epoch: number): void {
  const { link } = turn.model;
  const nowMs = turn.now.monotonicMs;
  const wasUp = link.reach === 'up';
  const silentMs = link.lastGoodMs === undefined ? undefined : nowMs - link.lastGoodMs;
  if (!wasUp) {
    change(turn, {
      link: {
        failures: 0,
        lastGoodMs: nowMs,
        reach: 'up',
        upSinceMs: nowMs,
        gapMs: silentMs ?? Infinity,
        epoch,
      },
      plug: { ...turn.model.plug, unsettledUntilMs: nowMs + UNSETTLED_MS },
    });
    turn.effects.push({ kind: 'reachable', isReachable: true });
  } else change(turn, { link: { ...link, failures: 0, lastGoodMs: nowMs, epoch } });
  if (wasUp && (epoch !== link.epoch || (silentMs ?? 0) > IDENTITY_SILENCE_MS)) doubtIdentity(turn);
}

/** The line was opened anew or was silent for long: nothing is written before the wallbox has proved who it is. */
function doubtIdentity(turn: Turn): void {
  const identity = turn.model.identity === 'wrong' ? 'wrong' : 'unproven';
  change(turn, { identity, isVariantChosen: false, unprovenSinceMs: turn.now.monotonicMs });
}

/** A failed poll; the third in a row loses the wallbox. A running sequence never goes on over a gap in sight. */
export function pollFailed(turn: Turn, failure: Failure, span: Span): void {
  const { link } = turn.model;
  change(turn, { link: { ...link, failures: link.failures + 1 } });
  clear(turn, 'sequence');
  if (turn.model.link.failures >= LOST_AFTER_POLLS) lose(turn, failureText(failure, span));
}

/** Called at every step: a wallbox that nobody polls is as stale as one that does not answer. */
export function watchFreshness(turn: Turn): void {
  const { link } = turn.model;
  if (link.reach === 'up' && !isFresh(turn.model, turn.now.monotonicMs)) lose(turn, 'no reading in time');
}

function lose(turn: Turn, cause: string): void {
  const { link } = turn.model;
  if (link.reach === 'down') return;
  change(turn, { link: { ...link, reach: 'down' } });
  clear(turn, 'sequence');
  doubtIdentity(turn);
  turn.effects.push({ kind: 'reachable', isReachable: false });
  say(turn, 'warning', `wallbox lost: ${cause}`);
}
