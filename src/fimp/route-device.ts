// Commands to a service of a thing: find the service, check the argument, then the capability (fimp.md b.4, steps 4 and 5).
import type { Instant } from '../base/clock';
import type { Order } from '../wallbox/vocabulary';
import { chargepointOrder } from './chargepoint-order';
import type { Envelope } from './envelope';
import type { Interface, ServiceName } from './interfaces';
import { requestOf } from './request';
import {
  NEVER_ANSWERED,
  refused,
  type House,
  type RoutableThing,
  type Routed,
  type ThingRequest,
} from './routed';
import { parseTime } from './time';
import { identityOf, serviceIdentity } from './topic';
import { valueProblem } from './value-type';

/** A start or an unlock that was sent longer ago than this comes too late: nobody is waiting for it any more. */
const MAX_AGE_MS = 60_000;

/** The services that a thing has. */
const SERVICES: readonly ServiceName[] = ['chargepoint'];

/** A command that has found its row in the table of interfaces. */
export interface DeviceCommand {
  readonly topic: string;
  readonly envelope: Envelope;
  readonly row: Interface;
}

export function routeDevice(command: DeviceCommand, house: House, now: Instant): Routed {
  const { topic, envelope, row } = command;
  const request = requestOf(topic, envelope);
  const place = findService(topic, house);
  if (place === undefined) return refused(request, `there is no such service: ${identityOf(topic) ?? topic}`);
  const { address, capabilities } = place.thing;
  const addressed = { ...request, address };
  if (place.service !== envelope.serv) {
    return refused(addressed, `a command for ${envelope.serv} came to the service ${place.service}`);
  }
  const problem = row.argument === undefined ? undefined : valueProblem(row.argument, row.valT, envelope);
  if (problem !== undefined) return refused(addressed, problem);
  if (capabilities === undefined) return beforeFirstContact(addressed);
  if (!row.need.isMet(capabilities)) {
    return refused(addressed, `this wallbox does not offer ${row.type}: it needs ${row.need.text}`);
  }
  const order = chargepointOrder(envelope, capabilities);
  if ('refused' in order) return refused(addressed, order.refused);
  const lateness = latenessOf(order, envelope.ctime, now);
  if (lateness !== undefined) return refused(addressed, lateness);
  return { kind: 'order', address, order, request: addressed };
}

/** A stop is handed on whatever is known: it stays wanted, and is written when the wallbox first answers. */
function beforeFirstContact(request: ThingRequest): Routed {
  if (request.type !== 'cmd.charge.stop') return refused(request, NEVER_ANSWERED);
  return { kind: 'order', address: request.address, order: { kind: 'stop' }, request };
}

interface Place {
  readonly thing: RoutableThing;
  readonly service: ServiceName;
}

/** The service is found by its whole identity, not by the payload's `serv`. */
function findService(topic: string, house: House): Place | undefined {
  const identity = identityOf(topic);
  for (const thing of house.things) {
    for (const service of SERVICES) {
      if (serviceIdentity(house.resourceName, service, thing.address) === identity) return { thing, service };
    }
  }
  return undefined;
}

/** Why a command comes too late. A stop never does, and a clock that may be wrong convicts nobody. */
function latenessOf(order: Order, ctime: string, now: Instant): string | undefined {
  const isRisky = order.kind === 'start' || (order.kind === 'lock' && !order.isLocked);
  const createdMs = parseTime(ctime);
  if (!isRisky || createdMs === undefined || !now.isWallSynchronised) return undefined;
  const ageMs = now.wallMs - createdMs;
  if (ageMs <= MAX_AGE_MS) return undefined;
  return `the command was created ${Math.floor(ageMs / 1000)} s ago (ctime ${ctime}); after ${MAX_AGE_MS / 1000} s it is too late`;
}
