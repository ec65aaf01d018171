// What a configuration file means once it has been read: defaults filled in, durations in ms, paths absolute.
import type { LogLevel } from '../base/log';
import type { Problem } from '../base/problem';
import type { DriverFile, Parity } from '../driver/definition';

/** A secret, or where to find it. It is read when it is needed and never logged. */
export type Secret =
  | { readonly kind: 'plain'; readonly value: string }
  | { readonly kind: 'file'; readonly path: string }
  /** A systemd credential: a file of this name in $CREDENTIALS_DIRECTORY. */
  | { readonly kind: 'credential'; readonly name: string };

export interface MqttConfig {
  /** The broker, or the nodes of a cluster in the order in which they are tried. */
  readonly urls: readonly string[];
  readonly username?: string;
  readonly password?: Secret;
  /** Paths of PEM files. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly clientId: string;
  readonly rejectUnauthorized: boolean;
}

export interface SerialBusConfig {
  readonly kind: 'serial';
  readonly name: string;
  readonly path: string;
  readonly baudRate: number;
  readonly parity: Parity;
  readonly stopBits: 1 | 2;
}

export interface TcpBusConfig {
  readonly kind: 'tcp';
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** `rtu`: RTU frames over TCP, as serial gateways speak it. */
  readonly framing: 'tcp' | 'rtu';
}

export type BusConfig = SerialBusConfig | TcpBusConfig;

/** An external energy meter. */
export interface MeterConfig {
  readonly driver: DriverFile;
  /** Name of a bus, which may be that of its wallbox. */
  readonly bus: string;
  readonly unitId: number;
  /** How much later than the truth its values may be; absent: the driver's. */
  readonly lagMs?: number;
}

export interface ChargepointConfig {
  /** FIMP thing address, [A-Za-z0-9]+. */
  readonly address: string;
  readonly name: string;
  readonly driver: DriverFile;
  /** Name of a bus. */
  readonly bus: string;
  readonly unitId: number;
  /** The installer's limit: nothing above it is ever written. */
  readonly maxCurrentA: number;
  readonly phases?: 1 | 3;
  readonly gridType?: 'TN' | 'TT' | 'IT';
  /** The default mode first; empty: none. */
  readonly chargingModes: readonly { readonly name: string; readonly maxA: number }[];
  readonly freeCharging: boolean;
  readonly failsafeA?: number;
  readonly hubTimeoutMs?: number;
  /** Interval of the fast class; absent: the driver's. 0: back to back. */
  readonly pollIntervalMs?: number;
  readonly control: boolean;
  readonly setup: boolean;
  readonly meter?: MeterConfig;
}

export interface Config {
  /** Where it was read from. */
  readonly file: string;
  readonly mqtt: MqttConfig;
  readonly fimp: {
    readonly resourceName: string;
    readonly states: 'standard' | 'extended';
    readonly repeatMs?: number;
  };
  readonly buses: readonly BusConfig[];
  readonly chargepoints: readonly ChargepointConfig[];
  readonly stateDir: string;
  readonly logLevel: LogLevel;
}

/** Every problem found; `config` is absent while one of them is an error. */
export interface ConfigResult {
  readonly config?: Config;
  readonly problems: readonly Problem[];
}
