// A wallbox made from a driver: registers, physics, watchdog. Time comes in, replies come out.
import type { Driver } from '../driver/definition';
import type { Request, ReadRequest, WriteRequest } from '../modbus/exchange';
import { spanOf } from '../modbus/register';
import type { Span, Value } from '../modbus/register';
import { checkedWrite, overlaps, refusedRead } from './access';
import { memoryAtBirth, offeredAtBirth } from './birth';
import { newCar } from './car';
import type { CarOptions } from './car';
import type { Claim } from './candidates';
import { advanceElectrics, newElectrics, withBolt } from './electrics';
import type { Electrics } from './electrics';
import { laggingRegisters, remembered, seenLate } from './lag';
import type { Past } from './lag';
import { asksOf, feedsWatchdog, limitRegisters } from './meaning';
import type { Ask } from './meaning';
import { valueAt, withValue, withWords, wordsAt } from './memory';
import type { Memory } from './memory';
import { isIgnored, withCleared, withForced } from './quirks';
import type { Quirks } from './quirks';
import { nextSeed } from './seeded';
import type { Seed } from './seeded';
import { shown } from './shown';
import type { Identity } from './shown';
import { solve } from './solve';
import { aged, begun } from './spacing';
import type { SinceRun } from './spacing';
import { fallbackAfter, settingsIn } from './watchdog';

export interface WallboxOptions {
  readonly car: CarOptions;
  readonly phases?: 1 | 3;
  /** Optional registers that this wallbox does not have: exception 2. */
  readonly missing?: readonly string[];
  /** Of a meter: the power that it shows, W, whatever a car would draw. */
  readonly loadW?: number;
  /** What makes it one variant and none of those before it; the driver's own identification is always met. */
  readonly identity?: Identity;
  readonly quirks?: Quirks;
}

/** Everything that there is to know about a simulated wallbox at one moment. */
export interface Wallbox {
  readonly driver: Driver;
  readonly options: WallboxOptions;
  readonly seed: Seed;
  readonly memory: Memory;
  readonly electrics: Electrics;
  /** Since the watchdog was last fed; undefined until the first exchange. */
  readonly sinceFedMs: number | undefined;
  /** Time that has not made up a whole step yet. */
  readonly carryMs: number;
  /** While it starts it answers nothing. */
  readonly startsForMs: number;
  /** Conditions imposed on the registers, whatever the physics says. */
  readonly imposed: readonly Claim[];
  readonly sinceRun: SinceRun;
  readonly past: Past;
  /** What the registers show at this moment, so that it is not worked out twice. */
  readonly shows?: Pick<Wallbox, 'memory' | 'electrics' | 'imposed' | 'options'>;
}

/** `values`: as in an `Outcome`; `delayMs`: how long the wallbox thinks about it. */
export type Reply =
  | { readonly kind: 'values'; readonly values: readonly number[]; readonly delayMs: number }
  | { readonly kind: 'exception'; readonly code: number; readonly delayMs: number }
  | { readonly kind: 'silence' };

/** Steps of the physics: the same trace comes out however the time is cut. */
const STEP_MS = 100;
const START_MS = 3000;
/** Modbus application protocol 1.1b3, 7. */
const BUSY = 6;

/** A wallbox that has just been switched on. The same driver, options and seed always make the same one. */
export function initial(driver: Driver, options: WallboxOptions, seed: Seed): Wallbox {
  const bare = newElectrics(driver, newCar(options.car, nextSeed(seed)), options.phases);
  const delivered = options.loadW === undefined ? bare : { ...bare, loadW: options.loadW };
  const settings = { watchdogMs: driver.watchdog?.timeoutMs ?? 0, fallbackA: 0 };
  const about = { settings, identity: identityOf(driver, options) };
  const memory = memoryAtBirth(driver, delivered, about, seed);
  const electrics = { ...delivered, setpointA: offeredAtBirth(driver, memory, delivered.setpointA) };
  const idle = { sinceFedMs: undefined, carryMs: 0, startsForMs: 0, imposed: [], sinceRun: {}, past: [] };
  return refreshed({ driver, options, seed, memory, electrics, ...idle });
}

function identityOf(driver: Driver, options: WallboxOptions): Identity {
  const { always, never } = options.identity ?? { always: [], never: [] };
  return { always: [driver.identify, ...always], never };
}

/**
 * The wallbox `elapsedMs` later. `speed`: how many times faster car and meter run than the watchdog, which keeps the time of those
 * who talk to it.
 */
export function advance(wallbox: Wallbox, elapsedMs: number, speed = 1): Wallbox {
  let now = wallbox;
  let leftMs = wallbox.carryMs + elapsedMs * speed;
  for (; leftMs >= STEP_MS; leftMs -= STEP_MS) {
    now = stepped(now, STEP_MS / speed);
  }
  return { ...now, carryMs: leftMs };
}

function stepped(wallbox: Wallbox, waitedMs: number): Wallbox {
  const { driver, memory, electrics } = wallbox;
  const sinceFedMs = wallbox.sinceFedMs === undefined ? undefined : wallbox.sinceFedMs + waitedMs;
  const fallbackA = fallbackAfter(driver, memory, sinceFedMs ?? 0);
  const next = advanceElectrics({ ...electrics, fallbackA }, driver.lock?.mode === 'feedback', STEP_MS);
  const startsForMs = Math.max(0, wallbox.startsForMs - waitedMs);
  const past = remembered(driver, wallbox.past, electrics, waitedMs);
  const sinceRun = aged(wallbox.sinceRun, waitedMs);
  return { ...wallbox, sinceFedMs, startsForMs, past, sinceRun, electrics: next };
}

/** Answers one request. The unit id is not looked at: who is meant is decided outside. */
export function respond(
  wallbox: Wallbox,
  request: Request,
): { readonly wallbox: Wallbox; readonly reply: Reply } {
  if (wallbox.startsForMs > 0) {
    return { wallbox, reply: { kind: 'silence' } };
  }
  return request.kind === 'read' ? answerRead(wallbox, request) : answerWrite(wallbox, request);
}

type Answer = ReturnType<typeof respond>;

function refuse(wallbox: Wallbox, code: number): Answer {
  return { wallbox, reply: { kind: 'exception', code, delayMs: 0 } };
}

function answerRead(wallbox: Wallbox, request: ReadRequest): Answer {
  const code = refusedRead(wallbox.driver, request, wallbox.options.missing ?? []);
  if (code !== undefined) {
    return refuse(wallbox, code);
  }
  const current = fed(refreshed(wallbox), isTrafficEnough(wallbox.driver));
  return {
    wallbox: current,
    reply: { kind: 'values', values: wordsAt(withLag(current, request), request), delayMs: 0 },
  };
}

/** What a reader of these addresses sees: late registers show the physics of a while ago. */
function withLag(wallbox: Wallbox, span: Span): Memory {
  const { driver, past, electrics } = wallbox;
  const late = laggingRegisters(driver).filter((register) => overlaps(spanOf(register), span));
  const lags = [...new Set(late.map((register) => register.lagMs))];
  return lags.reduce((memory, lagMs) => {
    const then = refreshed({ ...wallbox, electrics: seenLate(past, electrics, lagMs) });
    const registers = late.filter((register) => register.lagMs === lagMs);
    return registers.reduce(
      (now, register) => withWords(now, register, wordsAt(then.memory, spanOf(register))),
      memory,
    );
  }, wallbox.memory);
}

function answerWrite(wallbox: Wallbox, request: WriteRequest): Answer {
  const { driver, options } = wallbox;
  const quirks = options.quirks ?? {};
  const check = checkedWrite(driver, request);
  if (!check.ok) {
    return refuse(wallbox, check.code);
  }
  if (isIgnored(quirks, check.registers)) {
    return { wallbox: fed(wallbox, isTrafficEnough(driver)), reply: DONE };
  }
  const space = request.function === 5 || request.function === 15 ? 'coil' : 'holding';
  const memory = withWords(wallbox.memory, { space, address: request.address }, request.values);
  const written = check.registers.flatMap((register) => {
    const value = valueAt(memory, register);
    return typeof value === 'number' ? [{ register, value }] : [];
  });
  const sinceRun = written.reduce<SinceRun | undefined>(
    (since, { register, value }) => since && begun(driver, since, register, value),
    wallbox.sinceRun,
  );
  if (sinceRun === undefined) {
    return refuse(wallbox, BUSY);
  }
  const asks = written.flatMap(({ register, value }) => asksOf(driver, register, value));
  const limited = asks.map((ask) => withOtherLimits(driver, memory, quirks, ask));
  const electrics = limited.reduce(obeyed, wallbox.electrics);
  const feeds =
    isTrafficEnough(driver) || check.registers.some((register) => feedsWatchdog(driver, register.name));
  const slowest = Math.max(0, ...check.registers.map((register) => register.writeTimeoutMs ?? 0));
  return {
    wallbox: fed(
      { ...wallbox, memory: withCleared(quirks, memory, check.registers), electrics, sinceRun },
      feeds,
    ),
    // A register with a longer reply timeout has it because the wallbox takes its time.
    reply: { ...DONE, delayMs: slowest / 2 },
  };
}

/** Where the offer stands in several registers the lowest of them holds. */
function withOtherLimits(driver: Driver, memory: Memory, quirks: Quirks, ask: Ask): Ask {
  if (ask.kind !== 'offer') {
    return ask;
  }
  const limits = limitRegisters(driver).flatMap((register) => {
    const value = valueAt(memory, register);
    const isKept = quirks.selfClearing?.includes(register.name) !== true;
    return isKept && typeof value === 'number' ? asksOf(driver, register, value) : [];
  });
  const amps = limits.flatMap((limit) => (limit.kind === 'offer' ? [limit.amps] : []));
  return { ...ask, amps: Math.min(ask.amps, ...amps) };
}

const DONE = { kind: 'values', values: [], delayMs: 0 } as const;

function isTrafficEnough(driver: Driver): boolean {
  return driver.watchdog?.by === 'traffic';
}

/** The first exchange arms the watchdog; from then on it wants what the driver says it wants. */
function fed(wallbox: Wallbox, feeds: boolean): Wallbox {
  if (!feeds) {
    return { ...wallbox, sinceFedMs: wallbox.sinceFedMs ?? 0 };
  }
  return { ...wallbox, sinceFedMs: 0, electrics: { ...wallbox.electrics, fallbackA: undefined } };
}

function obeyed(electrics: Electrics, ask: Ask): Electrics {
  switch (ask.kind) {
    case 'offer':
      return { ...electrics, setpointA: ask.amps };
    case 'phases':
      return { ...electrics, phases: ask.phases };
    case 'pause':
      return { ...electrics, isPaused: true };
    case 'resume':
      return { ...electrics, isPaused: false };
    case 'lock':
      return withBolt(electrics, true);
    case 'unlock':
      return withBolt(electrics, false);
  }
}

/** The wallbox with registers that show its present state. */
export function refreshed(wallbox: Wallbox): Wallbox {
  const { driver, memory, electrics, options, imposed } = wallbox;
  if (isShown(wallbox)) {
    return wallbox;
  }
  const about = { settings: settingsIn(driver, memory), identity: identityOf(driver, options) };
  const told = shown(driver, memory, electrics, about);
  const bent = solve(driver, told, imposed, new Set()) ?? told;
  const memoryNow = withForced(driver, options.quirks ?? {}, bent);
  return { ...wallbox, memory: memoryNow, shows: { memory: memoryNow, electrics, imposed, options } };
}

function isShown({ shows, memory, electrics, imposed, options }: Wallbox): boolean {
  const isSamePhysics = shows?.electrics === electrics && shows.memory === memory;
  return isSamePhysics && shows.imposed === imposed && shows.options === options;
}

/** Switches it off and on: registers that are not flash, the session and the watchdog start afresh. */
export function rebooted(wallbox: Wallbox): Wallbox {
  const fresh = initial(wallbox.driver, wallbox.options, wallbox.seed);
  const flash = Object.values(wallbox.driver.registers).filter(
    (register) => register.wear === 'flash' && register.access !== 'r',
  );
  const memory = flash.reduce((now, register) => {
    const value = valueAt(wallbox.memory, register);
    return typeof value === 'number' ? (withValue(now, register, value) ?? now) : now;
  }, fresh.memory);
  const { car, totalKWh, seed } = wallbox.electrics;
  const electrics = { ...fresh.electrics, car: { ...car, drawnA: 0, isAsking: false }, totalKWh, seed };
  return { ...fresh, memory, electrics, startsForMs: START_MS };
}

/** Imposes conditions on the registers until called again with none; undefined when no registers meet them. */
export function imposing(wallbox: Wallbox, claims: readonly Claim[]): Wallbox | undefined {
  const { driver, memory } = wallbox;
  const isPossible = solve(driver, memory, claims, new Set()) !== undefined;
  return isPossible ? refreshed({ ...wallbox, imposed: claims }) : undefined;
}

/** A register as a reader would find it now. */
export function registerValue(wallbox: Wallbox, name: string): Value | undefined {
  const register = wallbox.driver.registers[name];
  return register === undefined ? undefined : valueAt(refreshed(wallbox).memory, register);
}
