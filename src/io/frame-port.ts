// The port that the Modbus codec writes to and hears from: one request at a time, and only its own reply gets through.
import { EventEmitter } from 'node:events';
import type { Failure, Request } from '../modbus/exchange';
import type { Framing, Sought } from '../modbus/framing';
import type { Wire } from './wire';

const NOTHING = Buffer.alloc(0);

/** Has the shape that modbus-serial asks of a port: `open`, `close`, `write`, `isOpen`, and the event `data`. */
export class FramePort extends EventEmitter {
  readonly isOpen = true;
  /** Why the last request has no reply; undefined when it has one. */
  failure: Failure | undefined;
  /** Whole replies that nobody waited for, or that were passed over. */
  lateReplies = 0;
  readonly #wire: Wire;
  readonly #framing: Framing;
  #next: Pick<Sought, 'request' | 'isTransactionIdIgnored'> | undefined;
  #sought: Sought | undefined;
  #bytes: Buffer = NOTHING;
  #transactionId: number;
  #isOwed = false;

  constructor(wire: Wire, framing: Framing, firstTransactionId: number) {
    super();
    this.#wire = wire;
    this.#framing = framing;
    this.#transactionId = firstTransactionId;
  }

  /** Whether the last request has had no answer: it may not even have left yet. */
  get isOwed(): boolean {
    return this.#isOwed;
  }

  open(done: (error: null) => void): void {
    done(null);
  }

  close(done: () => void): void {
    done();
  }

  /** Says what the next `write` asks for. */
  expect(request: Request, isTransactionIdIgnored: boolean): void {
    this.#next = { request, isTransactionIdIgnored };
  }

  /** Sends an RTU frame; what came before it is no answer to it. */
  write(frame: Buffer): void {
    if (this.#next === undefined) return;
    this.drain();
    this.failure = undefined;
    this.#transactionId = (this.#transactionId % 0xffff) + 1;
    this.#sought = { ...this.#next, sent: frame, transactionId: this.#transactionId };
    this.#next = undefined;
    this.#isOwed = true;
    this.#wire.write(this.#framing.wrap(frame, this.#transactionId));
  }

  receive(bytes: Uint8Array): void {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    const verdict = this.#sought && this.#framing.search(this.#sought, this.#bytes);
    if (verdict === undefined || verdict.kind === 'wait') {
      this.#bytes = this.#bytes.subarray(-this.#framing.mostBytes);
      return;
    }
    if (verdict.kind === 'broken') {
      this.giveUp(verdict.failure);
      return;
    }
    this.#sought = undefined;
    this.#isOwed = false;
    this.#late(this.#bytes.subarray(0, verdict.start));
    this.#bytes = this.#bytes.subarray(verdict.end);
    this.emit('data', Buffer.from(verdict.frame));
  }

  /** What the bytes so far amount to when no more are waited for. */
  atDeadline(afterMs: number): Failure {
    return this.#framing.atDeadline(this.#bytes, afterMs);
  }

  /** Ends the pending request without a reply. */
  giveUp(failure: Failure): void {
    if (this.#sought === undefined) return;
    this.#sought = undefined;
    this.failure = failure;
    // The codec lets go of a request only when it hears something: a frame too short to be one.
    this.emit('data', NOTHING);
  }

  /** Throws away what nobody waits for. */
  drain(): void {
    this.#late(this.#bytes);
    this.#bytes = NOTHING;
  }

  #late(bytes: Uint8Array): void {
    this.lateReplies += this.#framing.countReplies(bytes);
  }
}
