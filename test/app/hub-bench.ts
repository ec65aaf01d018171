// A gateway with one or two things, and doubles for broker, clock and wallboxes.
import type { Config } from '../../src/config/definition';
import { NO_OVERLAY, type Overlay } from '../../src/config/overlay';
import { Gateway } from '../../src/app/gateway';
import { Outgoing } from '../../src/app/outgoing';
import { Thing } from '../../src/app/thing';
import { isExcluded, NO_HUB_MEMORY, type HubMemory } from '../../src/fimp/hub-memory';
import type { Capabilities, Command, Report } from '../../src/wallbox/vocabulary';
import { CAPABILITIES, FULL } from '../fimp/house';
import { handClock } from '../support/hand-clock';
import { MemoryBroker } from '../support/memory-broker';
import { CONFIG } from '../support/sample-config';

export interface BenchOptions {
  readonly file?: Config;
  readonly memory?: HubMemory;
  readonly overlay?: Overlay;
  readonly capabilities?: Partial<Capabilities>;
}

export const ADAPTER = 'pt:j1/mt:cmd/rt:ad/rn:wallbox/ad:1';

export class HubBench {
  readonly broker = new MemoryBroker();
  readonly clock = handClock();
  readonly commands: { readonly address: string; readonly command: Command }[] = [];
  readonly journal: string[] = [];
  readonly things = new Map<string, Thing>();
  readonly configs: Config[] = [];
  readonly forgotten: string[] = [];
  readonly gateway: Gateway;
  memory: HubMemory;
  overlay: Overlay;
  reports: readonly Report[] = [];
  /** What forgetting a thing waits for. */
  forgetting: Promise<void> = Promise.resolve();
  readonly #outgoing: Outgoing;
  readonly #capabilities: Capabilities;
  readonly #log;

  constructor({
    file = CONFIG,
    memory = NO_HUB_MEMORY,
    overlay = NO_OVERLAY,
    capabilities = {},
  }: BenchOptions = {}) {
    let ids = 0;
    const random = { fraction: () => 0.5, uuid: () => `id-${(ids += 1)}` };
    this.#log = { write: (level: string, message: string) => void this.journal.push(`${level} ${message}`) };
    this.#capabilities = { ...CAPABILITIES, ...FULL, ...capabilities };
    const { broker, clock } = this;
    const log = this.#log;
    this.#outgoing = new Outgoing({ resourceName: 'wallbox', broker, clock, random, log });
    this.memory = memory;
    this.overlay = overlay;
    this.gateway = new Gateway({
      ...{ broker, clock, random, log, outgoing: this.#outgoing, version: '1.2.3' },
      ...{ file, overlay, memory },
      saveMemory: (saved) => Promise.resolve(void (this.memory = saved)),
      saveOverlay: (saved) => Promise.resolve(void (this.overlay = saved)),
      onConfig: (config) => void this.configs.push(config),
      things: {
        forget: async (address) => {
          this.forgotten.push(address);
          await this.forgetting;
        },
        admit: (address) => {
          this.#place(address);
          return Promise.resolve();
        },
      },
    });
    for (const entry of file.chargepoints) if (!isExcluded(memory, entry)) this.#place(entry.address);
    this.gateway.start();
  }

  /** Connected, every wallbox answers, and what is told at first is out of the way. */
  async connected(): Promise<this> {
    this.broker.connect();
    for (const thing of this.things.values()) thing.onReachable(true);
    await this.settled();
    this.broker.take();
    return this;
  }

  /** Lets everything run that waits for nothing but other promises. */
  async settled(): Promise<void> {
    for (let turn = 0; turn < 50; turn++) await Promise.resolve();
  }

  /** What a message to the adapter is answered with. */
  async ask(type: string, fields: Readonly<Record<string, unknown>> = {}) {
    return this.sent(ADAPTER, { type, serv: 'wallbox', ...fields });
  }

  /** What a message to a service of wb1 is answered with. */
  async askService(serv: string, type: string, fields: Readonly<Record<string, unknown>> = {}) {
    return this.sent(`pt:j1/mt:cmd/rt:dev/rn:wallbox/ad:1/sv:${serv}/ad:wb1`, { type, serv, ...fields });
  }

  async sent(topic: string, message: Readonly<Record<string, unknown>>) {
    this.broker.send(topic, message);
    await this.settled();
    return this.broker.take();
  }

  /** The core carries out the last command: its reports, then its end. */
  async done(...reports: readonly Report[]) {
    const { address, command } = this.commands.at(-1)!;
    const thing = this.things.get(address)!;
    for (const report of reports) thing.onReport(report, command.id);
    thing.onDone(command.id);
    await this.settled();
    return this.broker.take();
  }

  async refused(reason: string) {
    const { address, command } = this.commands.at(-1)!;
    this.things.get(address)!.onRefused(command.id, reason);
    await this.settled();
    return this.broker.take();
  }

  #place(address: string): void {
    const thing = new Thing({
      ...{ resourceName: 'wallbox', address, name: `Box ${address}`, transport: 'modbus_tcp' },
      ...{ identity: CAPABILITIES.identity, capabilities: this.#capabilities },
      ...{ outgoing: this.#outgoing, log: this.#log },
      onCapabilities: () => this.gateway.include(thing),
      onReachable: () => this.gateway.tellNodes(),
    });
    this.things.set(address, thing);
    this.gateway.add({
      thing,
      command: (command) => void this.commands.push({ address, command }),
      currentReports: () => this.reports,
    });
  }
}

/** What was said of messages, in short. */
export function types(messages: readonly { readonly type: string }[]): readonly string[] {
  return messages.map(({ type }) => type);
}
