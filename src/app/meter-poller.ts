// Polls the external meter of one wallbox in a loop of its own. It decides nothing.
import type { Clock } from '../base/clock';
import type { Input } from '../wallbox/inputs';
import type { Meter } from '../wallbox/parts';
import { readMeter } from './poll-reader';
import type { Unit } from './unit';

export interface MeterPollerOptions {
  /** FIMP thing address of the wallbox, for the names of timers. */
  readonly address: string;
  readonly unit: Unit;
  readonly clock: Clock;
  /** The meter as the core knows it now. */
  readonly meter: () => Meter | undefined;
  readonly feed: (input: Input) => void;
}

export class MeterPoller {
  readonly #options: MeterPollerOptions;
  #isRunning = false;
  #loop: Promise<void> | undefined;
  #wake: () => void = () => undefined;

  constructor(options: MeterPollerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#isRunning = true;
    this.#loop = this.#poll();
  }

  async stop(): Promise<void> {
    this.#isRunning = false;
    this.#wake();
    await this.#loop;
  }

  async #poll(): Promise<void> {
    const { unit, clock, meter, feed } = this.#options;
    const nowMs = (): number => clock.now().monotonicMs;
    for (let known = meter(); this.#isRunning && known !== undefined; known = meter()) {
      const startedMs = nowMs();
      feed(await readMeter(known, unit, nowMs));
      await this.#pause(startedMs + known.driver.link.fastMs - nowMs());
    }
  }

  #pause(waitMs: number): Promise<void> {
    if (!this.#isRunning) return Promise.resolve();
    return new Promise((resolve) => {
      const { clock, address } = this.#options;
      const timer = clock.after(`meter ${address}`, Math.max(0, waitMs), resolve);
      this.#wake = () => {
        timer.cancel();
        resolve();
      };
    });
  }
}
