// The interfaces of our services, one row each: direction, value type, and what a wallbox must have for it (fimp.md c.1, d, e.6).
import type { Capabilities } from '../wallbox/vocabulary';
import { parametersOf } from './parameters-offered';
import type { ValueType } from './value-type';

/** In the order in which an inclusion report lists them. */
export const SERVICES = ['chargepoint', 'meter_elec', 'parameters', 'dev_sys', 'version'] as const;
export type ServiceName = (typeof SERVICES)[number];

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
  /** The argument may be null: everything is meant. */
  readonly isOptional?: boolean;
}

/** Least current that IEC 61851-1 can signal. */
export const LEAST_A = 6;

const NOTHING: Need = { text: 'nothing', isMet: () => true };
const CONTROL: Need = { text: 'a wallbox that may be controlled', isMet: ({ canControl }) => canControl };
const LOCK: Need = { text: 'a cable lock that can be read', isMet: ({ lock }) => lock !== 'none' };
const SETTABLE_LOCK: Need = {
  text: 'a cable lock that can be set',
  isMet: ({ lock, canControl }) => lock === 'settable' && canControl,
};
const CURRENT: Need = {
  text: 'a current that can be set',
  isMet: ({ canSetCurrent, canControl, supMaxA }) =>
    canSetCurrent === true && canControl && supMaxA >= LEAST_A,
};
const PHASE_MODE: Need = {
  text: 'more than one phase mode',
  isMet: ({ phaseModes = [] }) => phaseModes.length > 0,
};
const SETTABLE_PHASE_MODE: Need = {
  text: 'phases that can be switched',
  isMet: ({ phaseModes = [], canSetPhaseMode, canControl }) =>
    phaseModes.length > 0 && canSetPhaseMode === true && canControl,
};
const METER: Need = { text: 'a meter', isMet: ({ meterUnits = [] }) => meterUnits.length > 0 };
const EXTENDED_METER: Need = {
  text: 'a meter with extended values',
  isMet: ({ meterKeys = [] }) => meterKeys.length > 0,
};
const ANY_METER: Need = { text: 'a meter', isMet: (has) => METER.isMet(has) || EXTENDED_METER.isMet(has) };
const RESETTABLE_METER: Need = { text: 'a meter that can be reset', isMet: () => false };
const PARAMETERS: Need = { text: 'parameters', isMet: (has) => parametersOf(has).length > 0 };
const REBOOT: Need = {
  text: 'a wallbox that can be restarted',
  isMet: ({ canReboot, canControl }) => canReboot === true && canControl,
};
const VERSION: Need = {
  text: 'a wallbox that tells its version',
  isMet: ({ identity }) => identity.firmware !== undefined || identity.hardware !== undefined,
};

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
const parameters = rows('parameters');
const system = rows('dev_sys');
const version = rows('version');

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
  chargepoint.takes('cmd.phase_mode.set', SETTABLE_PHASE_MODE, 'string', 'phase mode'),
  chargepoint.takes('cmd.phase_mode.get_report', PHASE_MODE),
  chargepoint.tells('evt.phase_mode.report', PHASE_MODE, 'string'),
  chargepoint.tells('evt.error.report', NOTHING, 'string'),
  { ...meter.takes('cmd.meter.get_report', METER, 'string', 'unit'), isOptional: true },
  meter.tells('evt.meter.report', METER, 'float'),
  { ...meter.takes('cmd.meter_ext.get_report', EXTENDED_METER, 'str_array', 'list'), isOptional: true },
  meter.tells('evt.meter_ext.report', EXTENDED_METER, 'float_map'),
  meter.takes('cmd.meter.reset', RESETTABLE_METER),
  meter.tells('evt.error.report', ANY_METER, 'string'),
  parameters.takes('cmd.sup_params.get_report', PARAMETERS),
  parameters.tells('evt.sup_params.report', PARAMETERS, 'object'),
  parameters.takes('cmd.param.set', PARAMETERS, 'object', 'parameter'),
  parameters.takes('cmd.param.get_report', PARAMETERS, 'string', 'parameter id'),
  parameters.tells('evt.param.report', PARAMETERS, 'object'),
  parameters.tells('evt.error.report', PARAMETERS, 'string'),
  system.takes('cmd.thing.reboot', REBOOT),
  system.tells('evt.success.report', REBOOT, 'null'),
  system.tells('evt.error.report', REBOOT, 'string'),
  version.takes('cmd.version.get_report', VERSION),
  version.tells('evt.version.report', VERSION, 'str_map'),
  version.tells('evt.error.report', VERSION, 'string'),
];

/** The command of a service; undefined when there is no such one. Its words come from outside. */
export function findCommand(service: string, type: string): Interface | undefined {
  return INTERFACES.find((row) => row.direction === 'in' && row.service === service && row.type === type);
}

/** The interfaces that a service of this wallbox offers; none: it has no such service. */
export function offered(service: ServiceName, capabilities: Capabilities): readonly Interface[] {
  return INTERFACES.filter((row) => row.service === service && row.need.isMet(capabilities));
}

/** Whether the chargepoint of this wallbox offers an interface. */
export function advertises(capabilities: Capabilities, type: string): boolean {
  return offered('chargepoint', capabilities).some((row) => row.type === type);
}
