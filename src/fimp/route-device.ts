// Commands to a service of a thing: find the service, check the argument, then the capability (fimp.md b.4, steps 4 and 5).
import type { Instant } from '../base/clock';
import type { Order } from '../wallbox/vocabulary';
import { deviceMeaning, type Meaning } from './device-meaning';
import type { Envelope } from './envelope';
import { SERVICES, type Interface, type ServiceName } from './interfaces';
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

/** A start, an unlock or a higher current that was sent longer ago than this comes too late: nobody is waiting for it any more. */
const MAX_AGE_MS = 60_000;

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
  const problem = argumentProblem(row, envelope);
  if (problem !== undefined) return refused(addressed, problem);
  if (capabilities === undefined) return beforeFirstContact(addressed);
  if (!row.need.isMet(capabilities)) {
    return refused(addressed, `this wallbox does not offer ${row.type}: it needs ${row.need.text}`);
  }
  const meaning = deviceMeaning(row.service, envelope, capabilities);
  if ('refused' in meaning) return refused(addressed, meaning.refused);
  const lateness = latenessOf(meaning, place.thing, envelope.ctime, now);
  return lateness === undefined ? meant(meaning, addressed) : refused(addressed, lateness);
}

function argumentProblem(row: Interface, envelope: Envelope): string | undefined {
  if (row.argument === undefined) return undefined;
  const isAll = envelope.val === null && ['null', row.valT].includes(envelope.valT);
  return row.isOptional === true && isAll ? undefined : valueProblem(row.argument, row.valT, envelope);
}

function meant(meaning: Meaning, request: ThingRequest): Routed {
  const { address } = request;
  if ('about' in meaning) return { kind: meaning.about, address, request };
  if ('freeCharging' in meaning) {
    return { kind: 'setFreeCharging', address, isFree: meaning.freeCharging, request };
  }
  return { kind: 'order', address, request, ...meaning };
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
function latenessOf(meaning: Meaning, thing: RoutableThing, ctime: string, now: Instant): string | undefined {
  const isRisky = 'order' in meaning && mayRaise(meaning.order, thing);
  const createdMs = parseTime(ctime);
  if (!isRisky || createdMs === undefined || !now.isWallSynchronised) return undefined;
  const ageMs = now.wallMs - createdMs;
  if (ageMs <= MAX_AGE_MS) return undefined;
  return `the command was created ${Math.floor(ageMs / 1000)} s ago (ctime ${ctime}); after ${MAX_AGE_MS / 1000} s it is too late`;
}

/** Whether an order may let more current flow, or the cable go. Where the present value is not known, any may. */
function mayRaise(order: Order, thing: RoutableThing): boolean {
  switch (order.kind) {
    case 'start':
      return true;
    case 'lock':
      return !order.isLocked;
    case 'setCurrent':
      return order.amps > (thing.offeredA ?? 0);
    case 'setMaxCurrent':
      return order.amps > (thing.maxCurrentA ?? 0);
    case 'stop':
    case 'setPhaseMode':
    case 'setParameter':
    case 'getParameter':
    case 'reboot':
    case 'refresh':
      return false;
  }
}
