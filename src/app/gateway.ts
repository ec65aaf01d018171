// Between the hub and the wallboxes: what arrives is routed and handed to whoever answers it.
import type { Broker, BrokerMessage } from '../base/broker';
import type { Clock, Timer } from '../base/clock';
import type { Log } from '../base/log';
import type { Random } from '../base/random';
import type { Config } from '../config/definition';
import { isChanging } from '../fimp/application-command';
import { applicationState } from '../fimp/application-state';
import { discoveryReport } from '../fimp/discovery';
import type { Draft } from '../fimp/envelope';
import { errorReport } from '../fimp/errors';
import { allNodesReport, nodeReport } from '../fimp/nodes';
import { parameterDraft, supportedParameters } from '../fimp/parameters';
import { FREE_CHARGING } from '../fimp/parameters-offered';
import { directReply } from '../fimp/reply';
import type { Request } from '../fimp/request';
import { route } from '../fimp/route';
import type { Mutation, Routed } from '../fimp/routed';
import { subscriptions } from '../fimp/topic';
import { versionReport } from '../fimp/version';
import { AdapterLevel, type AdapterLevelOptions } from './adapter-level';
import { ApplicationLevel, type ApplicationLevelOptions, type Situation } from './application-level';
import { ComplaintLog } from './complaints';
import { Operations, type Operation } from './operations';
import type { Thing } from './thing';
import { ThingCommands, type Placed } from './thing-commands';

export interface GatewayOptions
  extends Omit<AdapterLevelOptions, 'chargepoints' | 'resourceName'>, ApplicationLevelOptions {
  readonly broker: Broker;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Of this program. */
  readonly version: string;
}

/** How often is looked whether a node report is due again (hourly; all nodes daily). */
const NODES_MS = 60_000;
/** Time that a last message may take at the end of the program. */
const FAREWELL_MS = 700;

export class Gateway {
  readonly #options: GatewayOptions;
  readonly #resourceName: string;
  readonly #adapter: AdapterLevel;
  readonly #application: ApplicationLevel;
  readonly #commands: ThingCommands;
  readonly #operations: Operations;
  readonly #complaints: ComplaintLog;
  readonly #startedMs: number;
  #ticker: Timer | undefined;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#resourceName = options.file.fimp.resourceName;
    this.#adapter = new AdapterLevel({
      ...options,
      resourceName: this.#resourceName,
      chargepoints: options.file.chargepoints,
    });
    this.#application = new ApplicationLevel({ ...options, onConfig: (config) => this.#configured(config) });
    this.#commands = new ThingCommands(options);
    this.#operations = new Operations(options.outgoing, options.log);
    this.#complaints = new ComplaintLog(options.log, () => options.outgoing.nowMs());
    this.#startedMs = options.clock.now().monotonicMs;
  }

  add(place: Placed): void {
    this.#adapter.add(place);
  }

  /** What a wallbox can do has become known, or has changed. */
  include(thing: Thing): void {
    this.#adapter.include(thing);
  }

  /** The nodes' states if they are due. */
  tellNodes(): void {
    this.#adapter.tellNodes();
  }

  start(): void {
    const { broker, log } = this.#options;
    this.#tick();
    this.#options.things.hub(false);
    void this.#adapter.start();
    broker.start(subscriptions(this.#resourceName), {
      onOnline: () => {
        this.#options.things.hub(true);
        this.#options.outgoing.online();
        this.#adapter.online();
      },
      onOffline: (cause) => {
        this.#options.things.hub(false);
        log.write('debug', 'broker away', { cause });
      },
      onMessage: (message) => this.#receive(message),
    });
  }

  /** Tells every node DOWN, then leaves within the deadline. */
  async stop(deadlineMs: number): Promise<void> {
    this.#ticker?.cancel();
    if (this.#options.broker.isOnline) await this.#farewell();
    await this.#options.broker.stop(Math.max(0, deadlineMs - FAREWELL_MS));
  }

  #tick(): void {
    this.#ticker = this.#options.clock.after('nodes', NODES_MS, () => {
      this.tellNodes();
      this.#tick();
    });
  }

  #receive(message: BrokerMessage): void {
    const { clock, outgoing } = this.#options;
    const topic = message.topic.slice(0, 200);
    const house = {
      resourceName: this.#resourceName,
      things: this.#adapter.places.map(({ thing }) => thing.routable),
    };
    const routed = route(message, house, clock.now());
    switch (routed.kind) {
      case 'ignored':
        this.#complaints.write(routed.level, `message ignored: ${routed.reason}`, topic);
        break;
      case 'reply':
        this.#complaints.write('warning', `message refused: ${routed.reason}`, topic);
        void outgoing.publish(routed.message);
        break;
      case 'allNodes':
        void outgoing.publish(allNodesReport(this.#resourceName, this.#adapter.nodes, routed.request.uid));
        break;
      case 'discovery':
        this.#discovered(routed.request);
        break;
      case 'delete':
      case 'includeAll':
      case 'resetNetwork':
      case 'factoryReset':
        this.#mutate(routed);
        break;
      case 'application':
        this.#applied(routed);
        break;
      case 'order':
      case 'ping':
      case 'node':
      case 'inclusion':
      case 'parameters':
      case 'version':
      case 'freeCharging':
      case 'setFreeCharging':
        this.#forThing(routed);
    }
  }

  #forThing(routed: Extract<Routed, { readonly address: string }>): void {
    const { outgoing } = this.#options;
    const place = this.#adapter.place(routed.address);
    if (place === undefined) return;
    const { request } = routed;
    const { thing } = place;
    switch (routed.kind) {
      case 'order':
        this.#commands.order(place, routed.order, request, routed.asked);
        break;
      case 'ping':
        this.#commands.ping(place, request);
        break;
      case 'node':
        void outgoing.publish(nodeReport(this.#resourceName, thing.node, request.uid));
        break;
      case 'inclusion':
        this.#publish(thing.inclusion(request.uid), (draft) => this.#adapter.publishInclusion(thing, draft));
        break;
      case 'parameters':
        this.#publish(supportedParameters(thing.context(request.uid)));
        break;
      case 'version':
        if (thing.isReachable === true) this.#publish(versionReport(thing.context(request.uid)));
        else void outgoing.answer(errorReport(request, 'the wallbox does not answer'));
        break;
      case 'freeCharging':
        this.#publish(this.#freeCharging(thing, request));
        break;
      case 'setFreeCharging':
        this.#operations.run(request, async () => {
          await this.#application.setFreeCharging(routed.address, routed.isFree);
          return this.#freeCharging(thing, request);
        });
    }
  }

  #freeCharging(thing: Thing, request: Request): Draft {
    const isFree = this.#application.isFreeCharging(thing.options.address);
    return parameterDraft(FREE_CHARGING.id, isFree, thing.context(request.uid));
  }

  #publish(
    draft: Draft | undefined,
    publish: (draft: Draft) => Promise<unknown> = (message) => this.#options.outgoing.publish(message),
  ): void {
    if (draft !== undefined) void publish(draft);
  }

  #discovered(request: Request): void {
    const component = { resourceName: this.#resourceName, version: this.#options.version };
    void this.#options.outgoing.answer(discoveryReport(request, component, this.#situation().state));
  }

  #mutate(mutation: Mutation): void {
    const adapter = this.#adapter;
    switch (mutation.kind) {
      case 'delete':
        this.#operations.run(mutation.request, () =>
          silent(adapter.exclude(mutation.thing, mutation.request.uid)),
        );
        break;
      case 'includeAll':
        this.#operations.run(mutation.request, () => silent(adapter.includeAll(mutation.request.uid)));
        break;
      case 'resetNetwork':
        this.#operations.run(mutation.request, async () => {
          await adapter.excludeAll(mutation.request.uid);
          return directReply(mutation.request, {
            type: 'evt.network.reset_done',
            valT: 'null',
            val: null,
          });
        });
        break;
      case 'factoryReset':
        this.#operations.run(undefined, async () => {
          await adapter.excludeAll();
          return silent(this.#application.reset());
        });
    }
  }

  #applied({ command, request }: Extract<Routed, { readonly kind: 'application' }>): void {
    const operation: Operation = async () => {
      if (command.kind === 'uninstall') await this.#adapter.excludeAll(request.uid);
      return this.#application.answer(command, request, this.#situation());
    };
    if (isChanging(command)) this.#operations.run(request, operation);
    else void operation().then((answer) => answer && this.#options.outgoing.answer(answer));
  }

  /** The hub has set something. Names first, so that one inclusion report tells all of it. */
  #configured(config: Config): void {
    const { places } = this.#adapter;
    for (const { thing } of places) {
      const entry = config.chargepoints.find(({ address }) => address === thing.options.address);
      if (entry !== undefined) thing.rename(entry.name);
    }
    this.#options.onConfig(config);
    for (const { thing } of places) this.#adapter.include(thing);
    this.#adapter.tellNodes();
  }

  #situation(): Situation {
    const things = this.#adapter.places.map(({ thing }) => thing);
    const silentOnes = things.filter(({ isReachable }) => isReachable === false);
    return {
      state: applicationState(things),
      uptimeMs: this.#options.clock.now().monotonicMs - this.#startedMs,
      restarts: this.#adapter.restarts,
      errors: silentOnes.map(({ options }) => `${options.address} does not answer`),
    };
  }

  /** A broker that does not take the last messages in time is not waited for. */
  async #farewell(): Promise<void> {
    const told = this.#adapter.farewell();
    await new Promise<void>((resolve) => {
      const timer = this.#options.clock.after('farewell', FAREWELL_MS, resolve);
      void told.then(() => {
        timer.cancel();
        resolve();
      });
    });
  }
}

/** An operation that answers by reports of its own. */
async function silent(done: Promise<void>): Promise<undefined> {
  await done;
  return undefined;
}
