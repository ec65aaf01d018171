// What an installer should know once a wallbox has proved who it is: what it does without us, and what limits it then.
import { numberReading } from '../driver/reading';
import { change, say, type Model, type Turn } from './model';
import { valueOf } from './snapshot';

const MOST_A = 80;

/** Once per start of the program. */
export function greet(turn: Turn): void {
  const { model } = turn;
  if (model.isGreeted || model.identity !== 'proven' || model.snapshot === undefined) return;
  change(turn, { isGreeted: true });
  say(turn, 'info', withoutUsText(model));
  const { boxMaxA } = model.snapshot;
  if (boxMaxA !== undefined && boxMaxA > model.settings.maxA) {
    say(
      turn,
      'warning',
      `the wallbox's own limit is ${boxMaxA} A, above max_current (${model.settings.maxA} A): it is the only one that holds while nobody polls`,
    );
  }
}

/** `if this program stops, the wallbox ends the session after 60 s`; in plain words, from what was read back. */
export function withoutUsText(model: Model): string {
  const { watchdog } = model.driver;
  const timeoutS =
    numberReading(model.driver, 'watchdogS', valueOf(model)) ?? (watchdog?.timeoutMs ?? 0) / 1000;
  if (watchdog === undefined || timeoutS === 0)
    return 'if this program stops, the wallbox goes on as it then is';
  const { fallbackA } = model.snapshot ?? {};
  // 255 and the like mean that none is set.
  const nowA = fallbackA === undefined || fallbackA > MOST_A ? '' : ` (${fallbackA} A as read back)`;
  return `if this program stops, after ${timeoutS} s without it the wallbox ${watchdog.expiry}${nowA}`;
}
