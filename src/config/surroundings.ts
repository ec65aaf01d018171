// What a configuration needs from outside its own text: folders, and the drivers that it names, already loaded.
import type { Problem } from '../base/problem';
import type { Driver, DriverFile } from '../driver/definition';
import type { Findings } from './findings';
import type { YamlSource } from './yaml-source';

/** A driver that the file names: read and checked, or what came of it. */
export interface LoadedDriver {
  /** Absent when the file is missing or wrong. */
  readonly driver?: DriverFile;
  /** Of the driver file itself. */
  readonly problems: readonly Problem[];
  /** Why the file could not be read; absent when it could. */
  readonly cause?: string;
}

export interface Surroundings {
  /** The configuration file's folder, absolute: relative paths begin here. */
  readonly folder: string;
  /** $STATE_DIRECTORY, where it is set. */
  readonly stateDirectory?: string;
  /** Every reference that `driverReferences` named. */
  readonly drivers: ReadonlyMap<string, LoadedDriver>;
  /** The ids of the drivers that come with the program, to name the nearest one. */
  readonly knownDrivers: readonly string[];
  /** Everybody on the machine may read the configuration file. */
  readonly isWorldReadable?: boolean;
}

/** What every part of the reader is handed. */
export interface Reading {
  readonly source: YamlSource;
  readonly findings: Findings;
  readonly around: Surroundings;
}

/** The variants of a driver; which of them a wallbox is shows only when it answers. */
export function variantsOf(loaded: LoadedDriver | undefined): readonly Driver[] {
  return loaded?.driver?.variants.map((variant) => variant.driver) ?? [];
}
