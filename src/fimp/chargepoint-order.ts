// Commands of the chargepoint service: FIMP messages to orders (fimp.md c.4).
import type { Capabilities, Order } from '../wallbox/vocabulary';
import { supportedModes } from './charging-modes';
import type { Envelope } from './envelope';

/** Why a command is not carried out, as a sentence for a person. */
export interface Refused {
  readonly refused: string;
}

/** The order that a command means. Its argument's type and the wallbox's capability have been checked. */
export function chargepointOrder(command: Envelope, capabilities: Capabilities): Order | Refused {
  switch (command.type) {
    case 'cmd.charge.start':
      return startOrder(command.props.charging_mode, capabilities);
    case 'cmd.charge.stop':
      return { kind: 'stop' };
    case 'cmd.state.get_report':
      return { kind: 'refresh', reports: ['state'] };
    case 'cmd.current_session.get_report':
      return { kind: 'refresh', reports: ['session'] };
    case 'cmd.cable_lock.get_report':
      return { kind: 'refresh', reports: ['lock'] };
    case 'cmd.cable_lock.set':
      return { kind: 'lock', isLocked: command.val === true };
    default:
      return { refused: `${command.type} is not supported` };
  }
}

/** No mode asked for means the default one; where there are none, any mode is ignored. */
function startOrder(asked: string | undefined, capabilities: Capabilities): Order | Refused {
  if (asked === undefined || asked === '' || capabilities.modes.length === 0) return { kind: 'start' };
  const mode = capabilities.modes.find((listed) => listed.toLowerCase() === asked.toLowerCase());
  if (mode !== undefined) return { kind: 'start', mode };
  const choice = supportedModes(capabilities).join(', ');
  return { refused: `charging mode ${JSON.stringify(asked.slice(0, 40))} is not one of ${choice}` };
}
