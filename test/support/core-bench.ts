// The pure core against a simulated wallbox in virtual time: no wire, no promises, every step repeatable.
import type { DriverFile } from '../../src/driver/definition';
import type { Failure, Request } from '../../src/modbus/exchange';
import type { Span } from '../../src/modbus/register';
import { entered } from '../../src/simulator/car';
import { powerW } from '../../src/simulator/electrics';
import type { Quirks } from '../../src/simulator/quirks';
import { advance, imposing, rebooted, refreshed, respond, type Wallbox } from '../../src/simulator/wallbox';
import type { Effect } from '../../src/wallbox/effects';
import { initialModel } from '../../src/wallbox/initial';
import type { Input, Reading } from '../../src/wallbox/inputs';
import type { Memory } from '../../src/wallbox/memory-record';
import type { Model } from '../../src/wallbox/model';
import { optionalIn, pollBlocks, pollPauseMs, splitBlock } from '../../src/wallbox/poll';
import { currentReports } from '../../src/wallbox/reports';
import { step } from '../../src/wallbox/step';
import type { Order, Report, Settings } from '../../src/wallbox/vocabulary';
import type { Write } from '../../src/wallbox/write';
import { newBox, SETTINGS, type BenchOptions, type Mishap } from './bench-options';
import { shippedDriver } from './drivers';
import { advanceMeter, meterSilence, newMeterBox, readMeterBox } from './meter-box';
import { unlawful } from './write-rules';

const STEP_MS = 50;
const EXCHANGE_MS = 20;

export class CoreBench {
  readonly file: DriverFile;
  readonly effects: Effect[] = [];
  readonly writes: { readonly register: string; readonly value: number; readonly atMs: number }[] = [];
  /** Every state that was told, without repeats. */
  readonly states: string[] = [];
  model: Model;
  box: Wallbox;
  nowMs = 1_000_000;
  wallMs = Date.UTC(2026, 2, 1, 10, 0, 0);
  isWallSynchronised: boolean;
  meterBox: Wallbox | undefined;
  /** The meter answers nothing. */
  isMeterDead = false;
  /** What the meter shows instead of the truth, W. */
  meterShowsW: number | undefined;
  mishap: (request: Request) => Mishap = () => 'none';
  readonly #options: BenchOptions;
  #nextPollMs = this.nowMs;
  #orders = 0;
  #epoch = 1;

  constructor(options: BenchOptions = {}, box?: Wallbox) {
    this.#options = options;
    this.file = options.file ?? shippedDriver(options.driver ?? 'abb/terra-ac');
    this.box = box ?? newBox(this.file, options);
    this.isWallSynchronised = options.isWallSynchronised ?? true;
    const meter = options.meter === undefined ? undefined : shippedDriver(options.meter);
    if (options.meter !== undefined) this.meterBox = newMeterBox(options.meter);
    const settings = { ...SETTINGS, ...(meter && { meter: { driver: meter } }), ...options.settings };
    this.model = initialModel(this.file, settings, options.memory, this.nowMs);
  }

  /** Another bench that goes on from here by itself; what was done and told so far comes along. */
  fork(): CoreBench {
    const copy = new CoreBench(this.#options, this.box);
    const { model, nowMs, wallMs, isWallSynchronised, mishap } = this;
    const { meterBox, isMeterDead, meterShowsW } = this;
    Object.assign(copy, { model, nowMs, wallMs, isWallSynchronised, mishap });
    Object.assign(copy, { meterBox, isMeterDead, meterShowsW });
    copy.effects.push(...this.effects);
    copy.writes.push(...this.writes);
    copy.states.push(...this.states);
    copy.#nextPollMs = this.#nextPollMs;
    copy.#orders = this.#orders;
    copy.#epoch = this.#epoch;
    return copy;
  }

  /** The daemon is stopped and started again with what it had saved; `pass` time yourself for how long it was away. */
  restart(settings: Partial<Settings> = {}): void {
    const memory = this.memory;
    this.model = initialModel(this.file, { ...this.model.settings, ...settings }, memory, this.nowMs);
    this.#nextPollMs = this.nowMs;
  }

  get memory(): Memory | undefined {
    const saved = this.effects.findLast((effect) => effect.kind === 'remember');
    // Through JSON, as the disk gives it back.
    return saved === undefined ? undefined : (JSON.parse(JSON.stringify(saved.memory)) as Memory);
  }

  get state(): string {
    return currentReports(this.model, this.nowMs).find((report) => report.kind === 'state')?.state ?? 'none';
  }

  get session(): Extract<Report, { kind: 'session' }> {
    const report = currentReports(this.model, this.nowMs).find((known) => known.kind === 'session');
    if (report === undefined) throw new Error('no session report');
    return report;
  }

  /** Lets time pass; the daemon polls, the car draws. */
  pass(ms: number): this {
    for (const endMs = this.nowMs + ms; this.nowMs < endMs;) {
      this.#advance(STEP_MS);
      if (this.nowMs >= this.#nextPollMs) this.#poll();
      else if (this.nowMs % 1000 === 0) this.feed({ kind: 'tick' });
    }
    return this;
  }

  /** Lets time pass until something holds, at most for so long; says whether it held in time. */
  passUntil(holds: () => boolean, atMostMs: number): boolean {
    for (const endMs = this.nowMs + atMostMs; !holds() && this.nowMs < endMs;) this.pass(STEP_MS);
    return holds();
  }

  /** Lets time pass without the daemon: it is switched off. */
  passWithoutDaemon(ms: number): this {
    this.#advance(ms);
    this.#nextPollMs = this.nowMs;
    return this;
  }

  plugIn(): this {
    this.box = {
      ...this.box,
      electrics: { ...this.box.electrics, car: entered(this.box.electrics.car, 'asking') },
    };
    return this;
  }

  unplug(): this {
    this.box = {
      ...this.box,
      electrics: { ...this.box.electrics, car: entered(this.box.electrics.car, 'away') },
    };
    return this;
  }

  reboot(): this {
    this.box = rebooted(this.box);
    return this;
  }

  /** Somebody else writes the limit: a second master, the app, a finger on the button. */
  meddle(amps: number): this {
    this.box = { ...this.box, electrics: { ...this.box.electrics, setpointA: amps } };
    return this;
  }

  /** Changes the physics directly. */
  alter(fields: Partial<Wallbox['electrics']>): this {
    this.box = refreshed({ ...this.box, electrics: { ...this.box.electrics, ...fields } });
    return this;
  }

  /** The wallbox behaves as no manual says, until told otherwise. */
  quirk(quirks: Quirks): this {
    this.box = refreshed({ ...this.box, options: { ...this.box.options, quirks } });
    return this;
  }

  /** The registers show what the claims demand, whatever the physics says; none: the physics again. */
  impose(claims: Parameters<typeof imposing>[1]): this {
    const box = imposing(this.box, claims);
    if (box === undefined) throw new Error('no registers can show it');
    this.box = box;
    return this;
  }

  /** The line opens anew: another connection number. */
  reconnect(): this {
    this.#epoch += 1;
    return this;
  }

  order(order: Order): string {
    const id = `order-${(this.#orders += 1)}`;
    this.feed({ kind: 'command', command: { id, order } });
    this.#nextPollMs = Math.min(this.#nextPollMs, this.nowMs);
    return id;
  }

  /** How a command ended: `done`, the reason of its refusal, or `open`. */
  ending(id: string): string {
    for (const effect of this.effects) {
      if (effect.kind === 'done' && effect.command === id) return 'done';
      if (effect.kind === 'refuse' && effect.command === id) return effect.reason;
    }
    return 'open';
  }

  /** The reports that answered a command. */
  answers(id: string): readonly Report[] {
    return this.effects.flatMap((effect) =>
      effect.kind === 'report' && effect.cause === id ? [effect.report] : [],
    );
  }

  faults(): readonly string[] {
    return this.effects.flatMap((effect) => (effect.kind === 'fault' ? [effect.code] : []));
  }

  /** Amperes flowing on the first phase. */
  get flowingA(): number {
    return this.box.electrics.car.drawnA;
  }

  feed(input: Input): void {
    const now = { monotonicMs: this.nowMs, wallMs: this.wallMs, isWallSynchronised: this.isWallSynchronised };
    const result = step(this.model, input, now);
    this.model = result.model;
    this.effects.push(...result.effects);
    const { state } = this;
    if (this.states.at(-1) !== state) this.states.push(state);
    for (const effect of result.effects) if (effect.kind === 'write') this.#write(effect.write);
  }

  #advance(ms: number): void {
    this.nowMs += ms;
    this.wallMs += ms;
    this.box = advance(this.box, ms);
    const loadW = this.meterShowsW ?? powerW(this.box.electrics);
    this.meterBox = this.meterBox && advanceMeter(this.meterBox, loadW, ms);
  }

  #poll(): void {
    const startedMs = this.nowMs;
    this.feed(this.#readAll(startedMs));
    this.#pollMeter();
    this.#nextPollMs = startedMs + Math.max(STEP_MS, pollPauseMs(this.model, this.nowMs));
  }

  #pollMeter(): void {
    const { meterBox, isMeterDead, nowMs } = this;
    const { meter } = this.model;
    if (meterBox === undefined || meter === undefined) return;
    this.feed(isMeterDead ? meterSilence() : readMeterBox(meterBox, meter, nowMs));
  }

  #readAll(startedMs: number): Input {
    const readings: Reading[] = [];
    const missing: string[] = [];
    const refused: Span[] = [];
    for (const block of pollBlocks(this.model, startedMs)) {
      const read = this.#read(block);
      if ('words' in read) readings.push(read);
      else if (read.kind !== 'exception' || read.code !== 2)
        return { kind: 'poll-failed', failure: read, span: block };
      else {
        refused.push(block);
        for (const span of splitBlock(this.model, block, startedMs)) {
          const single = this.#read(span);
          if ('words' in single) readings.push(single);
          else missing.push(...optionalIn(this.model, span));
        }
      }
    }
    return { kind: 'polled', readings, missing, refused, epoch: this.#epoch };
  }

  #read(span: Span): Reading | Failure {
    const sampledMs = this.nowMs;
    const outcome = this.#exchange({ kind: 'read', unitId: 1, ...span });
    return outcome.kind === 'values' ? { ...span, words: outcome.values, sampledMs } : outcome;
  }

  #write(write: Write): void {
    const objection = unlawful(this.model, this.box, write);
    if (objection !== undefined) throw new Error(`${write.register} = ${write.value}: ${objection}`);
    const outcome = this.#exchange({ ...write.request, unitId: 1 });
    this.writes.push({ register: write.register, value: write.value, atMs: this.nowMs });
    if (outcome.kind === 'values') this.feed({ kind: 'wrote', write });
    else this.feed({ kind: 'write-failed', write, failure: outcome });
  }

  #exchange(request: Request): { kind: 'values'; values: readonly number[] } | Failure {
    const mishap = this.mishap(request);
    if (typeof mishap === 'object') return { kind: 'exception', code: mishap.exception };
    if (mishap === 'lost') return this.#silence();
    this.#advance(EXCHANGE_MS);
    const { wallbox, reply } = respond(this.box, request);
    this.box = wallbox;
    if (mishap === 'answer-lost' || reply.kind === 'silence') return this.#silence();
    if (reply.kind === 'exception') return { kind: 'exception', code: reply.code };
    return { kind: 'values', values: reply.values };
  }

  #silence(): Failure {
    const afterMs = this.model.driver.link.replyTimeoutMs;
    this.#advance(afterMs);
    return { kind: 'timeout', afterMs };
  }
}
