// Commands to the adapter itself: which things it has, and whether they answer (fimp.md e.1).
import type { Envelope } from './envelope';
import { requestOf, type Request } from './request';
import {
  ignored,
  NEVER_ANSWERED,
  refused,
  type House,
  type RoutableThing,
  type Routed,
  type ThingRequest,
} from './routed';
import { isMap, valueProblem, type ValueType } from './value-type';

/** A command of the adapter. Those that are not in the table are ignored without a word. */
interface AdapterCommand {
  readonly type: string;
  readonly valT: ValueType;
  /** What the value is called; commands without it take none. */
  readonly argument?: string;
  readonly route: (request: Request, envelope: Envelope, house: House) => Routed;
}

/** One row per command. */
const COMMANDS: readonly AdapterCommand[] = [
  forThing('cmd.thing.get_inclusion_report', inclusion),
  forThing('cmd.network.get_node', asking('node')),
  { type: 'cmd.network.get_all_nodes', valT: 'null', route: (request) => ({ kind: 'allNodes', request }) },
  forThing('cmd.ping.send', asking('ping')),
  { type: 'cmd.thing.delete', valT: 'str_map', argument: 'thing', route: deletion },
  { type: 'cmd.thing.inclusion', valT: 'bool', argument: 'inclusion', route: inclusionMode },
  { type: 'cmd.network.reset', valT: 'null', route: (request) => ({ kind: 'resetNetwork', request }) },
];

/** What the adapter takes, for those who ask what it is. */
export const ADAPTER_COMMANDS: readonly { readonly type: string; readonly valT: ValueType }[] = COMMANDS.map(
  ({ type, valT }) => ({ type, valT }),
);

/** Undefined when the adapter has no such command. */
export function routeAdapter(topic: string, envelope: Envelope, house: House): Routed | undefined {
  const command = COMMANDS.find(({ type }) => type === envelope.type);
  if (command === undefined) return undefined;
  const request = requestOf(topic, envelope);
  const { argument, valT } = command;
  const problem = argument === undefined ? undefined : valueProblem(argument, valT, envelope);
  return problem === undefined ? command.route(request, envelope, house) : refused(request, problem);
}

type ThingRoute = (thing: RoutableThing, request: ThingRequest) => Routed;

/** A command whose value is the address of a thing that we have. */
function forThing(type: string, routeThing: ThingRoute): AdapterCommand {
  const route: AdapterCommand['route'] = (request, envelope, house) => {
    const thing = house.things.find(({ address }) => address === envelope.val);
    if (thing === undefined) return refused(request, `there is no thing ${shown(envelope.val)}`);
    return routeThing(thing, { ...request, address: thing.address });
  };
  return { type, valT: 'string', argument: 'address', route };
}

function inclusion(thing: RoutableThing, request: ThingRequest): Routed {
  if (thing.capabilities === undefined) return refused(request, NEVER_ANSWERED);
  return { kind: 'inclusion', address: thing.address, request };
}

/** A thing that is not there is excluded as well: that clears ghosts on the hub. */
function deletion(request: Request, envelope: Envelope): Routed {
  const thing = isMap(envelope.val) ? envelope.val.address : undefined;
  if (typeof thing !== 'string' || thing === '')
    return refused(request, 'the thing to delete has no address');
  return { kind: 'delete', thing, request };
}

/** There is nothing to search for: `true` takes back whatever the configuration names, `false` ends nothing. */
function inclusionMode(request: Request, envelope: Envelope): Routed {
  if (envelope.val !== true) return ignored('inclusion mode does not exist here, so it cannot end', 'debug');
  return { kind: 'includeAll', request };
}

function asking(kind: 'node' | 'ping'): ThingRoute {
  return (thing, request) => ({ kind, address: thing.address, request });
}

function shown(address: unknown): string {
  return JSON.stringify(String(address).slice(0, 40));
}
