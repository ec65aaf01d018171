// Every wallbox that the conformance run proves: all drivers of the catalogue and the odd ones, variant by variant.
import type { Driver, DriverFile } from '../../src/driver/definition';
import type { BenchOptions } from './bench-options';
import { CoreBench } from './core-bench';
import { catalogue } from './drivers';
import { oddDrivers } from './odd-drivers';

export interface Specimen {
  readonly title: string;
  readonly file: DriverFile;
  readonly driver: Driver;
  /** A bench with a wallbox of this kind. */
  bench(options?: BenchOptions): CoreBench;
}

export function specimens(): readonly Specimen[] {
  return [...catalogue(), ...oddDrivers()].flatMap((file) =>
    file.variants.map(({ driver }) => {
      const { variant } = driver;
      const title = variant === undefined ? file.id : `${file.id} (${variant})`;
      return { title, file, driver, bench: (options = {}) => new CoreBench({ ...options, file, variant }) };
    }),
  );
}
