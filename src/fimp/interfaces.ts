// The interfaces of our services, one row each: direction, value type, and what a wallbox must have for it (fimp.md c.1).
import type { Capabilities } from '../wallbox/vocabulary';
import type { ValueType } from './value-type';

export type ServiceName = 'chargepoint' | 'meter_elec';

/** What a wallbox must have before an interface is offered. */
interface Need {
  /** Completes "it needs …". */
  readonly text: string;
  readonly isMet: (capabilities: Capabilities) => boolean;
}

export interface Interface {
  readonly service: ServiceName;
  readonly direction: 'in' | 'out';
  readonly type: string;
  readonly valT: ValueType;
  readonly need: Need;
  /** What the argument of a command is called; commands without it take none, and theirs is never looked at. */
  readonly argument?: string;
}

const NOTHING: Need = { text: 'nothing', isMet: () => true };
const CONTROL: Need = { text: 'a wallbox that may be controlled', isMet: ({ canControl }) => canControl };
const LOCK: Need = { text: 'a cable lock that can be read', isMet: ({ lock }) => lock !== 'none' };
const SETTABLE_LOCK: Need = {
  text: 'a cable lock that can be set',
  isMet: ({ lock, canControl }) => lock === 'settable' && canControl,
};
// Not offered by any wallbox so far; their commands are known, so that they are refused in words and not in silence.
const CURRENT: Need = { text: 'a current that can be set', isMet: () => false };
const PHASE_MODE: Need = { text: 'phases that can be switched', isMet: () => false };
const METER: Need = { text: 'a meter', isMet: () => false };

function rows(service: ServiceName) {
  return {
    /** A command; `argument` names its value. */
    takes: (type: string, need: Need, valT: ValueType = 'null', argument?: string): Interface => {
      const row = { service, direction: 'in', type, valT, need } as const;
      return argument === undefined ? row : { ...row, argument };
    },
    /** A report. */
    tells: (type: string, need: Need, valT: ValueType): Interface => {
      return { service, direction: 'out', type, valT, need };
    },
  };
}

const chargepoint = rows('chargepoint');
const meter = rows('meter_elec');

/** In the order in which they are advertised. */
export const INTERFACES: readonly Interface[] = [
  chargepoint.takes('cmd.charge.start', CONTROL),
  chargepoint.takes('cmd.charge.stop', CONTROL),
  chargepoint.takes('cmd.state.get_report', NOTHING),
  chargepoint.tells('evt.state.report', NOTHING, 'string'),
  chargepoint.takes('cmd.current_session.get_report', NOTHING),
  chargepoint.tells('evt.current_session.report', NOTHING, 'float'),
  chargepoint.takes('cmd.cable_lock.set', SETTABLE_LOCK, 'bool', 'lock'),
  chargepoint.takes('cmd.cable_lock.get_report', LOCK),
  chargepoint.tells('evt.cable_lock.report', LOCK, 'bool'),
  chargepoint.takes('cmd.current_session.set_current', CURRENT, 'int', 'current'),
  chargepoint.takes('cmd.max_current.set', CURRENT, 'int', 'current'),
  chargepoint.takes('cmd.max_current.get_report', CURRENT),
  chargepoint.tells('evt.max_current.report', CURRENT, 'int'),
  chargepoint.takes('cmd.phase_mode.set', PHASE_MODE, 'string', 'phase mode'),
  chargepoint.takes('cmd.phase_mode.get_report', PHASE_MODE),
  chargepoint.tells('evt.phase_mode.report', PHASE_MODE, 'string'),
  chargepoint.tells('evt.error.report', NOTHING, 'string'),
  meter.takes('cmd.meter.get_report', METER, 'string', 'unit'),
  meter.takes('cmd.meter_ext.get_report', METER, 'str_array', 'list of keys'),
  meter.takes('cmd.meter.reset', METER),
];

/** The command of a service; undefined when there is no such one. Its words come from outside. */
export function findCommand(service: string, type: string): Interface | undefined {
  return INTERFACES.find((row) => row.direction === 'in' && row.service === service && row.type === type);
}

/** The interfaces that a service of this wallbox offers. */
export function offered(service: ServiceName, capabilities: Capabilities): readonly Interface[] {
  return INTERFACES.filter((row) => row.service === service && row.need.isMet(capabilities));
}

/** Whether the chargepoint of this wallbox offers an interface. */
export function advertises(capabilities: Capabilities, type: string): boolean {
  return offered('chargepoint', capabilities).some((row) => row.type === type);
}
