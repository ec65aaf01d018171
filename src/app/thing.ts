// One wallbox as the hub sees it: what it can do, what was last told of it, and which commands wait for an answer.
import type { Log } from '../base/log';
import { encodeReport } from '../fimp/chargepoint';
import { due, forget, markSent, type Sent } from '../fimp/due';
import type { Draft } from '../fimp/envelope';
import { errorReport, faultReport } from '../fimp/errors';
import { inclusionReport } from '../fimp/inclusion';
import { nodeReport, pingReport, type Node } from '../fimp/nodes';
import type { ThingRequest } from '../fimp/routed';
import type { Capabilities, Report } from '../wallbox/vocabulary';
import type { Outgoing } from './outgoing';
import type { RunnerEvents } from './wallbox-runner';

export interface ThingOptions {
  readonly resourceName: string;
  readonly address: string;
  readonly name: string;
  /** `modbus_tcp` or `modbus_rtu`. */
  readonly transport: string;
  /** Maker and model by the driver, for the time before the first contact. */
  readonly identity: { readonly manufacturer: string; readonly model: string };
  /** As remembered from an earlier run. */
  readonly capabilities: Capabilities | undefined;
  readonly outgoing: Outgoing;
  readonly log: Log;
  /** What it can do has become known or has changed. */
  readonly onCapabilities: () => void;
  /** It answers again, or no more. */
  readonly onReachable: () => void;
}

/** A command on its way through the core. */
interface Open {
  readonly request: ThingRequest;
  readonly isPing: boolean;
  readonly sinceMs: number;
}

export class Thing implements RunnerEvents {
  readonly options: ThingOptions;
  capabilities: Capabilities | undefined;
  /** Undefined until it has answered, or failed to, for the first time since the start. */
  isReachable: boolean | undefined;
  readonly #open = new Map<string, Open>();
  #sent: Sent = new Map();

  constructor(options: ThingOptions) {
    this.options = options;
    this.capabilities = options.capabilities;
  }

  get node(): Node {
    const { address, name, identity } = this.options;
    return {
      address,
      name,
      identity: this.capabilities?.identity ?? identity,
      isReachable: this.isReachable === true,
    };
  }

  /** Remembers how to answer the command `id`. */
  opened(id: string, request: ThingRequest, isPing: boolean): void {
    this.#open.set(id, { request, isPing, sinceMs: this.options.outgoing.nowMs() });
  }

  /** A new connection: nothing counts as told. */
  forgetSent(): void {
    this.#sent = new Map();
  }

  inclusion(corid?: string): Draft | undefined {
    const { resourceName, address, name, transport } = this.options;
    if (this.capabilities === undefined) return undefined;
    return inclusionReport(
      resourceName,
      { address, name, transport, capabilities: this.capabilities },
      corid,
    );
  }

  /** The node report if it is due: changed, or an hour old; nothing before anything is known. */
  tellNode(): void {
    if (this.isReachable !== undefined) this.#tellDue([nodeReport(this.options.resourceName, this.node)]);
  }

  onReports(reports: readonly Report[]): void {
    if (this.options.outgoing.isOnline) this.#tellDue(reports.map((report) => this.#draft(report)));
  }

  onReport(report: Report, cause: string): void {
    const open = this.#open.get(cause);
    void this.#tell(this.#draft(report, open?.request.uid));
  }

  onDone(command: string): void {
    this.#close(command, true);
  }

  onRefused(command: string, reason: string): void {
    const open = this.#close(command, false);
    if (open === undefined || open.isPing) return;
    this.options.log.write('warning', `${open.request.type} failed: ${reason}`, {
      chargepoint: this.options.address,
    });
    const report = errorReport(open.request, reason);
    if ('unanswerable' in report) {
      this.options.log.write('warning', report.unanswerable, { chargepoint: this.options.address });
    } else void this.options.outgoing.publish(report);
  }

  onFault(code: string, message: string): void {
    void this.options.outgoing.publish(
      faultReport(this.options.resourceName, this.options.address, { code, message }),
    );
  }

  onCapabilities(capabilities: Capabilities): void {
    this.capabilities = capabilities;
    this.options.onCapabilities();
  }

  onReachable(isReachable: boolean): void {
    this.isReachable = isReachable;
    this.options.onReachable();
  }

  /** The command has ended; a ping's answer is how long that took. */
  #close(command: string, isAnswered: boolean): Open | undefined {
    const open = this.#open.get(command);
    this.#open.delete(command);
    if (open?.isPing === true) {
      const { address, resourceName, outgoing } = this.options;
      const delayMs = outgoing.nowMs() - open.sinceMs;
      void outgoing.publish(pingReport(resourceName, { address, isAnswered, delayMs }, open.request.uid));
    }
    return open;
  }

  #draft(report: Report, corid?: string): Draft {
    const { resourceName, address } = this.options;
    const context = { resourceName, address, capabilities: this.capabilities };
    return encodeReport(report, corid === undefined ? context : { ...context, corid });
  }

  #tellDue(drafts: readonly Draft[]): void {
    for (const draft of due(this.#sent, drafts, this.options.outgoing.nowMs())) void this.#tell(draft);
  }

  /** Counts as told at once, so that the next poll does not repeat it, and as untold if the broker did not take it. */
  async #tell(draft: Draft): Promise<void> {
    this.#sent = markSent(this.#sent, draft, this.options.outgoing.nowMs());
    if (!(await this.options.outgoing.publish(draft))) this.#sent = forget(this.#sent, draft);
  }
}
