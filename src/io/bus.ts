// Carries out what the line decides: one port, one exchange at a time, for ever.
import type { Clock, Timer } from '../base/clock';
import type { Log } from '../base/log';
import type { Random } from '../base/random';
import type { Counters } from '../modbus/counters';
import type { Exchanged, Outcome, Request } from '../modbus/exchange';
import { enqueue } from '../modbus/lanes';
import type { Action, Moment } from '../modbus/line';
import { finished, next, strayReplies } from '../modbus/line';
import { recordOf } from '../modbus/line-events';
import { closed, opened, openFailed, stopped } from '../modbus/line-link';
import type { Lane, Line, LineOptions, Turn, UnitProfile } from '../modbus/line-state';
import { newLine, withUnit } from '../modbus/line-state';
import type { Link } from '../modbus/link';
import { requestProblem } from '../modbus/request';

export interface ExchangeOptions {
  readonly lane: Lane;
  /** Instead of the unit's reply timeout. */
  readonly timeoutMs?: number;
  /** Of a watchdog refresh: when the wallbox gives up on us, monotonic milliseconds. */
  readonly deadlineMs?: number;
}

export interface BusUnit {
  /**
   * Resolves after the exchange, or at once when the port is down or the unit is being left alone. It rejects only with
   * a RangeError for a request that the protocol forbids, which is a bug.
   */
  exchange(request: Request, options: ExchangeOptions): Promise<Exchanged>;
}

export interface UnitCounters extends Counters {
  readonly unitId: number;
  readonly label: string;
  readonly isDown: boolean;
}

export interface Bus {
  /** `/dev/…` or `host:port`. */
  readonly name: string;
  readonly isOpen: boolean;
  /** Grows with each opening of the port: what was identified before may be another device now. */
  readonly openings: number;
  /** When the loop last turned, monotonic. It turns every few seconds at least, or after an exchange's timeout. */
  readonly lastTurnMs: number;
  /** Once per unit id, before its first exchange. */
  addUnit(profile: UnitProfile): BusUnit;
  start(): void;
  /** Lets the exchange in flight end, within a second, closes the port and ends every waiting exchange. */
  stop(): Promise<void>;
  counters(): readonly UnitCounters[];
  /** Called after every exchange, opening and loss. */
  onChange(handler: () => void): void;
}

export interface BusDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

const OPEN_TIMEOUT_MS = 3000;
/** An idle loop turns this often, to show that it lives. */
const IDLE_TURN_MS = 5000;
const STOP_GRACE_MS = 1000;

/** A bus over `link`; `options.framing` must be the link's own. */
export function createBus(link: Link, deps: BusDeps, options: LineOptions): Bus {
  return new LineBus(link, deps, options);
}

class LineBus implements Bus {
  readonly name: string;
  openings = 0;
  lastTurnMs: number;
  readonly #link: Link;
  readonly #deps: BusDeps;
  readonly #waiting = new Map<number, (exchanged: Exchanged) => void>();
  #line: Line;
  #lastId = 0;
  #lateSeen = 0;
  #wake: () => void = () => undefined;
  #running: Promise<void> | undefined;
  #tellChange: () => void = () => undefined;

  constructor(link: Link, deps: BusDeps, options: LineOptions) {
    this.name = link.name;
    this.#link = link;
    this.#deps = deps;
    this.lastTurnMs = this.#nowMs();
    this.#line = newLine(options, this.lastTurnMs);
    link.onLost((cause) => {
      const { nowMs, jitter } = this.#moment();
      this.#take(closed(this.#line, cause, nowMs, jitter));
    });
  }

  get isOpen(): boolean {
    return this.#link.isOpen;
  }

  addUnit(profile: UnitProfile): BusUnit {
    this.#line = withUnit(this.#line, profile);
    return { exchange: (request, options) => this.#exchange(profile, request, options) };
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#take(stopped(this.#line, this.#nowMs()));
    const timer = this.#deps.clock.after(`stop ${this.name}`, STOP_GRACE_MS, () => this.#link.drop());
    await this.#running;
    timer.cancel();
    this.#link.drop();
  }

  counters(): readonly UnitCounters[] {
    return [...this.#line.units.values()].map(({ profile, health, counters }) => ({
      unitId: profile.unitId,
      label: profile.label,
      isDown: health.isDown,
      ...counters,
    }));
  }

  onChange(handler: () => void): void {
    this.#tellChange = handler;
  }

  async #exchange(profile: UnitProfile, request: Request, options: ExchangeOptions): Promise<Exchanged> {
    const problem =
      request.unitId === profile.unitId ? requestProblem(request) : 'it is meant for another unit';
    if (problem !== undefined) throw new RangeError(`Request to ${profile.label}: ${problem}`);
    const id = (this.#lastId += 1);
    return await new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#take(enqueue(this.#line, { id, unitId: profile.unitId, request, ...options }, this.#nowMs()));
    });
  }

  async #run(): Promise<void> {
    while (this.#line.link.kind !== 'stopped') {
      this.lastTurnMs = this.#nowMs();
      this.#link.drain();
      const late = this.#link.lateReplies ?? 0;
      this.#line = strayReplies(this.#line, late - this.#lateSeen);
      this.#lateSeen = late;
      const { line, action } = next(this.#line, this.lastTurnMs);
      this.#line = line;
      await this.#carryOut(action);
    }
  }

  async #carryOut(action: Action): Promise<void> {
    switch (action.kind) {
      case 'wait':
        await this.#pause(action.untilMs);
        return;
      case 'drop':
        this.#link.drop();
        return;
      case 'open':
        await this.#open();
        return;
      case 'send': {
        const { request, timeoutMs } = action.flight;
        const outcome = await this.#link.exchange(request, timeoutMs, action.transactionId);
        this.#finish(outcome);
      }
    }
  }

  async #open(): Promise<void> {
    const problem = await this.#link.open(OPEN_TIMEOUT_MS);
    const { nowMs, jitter } = this.#moment();
    if (this.#line.link.kind !== 'opening') return;
    if (problem !== undefined) {
      this.#take(openFailed(this.#line, problem, nowMs, jitter));
      return;
    }
    this.openings += 1;
    this.#take(opened(this.#line, nowMs));
  }

  #finish(outcome: Outcome): void {
    this.#take(finished(this.#line, outcome, this.#moment()));
  }

  #pause(untilMs: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const delayMs = Math.min(IDLE_TURN_MS, (untilMs ?? Infinity) - this.#nowMs());
      const timer: Timer = this.#deps.clock.after(`turn of ${this.name}`, delayMs, resolve);
      this.#wake = () => {
        timer.cancel();
        resolve();
      };
    });
  }

  /** Takes over a new state: tells those whose exchange has ended, logs, and lets the loop look again. */
  #take(turn: Turn): void {
    const isChanged = turn.settled.length > 0 || turn.line.link !== this.#line.link;
    this.#line = turn.line;
    for (const { ids, exchanged } of turn.settled) {
      for (const id of ids) {
        this.#waiting.get(id)?.(exchanged);
        this.#waiting.delete(id);
      }
    }
    for (const event of turn.events) {
      const { level, message, fields } = recordOf(event, this.name);
      this.#deps.log.write(level, message, fields);
    }
    if (isChanged) this.#tellChange();
    this.#wake();
  }

  #nowMs(): number {
    return this.#deps.clock.now().monotonicMs;
  }

  #moment(): Moment {
    return { nowMs: this.#nowMs(), jitter: this.#deps.random.fraction() };
  }
}
