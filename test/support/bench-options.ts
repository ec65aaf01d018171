// What a bench is told: driver, variant, settings, car, and what the line does to a request.
import type { DriverFile } from '../../src/driver/definition';
import type { CarHabit } from '../../src/simulator/car';
import { variantOf } from '../../src/simulator/variant';
import { initial, type Wallbox } from '../../src/simulator/wallbox';
import type { Memory } from '../../src/wallbox/memory-record';
import type { Settings } from '../../src/wallbox/vocabulary';

export const SETTINGS: Settings = {
  maxA: 16,
  states: 'standard',
  freeCharging: true,
  chargingModes: [],
  control: true,
  allowSetup: false,
};

/** What the line does to one request: nothing, lose it, lose its answer after it took effect, or refuse it. */
export type Mishap = 'none' | 'lost' | 'answer-lost' | { readonly exception: number };

export interface BenchOptions {
  /** One of the catalogue; `file` is another one. */
  readonly driver?: string;
  readonly file?: DriverFile;
  /** The variant by name; the first without one. */
  readonly variant?: string | undefined;
  /** Optional registers that the wallbox lacks. */
  readonly missing?: readonly string[];
  readonly settings?: Partial<Settings>;
  /** An external meter, read in the same rhythm as the wallbox; it shows what flows there. */
  readonly meter?: string;
  readonly car?: CarHabit;
  readonly memory?: Memory;
  readonly seed?: number;
  readonly isWallSynchronised?: boolean;
}

export function newBox(file: DriverFile, options: BenchOptions): Wallbox {
  const variant = variantOf(file, options.variant);
  if (variant === undefined) throw new Error(`${file.id} has no variant ${String(options.variant)}`);
  const { missing = [], car = 'none', seed = 1 } = options;
  return initial(variant.driver, { car: { habit: car }, identity: variant.identity, missing }, seed);
}
