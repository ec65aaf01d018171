// A configuration with one chargepoint, as it is after reading, for tests that do not read one.
import type { ChargepointConfig, Config } from '../../src/config/definition';
import { driverFile } from '../config/surroundings';

export function chargepoint(address: string, changes: Partial<ChargepointConfig> = {}): ChargepointConfig {
  return {
    address,
    name: `Box ${address}`,
    driver: driverFile('abb/terra-ac'),
    bus: 'garage',
    unitId: 1,
    maxCurrentA: 16,
    chargingModes: [
      { name: 'normal', maxA: 16 },
      { name: 'slow', maxA: 6 },
    ],
    freeCharging: true,
    control: true,
    setup: false,
    ...changes,
  };
}

export const CONFIG: Config = {
  file: 'config.yaml',
  mqtt: {
    urls: ['mqtt://hub:1884'],
    username: 'wallbox',
    password: { kind: 'plain', value: 'topsecret' },
    clientId: 'chargepointd-wallbox',
    rejectUnauthorized: true,
  },
  fimp: { resourceName: 'wallbox', states: 'standard' },
  buses: [{ kind: 'tcp', name: 'garage', host: '192.168.1.50', port: 502, framing: 'tcp' }],
  chargepoints: [chargepoint('wb1')],
  stateDir: '/var/lib/chargepointd',
  logLevel: 'info',
};

/** Two of them, so that a name without an address says too little. */
export const TWO: Config = {
  ...CONFIG,
  chargepoints: [chargepoint('wb1'), chargepoint('wb2', { unitId: 2 })],
};
