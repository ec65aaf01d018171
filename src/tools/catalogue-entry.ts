// What a driver offers, as a row of the catalogue: facts for other programs, and cells for a table.
import type { CommandName, Driver, DriverFile } from '../driver/definition';

/** In every variant, in some, or in none; `setup`: only after the one-time set-up that `setup: true` allows. */
export type Extent = 'all' | 'some' | 'none' | 'setup';

export interface CatalogueEntry {
  readonly id: string;
  readonly kind: 'wallbox' | 'meter';
  readonly manufacturer: string;
  readonly model: string;
  readonly summary: string;
  readonly variants: readonly string[];
  readonly transports: readonly string[];
  /** Of all variants; nothing is offered by a meter. */
  readonly minA: number;
  readonly maxA: number;
  /** Whether a car is there and charges. */
  readonly state: Extent;
  readonly startStop: Extent;
  readonly current: Extent;
  readonly lockGet: Extent;
  /** Both directions; `canUnlock` alone is what some wallboxes have. */
  readonly lockSet: Extent;
  readonly canUnlock: Extent;
  /** `commanded`: the lock is shown as it was asked for, not as the bolt stands. */
  readonly lockMode?: 'feedback' | 'commanded';
  readonly sessionEnergy: Extent;
  readonly lifetimeEnergy: Extent;
  readonly power: Extent;
  /** As it may be wired. */
  readonly phases: readonly number[];
  readonly phaseSwitch: Extent;
  readonly watchdog: Extent;
  /** The longest of the variants; 0 = off as delivered, or not documented. */
  readonly watchdogMs?: number;
  readonly verified: Driver['verified']['on'];
}

export function catalogueEntry(file: DriverFile): CatalogueEntry | undefined {
  const drivers = file.variants.map((variant) => variant.driver);
  const [first] = drivers;
  if (first === undefined) return undefined;
  const { id, manufacturer, model, summary, verified } = first;
  const lockMode = drivers.find(({ lock }) => lock !== undefined)?.lock?.mode;
  return {
    ...{ id, kind: first.kind ?? 'wallbox', manufacturer, model, summary },
    variants: drivers.flatMap(({ variant }) => variant ?? []),
    transports: distinct(drivers.flatMap(({ link }) => link.transports)),
    minA: Math.min(...drivers.map(({ limits }) => limits.minA)),
    maxA: Math.max(...drivers.map(({ limits }) => limits.maxA)),
    ...orders(drivers),
    ...(lockMode === undefined ? {} : { lockMode }),
    ...measurements(drivers),
    phases: distinct(drivers.flatMap(({ limits }) => limits.phases)),
    ...watched(drivers),
    verified: verified.on,
  };
}

function orders(drivers: readonly Driver[]) {
  const has = (...names: readonly CommandName[]): Extent => {
    const extent = extentOf(drivers, ({ commands }) => names.every((name) => commands[name] !== undefined));
    return extent !== 'none' && drivers.some((driver) => needsSetup(driver, names)) ? 'setup' : extent;
  };
  return {
    startStop: has('pause'),
    current: has('offer'),
    lockSet: has('lock', 'unlock'),
    canUnlock: has('unlock'),
    phaseSwitch: has('phases'),
  };
}

/** What is kept in flash is written only where the configuration allows it. */
function needsSetup({ setup, registers }: Driver, names: readonly CommandName[]): boolean {
  return setup.some(
    ({ register, neededBy }) =>
      registers[register]?.wear === 'flash' && neededBy.some((name) => names.includes(name)),
  );
}

function measurements(drivers: readonly Driver[]) {
  const has = (does: (readings: Driver['readings']) => boolean): Extent =>
    extentOf(drivers, ({ readings }) => does(readings));
  return {
    state: extentOf(drivers, ({ pilot }) => pilot.length > 0),
    lockGet: extentOf(
      drivers,
      ({ lock, readings }) => lock !== undefined && readings.flags.isLocked !== undefined,
    ),
    sessionEnergy: has(({ numbers }) => numbers.sessionKWh !== undefined),
    lifetimeEnergy: has(({ numbers }) => numbers.totalKWh !== undefined),
    power: has(({ numbers, triples }) => numbers.powerW !== undefined || triples.powersW !== undefined),
  };
}

function watched(drivers: readonly Driver[]) {
  const times = drivers.flatMap(({ watchdog }) => watchdog?.timeoutMs ?? []);
  return {
    watchdog: extentOf(drivers, ({ watchdog }) => watchdog !== undefined),
    ...(times.length === 0 ? {} : { watchdogMs: Math.max(...times) }),
  };
}

function extentOf(drivers: readonly Driver[], does: (driver: Driver) => boolean): Extent {
  if (drivers.every(does)) return 'all';
  return drivers.some(does) ? 'some' : 'none';
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}

/** Heads of the cells behind the driver's id. */
export const CELL_HEADS = [
  ...['link', 'state', 'start/stop', 'current', 'lock', 'session', 'lifetime'],
  ...['power', 'phases', 'watchdog', 'verified'],
] as const;

const MARKS = { all: '', some: '*', setup: '°' } as const;

/** What the cells mean, for below a table. */
export const CELL_LEGEND = [
  '* Not in every variant.',
  '° After the one-time writes that `setup: true` allows.',
  'Session, lifetime: energy counters.',
  'Asked: shown as it was asked for, not as the bolt stands.',
  'Paper: written from documents, tried on no wallbox yet.',
].join(' ');

/** The cells behind the driver's id; `–` for what the model cannot do. */
export function cellsOf(entry: CatalogueEntry): readonly string[] {
  return [
    entry.transports.join(' '),
    entry.kind === 'meter' ? entry.kind : extentText(entry.state),
    extentText(entry.startStop),
    extentText(entry.current, `${entry.minA}–${entry.maxA} A`),
    lockText(entry),
    extentText(entry.sessionEnergy),
    extentText(entry.lifetimeEnergy),
    extentText(entry.power),
    phasesText(entry),
    extentText(entry.watchdog, watchdogText(entry.watchdogMs ?? 0)),
    entry.verified,
  ];
}

function extentText(extent: Extent, yes = 'yes'): string {
  if (extent === 'none') return '–';
  return `${yes}${MARKS[extent]}`;
}

/** `get set`, `get unlock`; with a mark where not every variant has it. */
function lockText({ lockGet, lockSet, canUnlock, lockMode }: CatalogueEntry): string {
  if (lockGet === 'none') return '–';
  const move = lockSet === 'none' ? (canUnlock === 'none' ? [] : ['unlock']) : ['set'];
  const extent = [lockSet, canUnlock, lockGet].find((each) => each === 'setup' || each === 'some') ?? 'all';
  return extentText(extent, ['get', ...move, ...(lockMode === 'commanded' ? ['asked'] : [])].join(' '));
}

function phasesText({ phases, phaseSwitch }: CatalogueEntry): string {
  const wired = phases.length === 0 ? '–' : phases.join('/');
  return phaseSwitch === 'none' ? wired : extentText(phaseSwitch, `${wired} switch`);
}

function watchdogText(timeoutMs: number): string {
  return timeoutMs === 0 ? 'yes' : `${timeoutMs / 1000} s`;
}
