// A house with one wallbox, and messages to it, for the tests of this room.
import type { BrokerMessage } from '../../src/base/broker';
import type { Instant } from '../../src/base/clock';
import { route } from '../../src/fimp/route';
import type { House, Routed } from '../../src/fimp/routed';
import type { Capabilities } from '../../src/wallbox/vocabulary';

export const CAPABILITIES: Capabilities = {
  lock: 'settable',
  energy: 'session',
  supMaxA: 32,
  modes: ['normal', 'slow'],
  states: 'standard',
  phases: 3,
  gridType: 'TN',
  canControl: true,
  identity: { manufacturer: 'Acme', model: 'EV22', serial: 'AC22001234', firmware: '1.14', hardware: '2' },
};

/** What a wallbox may have beyond that. */
export const FULL = {
  canSetCurrent: true,
  phaseModes: ['NL1L2L3', 'NL1'],
  canSetPhaseMode: true,
  meterUnits: ['W', 'kWh'],
  meterKeys: ['p_import', 'e_import', 'u1', 'i1'],
  canReboot: true,
  parameters: [
    {
      ...{ id: 'cable_always_locked', name: 'Cable always locked', description: '' },
      ...{ valueType: 'bool', isReadOnly: false },
    },
    {
      ...{ id: 'led_brightness', name: 'Brightness', description: 'of the ring' },
      ...{ valueType: 'int', min: 0, max: 100, defaultValue: 80, isReadOnly: false },
    },
    {
      ...{ id: 'rotation', name: 'Rotation', description: '', valueType: 'string', isReadOnly: true },
      options: [
        { label: 'None', value: 'rst' },
        { label: 'One', value: 'str' },
      ],
    },
  ],
} as const satisfies Partial<Capabilities>;

export const CHARGEPOINT = 'pt:j1/mt:cmd/rt:dev/rn:wallbox/ad:1/sv:chargepoint/ad:wb1';
export const CHARGEPOINT_EVENTS = 'pt:j1/mt:evt/rt:dev/rn:wallbox/ad:1/sv:chargepoint/ad:wb1';
export const ADAPTER = 'pt:j1/mt:cmd/rt:ad/rn:wallbox/ad:1';
export const ADAPTER_EVENTS = 'pt:j1/mt:evt/rt:ad/rn:wallbox/ad:1';

export const NOW: Instant = {
  monotonicMs: 1_000,
  wallMs: Date.parse('2026-03-01T10:05:01.000Z'),
  isWallSynchronised: true,
};

export function houseWith(changes: Partial<Capabilities> = {}): House {
  return {
    resourceName: 'wallbox',
    things: [{ address: 'wb1', capabilities: { ...CAPABILITIES, ...changes } }, { address: 'new' }],
  };
}

export function bytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
}

/** A command to the chargepoint service of wb1 as a plain client sends it. */
export function command(type: string, fields: Readonly<Record<string, unknown>> = {}): BrokerMessage {
  return messageTo(CHARGEPOINT, { type, serv: 'chargepoint', ...fields });
}

export function adapterCommand(type: string, fields: Readonly<Record<string, unknown>> = {}): BrokerMessage {
  return messageTo(ADAPTER, { type, serv: 'wallbox', ...fields });
}

export function messageTo(topic: string, fields: Readonly<Record<string, unknown>>): BrokerMessage {
  return { topic, payload: bytes({ val_t: 'null', val: null, uid: 'u-1', ...fields }), isRetained: false };
}

export function routed(message: BrokerMessage, house: House = houseWith(), now: Instant = NOW): Routed {
  return route(message, house, now);
}

/** A command to any service of wb1. */
export function serviceCommand(
  serv: string,
  type: string,
  fields: Readonly<Record<string, unknown>> = {},
): BrokerMessage {
  return messageTo(CHARGEPOINT.replace('chargepoint', serv), { type, serv, ...fields });
}

/** The cause in the error report that a message is answered with. */
export function errorOf(result: Routed): string {
  if (result.kind !== 'reply') throw new Error(`expected an error report, got ${JSON.stringify(result)}`);
  return result.message.props?.msg ?? '';
}

/** The order that a message becomes. */
export function orderOf(result: Routed): unknown {
  if (result.kind !== 'order') throw new Error(`expected an order, got ${JSON.stringify(result)}`);
  return result.order;
}
