// Things as nodes of a network: whether they answer, and how fast (fimp.md e.1).
import type { Identity } from '../wallbox/vocabulary';
import type { Draft } from './envelope';
import { productHash } from './inclusion';
import { adapterEventTopic } from './topic';

/** What is known of a wallbox, also of one that has never answered: maker and model are then the driver's. */
export interface Node {
  readonly address: string;
  readonly name: string;
  readonly identity: Pick<Identity, 'manufacturer' | 'model'>;
  readonly isReachable: boolean;
}

/** How a round trip to a wallbox went. */
export interface Ping {
  readonly address: string;
  readonly isAnswered: boolean;
  readonly delayMs: number;
}

/** One node. `corid` here and below is the `uid` of the command that asked for it. */
export function nodeReport(resourceName: string, node: Node, corid?: string): Draft {
  return report(resourceName, 'evt.network.node_report', nodeObject(node), corid);
}

/** Every node in one message; an empty list where there is none. */
export function allNodesReport(resourceName: string, nodes: readonly Node[], corid?: string): Draft {
  return report(resourceName, 'evt.network.all_nodes_report', nodes.map(nodeObject), corid);
}

/** The answer to `cmd.ping.send`: a round trip to the wallbox itself, never a remembered one. */
export function pingReport(resourceName: string, ping: Ping, corid?: string): Draft {
  const { address, isAnswered, delayMs } = ping;
  const val = { address, status: isAnswered ? 'SUCCESS' : 'FAILED', delay: Math.round(delayMs) };
  return report(resourceName, 'evt.ping.report', val, corid);
}

function nodeObject(node: Node): unknown {
  return {
    address: node.address,
    hash: productHash(node.identity),
    alias: node.name,
    power_source: 'ac',
    wakeup_interval: '-1',
    comm_tech: 'local_network',
    status: node.isReachable ? 'UP' : 'DOWN',
    operationability: [],
    conn_quality: 'undefined',
    conn_type: 'direct',
  };
}

function report(resourceName: string, type: string, val: unknown, corid: string | undefined): Draft {
  const base = {
    topic: adapterEventTopic(resourceName),
    type,
    serv: resourceName,
    valT: 'object',
    val,
  } as const;
  return corid === undefined ? base : { ...base, corid };
}
