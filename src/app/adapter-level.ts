// The things that the hub knows of: included, excluded, told as nodes.
import { due, forget, markSent, type Sent } from '../fimp/due';
import type { Draft } from '../fimp/envelope';
import {
  departed,
  started,
  withExcluded,
  withIncluded,
  withoutExclusions,
  withoutIncluded,
  type HubMemory,
} from '../fimp/hub-memory';
import { checksumSource, exclusionReport } from '../fimp/inclusion';
import { allNodesReport, nodeReport, type Node } from '../fimp/nodes';
import { supportedParameters } from '../fimp/parameters';
import type { Config } from '../config/definition';
import type { Outgoing } from './outgoing';
import type { Thing } from './thing';
import type { Placed } from './thing-commands';

/** Whoever makes things and wallboxes. Neither call rejects. */
export interface ThingsOwner {
  /** The thing has been deleted: it is polled no more, and what was saved of its wallbox is removed. */
  readonly forget: (address: string) => Promise<void>;
  /** A chargepoint of the configuration is wanted again: it is made anew, added and polled. */
  readonly admit: (address: string) => Promise<void>;
}

export interface AdapterLevelOptions {
  readonly resourceName: string;
  readonly outgoing: Outgoing;
  /** Every entry of the configuration, also those that are excluded. */
  readonly chargepoints: Config['chargepoints'];
  readonly things: ThingsOwner;
  /** As saved by the last run. */
  readonly memory: HubMemory;
  readonly saveMemory: (memory: HubMemory) => Promise<void>;
}

export class AdapterLevel {
  readonly #options: AdapterLevelOptions;
  readonly #places = new Map<string, Placed>();
  #memory: HubMemory;
  #sentNodes: Sent = new Map();

  constructor(options: AdapterLevelOptions) {
    this.#options = options;
    this.#memory = started(options.memory, options.chargepoints);
  }

  /** How often this program has been started before. */
  get restarts(): number {
    return this.#memory.starts - 1;
  }

  get places(): readonly Placed[] {
    return [...this.#places.values()];
  }

  get nodes(): readonly Node[] {
    return this.places.map(({ thing }) => thing.node);
  }

  place(address: string): Placed | undefined {
    return this.#places.get(address);
  }

  add(place: Placed): void {
    this.#places.set(place.thing.options.address, place);
  }

  start(): Promise<void> {
    return this.#options.saveMemory(this.#memory);
  }

  /** A new connection: whatever was told before may be lost, so the present truth is told once. */
  online(): void {
    this.#sentNodes = new Map();
    for (const { thing } of this.places) thing.forgetSent();
    for (const address of departed(this.#memory, this.#options.chargepoints))
      void this.#tellDeparture(address);
    this.tellNodes();
    for (const { thing, currentReports } of this.places) {
      this.include(thing);
      thing.onReports(currentReports());
    }
  }

  /** What a wallbox can do has become known, or has changed: the hub is told, but never twice the same. */
  include(thing: Thing): void {
    const draft = thing.inclusion();
    const { address } = thing.options;
    const isOurs = this.#places.get(address)?.thing === thing;
    if (draft === undefined || !isOurs || !this.#options.outgoing.isOnline) return;
    if (this.#memory.included[address] !== checksumSource(draft)) void this.publishInclusion(thing, draft);
  }

  /** The nodes' states if they are due: changed, an hour or a day old. */
  tellNodes(): void {
    const { outgoing, resourceName } = this.#options;
    if (!outgoing.isOnline) return;
    for (const { thing } of this.places) thing.tellNode();
    if (this.places.some(({ thing }) => thing.isReachable === undefined)) return;
    const all = allNodesReport(resourceName, this.nodes);
    for (const draft of due(this.#sentNodes, [all], outgoing.nowMs())) void this.#tellNodes(draft);
  }

  /** Its parameters are told with it; it counts as told once the broker has it. */
  async publishInclusion(thing: Thing, draft: Draft): Promise<void> {
    const { outgoing } = this.#options;
    const { address } = thing.options;
    const content = checksumSource(draft);
    const isNews = this.#memory.included[address] !== content;
    this.#memory = withIncluded(this.#memory, address, content);
    const publishing = outgoing.publish(draft);
    const parameters = supportedParameters(thing.context(draft.corid));
    if (parameters !== undefined) void outgoing.publish(parameters);
    const isTold = await publishing;
    if (!isNews) return;
    if (isTold) await this.#options.saveMemory(this.#memory);
    else this.#memory = withoutIncluded(this.#memory, address);
  }

  /** Forgets a thing for good, and tells the hub so even of one that never was. */
  async exclude(address: string, corid?: string): Promise<void> {
    const { chargepoints, outgoing, resourceName, saveMemory, things } = this.#options;
    const place = this.#places.get(address);
    const entry = chargepoints.find((known) => known.address === address);
    this.#places.delete(address);
    this.#memory = withExcluded(this.#memory, address, entry);
    await saveMemory(this.#memory);
    place?.thing.abandon('the thing has been deleted');
    if (place !== undefined) await things.forget(address);
    await outgoing.publish(exclusionReport(resourceName, address, corid));
    this.tellNodes();
  }

  async excludeAll(corid?: string): Promise<void> {
    for (const address of [...this.#places.keys()]) await this.exclude(address, corid);
  }

  /** Takes back everything that the configuration names, and tells the hub of all of it again. */
  async includeAll(corid: string): Promise<void> {
    const { chargepoints, saveMemory, things } = this.#options;
    this.#memory = withoutExclusions(this.#memory);
    await saveMemory(this.#memory);
    for (const { thing } of this.places) {
      const draft = thing.inclusion(corid);
      if (draft !== undefined) await this.publishInclusion(thing, draft);
    }
    const missing = chargepoints.filter(({ address }) => !this.#places.has(address));
    for (const { address } of missing) await things.admit(address);
    this.tellNodes();
  }

  /** Every node is DOWN from now on. */
  farewell(): Promise<unknown> {
    const { outgoing, resourceName } = this.#options;
    for (const { thing } of this.places) thing.isReachable = false;
    const messages = this.nodes.map((node) => outgoing.publish(nodeReport(resourceName, node)));
    return Promise.all([...messages, outgoing.publish(allNodesReport(resourceName, this.nodes))]);
  }

  async #tellDeparture(address: string): Promise<void> {
    const { outgoing, resourceName, saveMemory } = this.#options;
    if (!(await outgoing.publish(exclusionReport(resourceName, address)))) return;
    this.#memory = withoutIncluded(this.#memory, address);
    await saveMemory(this.#memory);
  }

  async #tellNodes(draft: Draft): Promise<void> {
    const { outgoing } = this.#options;
    this.#sentNodes = markSent(this.#sentNodes, draft, outgoing.nowMs());
    if (!(await outgoing.publish(draft))) this.#sentNodes = forget(this.#sentNodes, draft);
  }
}
