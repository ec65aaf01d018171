// One wallbox as the hub sees it: what it can do, what was last told of it, and which commands wait for an answer.
import type { Log } from '../base/log';
import type { Ending } from '../fimp/duplicates';
import { due, forget, markSent, type Sent } from '../fimp/due';
import type { Draft } from '../fimp/envelope';
import { errorReport, faultReport } from '../fimp/errors';
import { inclusionReport } from '../fimp/inclusion';
import { meterAnswer, type MeterAsked } from '../fimp/meter';
import { nodeReport, pingReport, type Node } from '../fimp/nodes';
import { successReport } from '../fimp/reply';
import type { ReportContext } from '../fimp/report-context';
import { reportDrafts } from '../fimp/report-drafts';
import type { RoutableThing, ThingRequest } from '../fimp/routed';
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
export interface Opened {
  readonly request: ThingRequest;
  /** A ping is answered by how long it took; a reboot, which reports nothing, by its success. */
  readonly answer: 'reports' | 'ping' | 'success';
  readonly asked?: MeterAsked | undefined;
  readonly onEnded?: (ending: Ending) => void;
}

interface Open extends Opened {
  readonly sinceMs: number;
}

export class Thing implements RunnerEvents {
  readonly options: ThingOptions;
  capabilities: Capabilities | undefined;
  /** Undefined until it has answered, or failed to, for the first time since the start. */
  isReachable: boolean | undefined;
  readonly #open = new Map<string, Open>();
  #sent: Sent = new Map();
  #name: string;
  #present: Pick<RoutableThing, 'offeredA' | 'maxCurrentA'> = {};

  constructor(options: ThingOptions) {
    this.options = options;
    this.capabilities = options.capabilities;
    this.#name = options.name;
  }

  /** What routing must know of it. */
  get routable(): RoutableThing {
    return { address: this.options.address, capabilities: this.capabilities, ...this.#present };
  }

  get node(): Node {
    const { address, identity } = this.options;
    return {
      address,
      name: this.#name,
      identity: this.capabilities?.identity ?? identity,
      isReachable: this.isReachable === true,
    };
  }

  rename(name: string): void {
    this.#name = name;
  }

  /** Remembers how to answer the command `id`. */
  opened(id: string, command: Opened): void {
    this.#open.set(id, { ...command, sinceMs: this.options.outgoing.nowMs() });
  }

  /** It exists no more: whoever waits for an answer gets that one. */
  abandon(reason: string): void {
    for (const id of [...this.#open.keys()]) this.onRefused(id, reason);
  }

  /** A new connection: nothing counts as told. */
  forgetSent(): void {
    this.#sent = new Map();
  }

  inclusion(corid?: string): Draft | undefined {
    const { resourceName, address, transport } = this.options;
    if (this.capabilities === undefined) return undefined;
    const thing = { address, name: this.#name, transport, capabilities: this.capabilities };
    return inclusionReport(resourceName, thing, corid);
  }

  context(corid?: string): ReportContext {
    const { resourceName, address } = this.options;
    const context = { resourceName, address, capabilities: this.capabilities };
    return corid === undefined ? context : { ...context, corid };
  }

  /** The node report if it is due: changed, or an hour old; nothing before anything is known. */
  tellNode(): void {
    if (this.isReachable !== undefined) this.#tellDue([nodeReport(this.options.resourceName, this.node)]);
  }

  onReports(reports: readonly Report[]): void {
    for (const report of reports) this.#notePresent(report);
    if (this.options.outgoing.isOnline)
      this.#tellDue(reports.flatMap((report) => reportDrafts(report, this.context())));
  }

  onReport(report: Report, cause: string): void {
    this.#notePresent(report);
    const open = this.#open.get(cause);
    const context = this.context(open?.request.uid);
    if (open?.asked === undefined || report.kind !== 'meter') {
      for (const draft of reportDrafts(report, context)) void this.#tell(draft);
      return;
    }
    const answer = meterAnswer(report, open.asked, context);
    if ('refused' in answer) this.onRefused(cause, answer.refused);
    else for (const draft of answer) void this.#tell(draft);
  }

  onDone(command: string): void {
    const open = this.#close(command, true);
    open?.onEnded?.('done');
    if (open?.answer === 'success') void this.options.outgoing.answer(successReport(open.request));
  }

  onRefused(command: string, reason: string): void {
    const open = this.#close(command, false);
    open?.onEnded?.({ refused: reason });
    if (open === undefined || open.answer === 'ping') return;
    this.options.log.write('warning', `${open.request.type} failed: ${reason}`, {
      chargepoint: this.options.address,
    });
    void this.options.outgoing.answer(errorReport(open.request, reason));
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
    if (open?.answer === 'ping') {
      const { address, resourceName, outgoing } = this.options;
      const delayMs = outgoing.nowMs() - open.sinceMs;
      void outgoing.publish(pingReport(resourceName, { address, isAnswered, delayMs }, open.request.uid));
    }
    return open;
  }

  #notePresent(report: Report): void {
    if (report.kind === 'session') this.#present = { ...this.#present, offeredA: report.offeredA };
    if (report.kind === 'maxCurrent') this.#present = { ...this.#present, maxCurrentA: report.amps };
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
