// The inclusion report: what a wallbox is and what it offers; clients build their view from nothing else (fimp.md e.2).
import { EXTENDED_STATES, STANDARD_STATES, type Capabilities, type Identity } from '../wallbox/vocabulary';
import { supportedModes } from './charging-modes';
import type { Draft } from './envelope';
import { advertises, offered, SERVICES, type Interface, type ServiceName } from './interfaces';
import { adapterEventTopic, serviceIdentity } from './topic';

/** The channels of a thing: we have one. */
const GROUPS: readonly string[] = ['ch_0'];

/** A wallbox that has answered at least once. */
export interface IncludedThing {
  readonly address: string;
  /** Shown to the user. */
  readonly name: string;
  readonly capabilities: Capabilities;
  /** How it is reached: `modbus_tcp`, `modbus_rtu` … */
  readonly transport: string;
}

/** Three parts joined by ` - `; Home Assistant splits there, so a name must not bring its own. */
export function productHash({ manufacturer, model }: Pick<Identity, 'manufacturer' | 'model'>): string {
  const parts = ['wallbox', manufacturer, model];
  return parts.map((part) => part.replaceAll(/\s+-\s+/g, '-')).join(' - ');
}

/** `corid` is the `uid` of the command that asked for it. */
export function inclusionReport(resourceName: string, thing: IncludedThing, corid?: string): Draft {
  return {
    topic: adapterEventTopic(resourceName),
    type: 'evt.thing.inclusion_report',
    serv: resourceName,
    valT: 'object',
    val: description(resourceName, thing),
    ...(corid !== undefined && { corid }),
  };
}

/** What is compared with the last report sent: the same as long as the hub need not be told anything. */
export function checksumSource(report: Draft): string {
  return JSON.stringify(report.val);
}

function description(resourceName: string, thing: IncludedThing): unknown {
  const { identity } = thing.capabilities;
  return {
    address: thing.address,
    groups: GROUPS,
    product_name: thing.name,
    product_hash: productHash(identity),
    product_id: identity.model,
    manufacturer_id: identity.manufacturer,
    device_id: identity.serial ?? '',
    hw_ver: identity.hardware ?? '',
    sw_ver: identity.firmware ?? '',
    comm_tech: 'local_network',
    power_source: 'ac',
    wakeup_interval: '-1',
    security: 'insecure',
    tech_specific_props: { transport: thing.transport },
    prop_set: null,
    services: SERVICES.flatMap((name) => service(resourceName, name, thing)),
  };
}

/** None when the wallbox offers nothing of it. */
function service(resourceName: string, name: ServiceName, thing: IncludedThing): readonly unknown[] {
  const interfaces = offered(name, thing.capabilities);
  if (interfaces.length === 0) return [];
  const definition = {
    name,
    alias: '',
    address: serviceIdentity(resourceName, name, thing.address),
    enabled: true,
    groups: GROUPS,
    tags: null,
    prop_set_ref: '',
    props: serviceProps(name, thing.capabilities),
    interfaces: interfaces.map(interfaceEntry),
  };
  return [definition];
}

/** Real JSON types, unlike a message's props. */
function serviceProps(name: ServiceName, capabilities: Capabilities): unknown {
  if (name === 'chargepoint') return chargepointProps(capabilities);
  return name === 'meter_elec' ? meterProps(capabilities) : {};
}

/** `sup_max_current` gates the current commands, so it comes with them. */
function chargepointProps(capabilities: Capabilities): unknown {
  const { states, gridType, phases, supMaxA, phaseModes = [] } = capabilities;
  const modes = supportedModes(capabilities);
  const isCurrentSettable = advertises(capabilities, 'cmd.current_session.set_current');
  return {
    sup_states: states === 'extended' ? EXTENDED_STATES : STANDARD_STATES,
    ...(modes.length > 0 && { sup_charging_modes: modes }),
    ...(isCurrentSettable && { sup_max_current: Math.floor(supMaxA) }),
    ...(phaseModes.length > 0 && { sup_phase_modes: phaseModes }),
    ...(gridType !== undefined && { grid_type: gridType }),
    ...(phases !== undefined && { phases }),
  };
}

function meterProps({ meterUnits = [], meterKeys = [] }: Capabilities): unknown {
  return {
    sup_units: meterUnits,
    ...(meterKeys.length > 0 && { sup_extended_vals: meterKeys }),
    is_virtual: false,
  };
}

function interfaceEntry(row: Interface): unknown {
  return { intf_t: row.direction, msg_t: row.type, val_t: row.valT, ver: '1' };
}

/** The hub is to forget a thing. */
export function exclusionReport(resourceName: string, address: string, corid?: string): Draft {
  return {
    topic: adapterEventTopic(resourceName),
    type: 'evt.thing.exclusion_report',
    serv: resourceName,
    valT: 'object',
    val: { address },
    ...(corid !== undefined && { corid }),
  };
}
