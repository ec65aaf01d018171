// Commands of the chargepoint service: FIMP messages to orders (fimp.md c.4).
import type { Capabilities, Order } from '../wallbox/vocabulary';
import { supportedModes } from './charging-modes';
import type { Envelope } from './envelope';
import { LEAST_A } from './interfaces';
import type { Refused } from './refused';

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
    case 'cmd.current_session.set_current':
      return currentOrder('setCurrent', command.val, capabilities);
    case 'cmd.max_current.set':
      return currentOrder('setMaxCurrent', command.val, capabilities);
    case 'cmd.max_current.get_report':
      return { kind: 'refresh', reports: ['maxCurrent'] };
    case 'cmd.phase_mode.set':
      return phaseModeOrder(command.val, capabilities);
    case 'cmd.phase_mode.get_report':
      return { kind: 'refresh', reports: ['phaseMode'] };
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

/** 0 is not a pause: nothing below 6 A can be offered. Above the present `max_current` is for the wallbox's side to clamp. */
function currentOrder(
  kind: 'setCurrent' | 'setMaxCurrent',
  value: unknown,
  { supMaxA }: Capabilities,
): Order | Refused {
  const amps = Number(value);
  const mostA = Math.floor(supMaxA);
  if (amps >= LEAST_A && amps <= mostA) return { kind, amps };
  return { refused: `current must be ${LEAST_A} to ${mostA} A, got ${amps}` };
}

/** Unlike charging modes, these are told apart by case. */
function phaseModeOrder(asked: unknown, { phaseModes = [] }: Capabilities): Order | Refused {
  const mode = phaseModes.find((listed) => listed === asked);
  if (mode !== undefined) return { kind: 'setPhaseMode', mode };
  const choice = phaseModes.join(', ');
  return { refused: `phase mode ${JSON.stringify(String(asked).slice(0, 40))} is not one of ${choice}` };
}
