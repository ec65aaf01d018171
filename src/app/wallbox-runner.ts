// One wallbox: polls, feeds the core, carries out what it decides. It decides nothing itself.
import type { Clock, Timer } from '../base/clock';
import type { Log } from '../base/log';
import type { Model } from '../wallbox/model';
import type { Memory } from '../wallbox/memory-record';
import { pollPauseMs } from '../wallbox/poll';
import { currentReports } from '../wallbox/reports';
import { step } from '../wallbox/step';
import { writeText } from '../wallbox/texts';
import type { Capabilities, Command, Report, Settings } from '../wallbox/vocabulary';
import type { Effect } from '../wallbox/effects';
import type { Input } from '../wallbox/inputs';
import type { Write } from '../wallbox/write';
import { MeterPoller } from './meter-poller';
import { readWallbox } from './poll-reader';
import type { Unit } from './unit';

/** What the runner tells the gateway. */
export interface RunnerEvents {
  onReport(report: Report, cause: string): void;
  onDone(command: string): void;
  onRefused(command: string, reason: string): void;
  onFault(code: string, message: string): void;
  onCapabilities(capabilities: Capabilities): void;
  onReachable(isReachable: boolean): void;
  /** After every input: what is true now. */
  onReports(reports: readonly Report[]): void;
}

export interface RunnerOptions {
  /** FIMP thing address, for log lines. */
  readonly address: string;
  readonly model: Model;
  readonly unit: Unit;
  /** Of the external meter, where there is one. */
  readonly meterUnit?: Unit;
  readonly clock: Clock;
  readonly log: Log;
  /** Persists; resolves when it is on the disk. Never rejects. */
  readonly save: (memory: Memory) => Promise<void>;
}

/** How often the core looks at the clock when no poll does. */
const TICK_MS = 1000;

export class WallboxRunner {
  readonly #options: RunnerOptions;
  readonly #events: RunnerEvents;
  #model: Model;
  readonly #meter: MeterPoller | undefined;
  #isRunning = false;
  #loop: Promise<void> | undefined;
  #ticker: Timer | undefined;
  #wake: () => void = () => undefined;
  /** Answers wait for what their command has changed to be on the disk. */
  #saved: Promise<void> | undefined;

  constructor(options: RunnerOptions, events: RunnerEvents) {
    this.#options = options;
    this.#events = events;
    this.#model = options.model;
    const { address, clock, meterUnit: unit } = options;
    const feed = (input: Input): void => this.#feed(input);
    if (unit !== undefined)
      this.#meter = new MeterPoller({ address, clock, unit, feed, meter: () => this.#model.meter });
  }

  get model(): Model {
    return this.#model;
  }

  start(): void {
    this.#isRunning = true;
    this.#tick();
    this.#loop = this.#poll();
    this.#meter?.start();
  }

  /** Ends polling. Nothing is written: the wallbox's own fallback is the safe state. */
  async stop(): Promise<void> {
    this.#isRunning = false;
    this.#ticker?.cancel();
    this.#wake();
    await Promise.all([this.#loop, this.#meter?.stop()]);
    await this.#saved;
  }

  /** Hands a command to the core and has the wallbox read at once. */
  command(command: Command): void {
    this.#feed({ kind: 'command', command });
    this.#wake();
  }

  /** The broker has gone, or is back. */
  hub(isOnline: boolean): void {
    this.#feed({ kind: 'hub', isOnline });
  }

  /** What the user decided has changed. */
  configure(settings: Settings): void {
    this.#feed({ kind: 'settings', settings });
    this.#wake();
  }

  currentReports(): readonly Report[] {
    return currentReports(this.#model, this.#nowMs());
  }

  #nowMs(): number {
    return this.#options.clock.now().monotonicMs;
  }

  #tick(): void {
    this.#ticker = this.#options.clock.after(`tick ${this.#options.address}`, TICK_MS, () => {
      this.#feed({ kind: 'tick' });
      this.#tick();
    });
  }

  async #poll(): Promise<void> {
    while (this.#isRunning) {
      const startedMs = this.#nowMs();
      const input = await readWallbox(this.#model, this.#options.unit, () => this.#nowMs());
      this.#feed(input);
      await this.#pauseUntil(startedMs + pollPauseMs(this.#model, this.#nowMs()));
    }
  }

  #pauseUntil(untilMs: number): Promise<void> {
    if (!this.#isRunning) return Promise.resolve();
    return new Promise((resolve) => {
      const waitMs = Math.max(0, untilMs - this.#nowMs());
      const timer = this.#options.clock.after(`poll ${this.#options.address}`, waitMs, resolve);
      this.#wake = () => {
        timer.cancel();
        resolve();
      };
    });
  }

  #feed(input: Input): void {
    if (!this.#isRunning) return;
    const before = this.#model;
    const { model, effects } = step(before, input, this.#options.clock.now());
    this.#model = model;
    for (const effect of effects) this.#carryOut(effect);
    this.#events.onReports(this.currentReports());
  }

  #carryOut(effect: Effect): void {
    switch (effect.kind) {
      case 'write':
        void this.#write(effect.write);
        break;
      case 'remember':
        this.#saved = this.#save(effect.memory);
        break;
      case 'log':
        this.#say(effect.level, effect.message);
        break;
      case 'report':
      case 'done':
      case 'refuse':
        this.#answer(effect);
        break;
      case 'fault':
        this.#events.onFault(effect.code, effect.message);
        break;
      case 'capabilities':
        this.#events.onCapabilities(effect.capabilities);
        break;
      case 'reachable':
        this.#events.onReachable(effect.isReachable);
        break;
    }
  }

  async #write(write: Write): Promise<void> {
    const { unit } = this.#options;
    const request = { ...write.request, unitId: unit.unitId };
    const { lane, timeoutMs } = write;
    const options = { lane, ...(timeoutMs === undefined ? {} : { timeoutMs }) };
    const { outcome } = await unit.exchange(request, options);
    if (outcome.ok) {
      this.#say(
        lane === 'watchdog' ? 'debug' : 'info',
        `wrote ${writeText(write, this.#model.driver)}: ${write.reason}`,
      );
      this.#feed({ kind: 'wrote', write });
    } else this.#feed({ kind: 'write-failed', write, failure: outcome.failure });
    this.#wake();
  }

  async #save(memory: Memory): Promise<void> {
    const before = this.#saved;
    const mine = this.#options.save(memory);
    await before;
    await mine;
  }

  /** In order, and after whatever the core asked to remember with or before it. */
  #answer(effect: Extract<Effect, { kind: 'report' | 'done' | 'refuse' }>): void {
    const saved = this.#saved;
    if (saved === undefined) this.#emit(effect);
    else {
      this.#saved = saved.then(() => this.#emit(effect));
      void this.#forgetWhenSaved(this.#saved);
    }
  }

  async #forgetWhenSaved(saved: Promise<void>): Promise<void> {
    await saved;
    if (this.#saved === saved) this.#saved = undefined;
  }

  #emit(effect: Extract<Effect, { kind: 'report' | 'done' | 'refuse' }>): void {
    if (effect.kind === 'done') this.#events.onDone(effect.command);
    else if (effect.kind === 'refuse') this.#events.onRefused(effect.command, effect.reason);
    else this.#events.onReport(effect.report, effect.cause);
  }

  #say(level: 'debug' | 'info' | 'warning' | 'error', message: string): void {
    this.#options.log.write(level, message, { chargepoint: this.#options.address });
  }
}
