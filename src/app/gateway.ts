// Between the hub and the wallboxes: messages in become commands; nodes and inclusion reports go out.
import type { Broker, BrokerMessage } from '../base/broker';
import type { Clock, Timer } from '../base/clock';
import type { Log } from '../base/log';
import type { Random } from '../base/random';
import { due, forget, markSent, type Sent } from '../fimp/due';
import type { Draft } from '../fimp/envelope';
import { checksumSource } from '../fimp/inclusion';
import { allNodesReport, nodeReport } from '../fimp/nodes';
import { route } from '../fimp/route';
import type { Routed, ThingRequest } from '../fimp/routed';
import { subscriptions } from '../fimp/topic';
import type { Command, Order, Report } from '../wallbox/vocabulary';
import type { Outgoing } from './outgoing';
import type { Thing } from './thing';

/** A thing with the wallbox behind it. */
export interface Placed {
  readonly thing: Thing;
  readonly command: (command: Command) => void;
  readonly currentReports: () => readonly Report[];
}

export interface GatewayOptions {
  readonly resourceName: string;
  readonly broker: Broker;
  readonly outgoing: Outgoing;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Thing address to what its last inclusion report said; changed in place of a restart's memory. */
  readonly included: Readonly<Record<string, string>>;
  readonly saveIncluded: (included: Readonly<Record<string, string>>) => Promise<void>;
}

/** How often is looked whether a node report is due again (hourly; all nodes daily). */
const NODES_MS = 60_000;
/** Time that a last message may take at the end of the program. */
const FAREWELL_MS = 700;

export class Gateway {
  readonly #options: GatewayOptions;
  readonly #places = new Map<string, Placed>();
  #included: Readonly<Record<string, string>>;
  #sentNodes: Sent = new Map();
  #ticker: Timer | undefined;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#included = options.included;
  }

  add(place: Placed): void {
    this.#places.set(place.thing.options.address, place);
  }

  start(): void {
    const { broker, resourceName, log } = this.#options;
    this.#tick();
    broker.start(subscriptions(resourceName), {
      onOnline: () => this.#online(),
      onOffline: (cause) => log.write('debug', 'broker away', { cause }),
      onMessage: (message) => this.#receive(message),
    });
  }

  /** Tells every node DOWN, then leaves within the deadline. */
  async stop(deadlineMs: number): Promise<void> {
    this.#ticker?.cancel();
    for (const { thing } of this.#places.values()) thing.isReachable = false;
    if (this.#options.broker.isOnline) await this.#farewell();
    await this.#options.broker.stop(Math.max(0, deadlineMs - FAREWELL_MS));
  }

  /** What a wallbox can do has become known, or has changed: the hub is told, but never twice the same. */
  include(thing: Thing): void {
    const draft = thing.inclusion();
    const { address } = thing.options;
    if (draft === undefined || !this.#options.outgoing.isOnline) return;
    if (this.#included[address] !== checksumSource(draft)) void this.#publishInclusion(thing, draft);
  }

  /** The nodes' states if they are due: changed, an hour or a day old. */
  tellNodes(): void {
    const { outgoing, resourceName } = this.#options;
    if (!outgoing.isOnline) return;
    const things = [...this.#places.values()].map(({ thing }) => thing);
    for (const thing of things) thing.tellNode();
    if (things.some((thing) => thing.isReachable === undefined)) return;
    const all = allNodesReport(resourceName, this.#nodes());
    for (const draft of due(this.#sentNodes, [all], outgoing.nowMs())) void this.#tellNodes(draft);
  }

  #nodes() {
    return [...this.#places.values()].map(({ thing }) => thing.node);
  }

  #tick(): void {
    this.#ticker = this.#options.clock.after('nodes', NODES_MS, () => {
      this.tellNodes();
      this.#tick();
    });
  }

  /** A new connection: whatever was told before may be lost, so the present truth is told once. */
  #online(): void {
    this.#sentNodes = new Map();
    for (const { thing } of this.#places.values()) thing.forgetSent();
    this.tellNodes();
    for (const { thing, currentReports } of this.#places.values()) {
      this.include(thing);
      thing.onReports(currentReports());
    }
  }

  #receive(message: BrokerMessage): void {
    const { resourceName, clock, log, outgoing } = this.#options;
    const things = [...this.#places.values()].map(({ thing }) => ({
      address: thing.options.address,
      capabilities: thing.capabilities,
    }));
    const routed = route(message, { resourceName, things }, clock.now());
    switch (routed.kind) {
      case 'ignored':
        log.write(routed.level, `message ignored: ${routed.reason}`, { topic: message.topic.slice(0, 200) });
        break;
      case 'reply':
        log.write('warning', `message refused: ${routed.reason}`, { topic: message.topic.slice(0, 200) });
        void outgoing.publish(routed.message);
        break;
      case 'allNodes':
        void outgoing.publish(allNodesReport(resourceName, this.#nodes(), routed.request.uid));
        break;
      case 'order':
      case 'ping':
      case 'node':
      case 'inclusion':
        this.#forThing(routed);
    }
  }

  #forThing(routed: Extract<Routed, { readonly address: string }>): void {
    const place = this.#places.get(routed.address);
    if (place === undefined) return;
    const { request } = routed;
    switch (routed.kind) {
      case 'order':
        this.#order(place, routed.order, request, false);
        break;
      case 'ping':
        this.#order(place, { kind: 'refresh', reports: [] }, request, true);
        break;
      case 'node':
        void this.#options.outgoing.publish(
          nodeReport(this.#options.resourceName, place.thing.node, request.uid),
        );
        break;
      case 'inclusion': {
        const draft = place.thing.inclusion(request.uid);
        if (draft !== undefined) void this.#publishInclusion(place.thing, draft);
        break;
      }
    }
  }

  #order(place: Placed, order: Order, request: ThingRequest, isPing: boolean): void {
    const id = this.#options.random.uuid();
    const { address } = place.thing.options;
    if (order.kind !== 'refresh')
      this.#options.log.write('info', `${request.type} received`, { chargepoint: address });
    place.thing.opened(id, request, isPing);
    place.command({ id, order });
  }

  async #publishInclusion(thing: Thing, draft: Draft): Promise<void> {
    const { address } = thing.options;
    const content = checksumSource(draft);
    const isNews = this.#included[address] !== content;
    this.#included = { ...this.#included, [address]: content };
    if (await this.#options.outgoing.publish(draft)) {
      if (isNews) await this.#options.saveIncluded(this.#included);
    } else if (isNews) {
      const { [address]: _untold, ...others } = this.#included;
      this.#included = others;
    }
  }

  async #tellNodes(draft: Draft): Promise<void> {
    this.#sentNodes = markSent(this.#sentNodes, draft, this.#options.outgoing.nowMs());
    if (!(await this.#options.outgoing.publish(draft))) this.#sentNodes = forget(this.#sentNodes, draft);
  }

  /** Every node is DOWN from now on; a broker that does not take it in time is not waited for. */
  async #farewell(): Promise<void> {
    const { outgoing, resourceName, clock } = this.#options;
    const messages = this.#nodes().map((node) => outgoing.publish(nodeReport(resourceName, node)));
    messages.push(outgoing.publish(allNodesReport(resourceName, this.#nodes())));
    await new Promise<void>((resolve) => {
      const timer = clock.after('farewell', FAREWELL_MS, resolve);
      void Promise.all(messages).then(() => {
        timer.cancel();
        resolve();
      });
    });
  }
}
