// What a command to a service of a thing means: an order for its wallbox, or something that this program knows itself.
import type { Capabilities, Order } from '../wallbox/vocabulary';
import { chargepointOrder } from './chargepoint-order';
import type { Envelope } from './envelope';
import type { ServiceName } from './interfaces';
import { askedKeys, askedUnits, type MeterAsked } from './meter';
import { findParameter, parameterSetting } from './parameters';
import { FREE_CHARGING } from './parameters-offered';
import type { Refused } from './refused';

export type Meaning =
  /** `asked` picks the messages of the answer where a report becomes several. */
  | { readonly order: Order; readonly asked?: MeterAsked }
  /** Answered without the wallbox. */
  | { readonly about: 'parameters' | 'version' | 'freeCharging' }
  | { readonly freeCharging: boolean };

type Decoder = (command: Envelope, capabilities: Capabilities) => Meaning | Refused;

/** One row per service. */
const DECODERS: Readonly<Record<ServiceName, Decoder>> = {
  chargepoint: (command, capabilities) => ordered(chargepointOrder(command, capabilities)),
  meter_elec: meterMeaning,
  parameters: parametersMeaning,
  dev_sys: () => ({ order: { kind: 'reboot' } }),
  version: () => ({ about: 'version' }),
};

/** The type of its argument and the wallbox's capability have been checked. */
export function deviceMeaning(
  service: ServiceName,
  command: Envelope,
  capabilities: Capabilities,
): Meaning | Refused {
  return DECODERS[service](command, capabilities);
}

function ordered(order: Order | Refused): Meaning | Refused {
  return 'refused' in order ? order : { order };
}

function meterMeaning(command: Envelope, capabilities: Capabilities): Meaning | Refused {
  const ask = command.type === 'cmd.meter_ext.get_report' ? askedKeys : askedUnits;
  const asked = ask(command.val, capabilities);
  if ('refused' in asked) return asked;
  return { order: { kind: 'refresh', reports: ['meter'] }, asked };
}

function parametersMeaning(command: Envelope, capabilities: Capabilities): Meaning | Refused {
  if (command.type === 'cmd.sup_params.get_report') return { about: 'parameters' };
  if (command.type === 'cmd.param.get_report') {
    const found = findParameter(command.val, capabilities);
    if ('refused' in found) return found;
    return found.id === FREE_CHARGING.id
      ? { about: 'freeCharging' }
      : { order: { kind: 'getParameter', id: found.id } };
  }
  const setting = parameterSetting(command.val, capabilities);
  if ('refused' in setting) return setting;
  const { definition, value } = setting;
  if (definition.id === FREE_CHARGING.id) return { freeCharging: value === true };
  return { order: { kind: 'setParameter', id: definition.id, value } };
}
