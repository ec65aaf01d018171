// One client's bytes in, a simulated line's bytes out: framing, units, line faults.
import { cutRequests, replyFrame } from './frames';
import type { Frame, ServerFraming } from './frames';
import { faultOf, spoiled } from './line-faults';
import type { LineFault, Outgoing } from './line-faults';
import { parsePdu, replyPdu } from './pdu';
import { nextSeed } from './seeded';
import type { Seed } from './seeded';
import { respond } from './wallbox';
import type { Reply, Wallbox } from './wallbox';

/** Several wallboxes on one line, by unit id, and the faults of the line. */
export interface Line {
  readonly framing: ServerFraming;
  readonly wallboxes: ReadonlyMap<number, Wallbox>;
  readonly faults: readonly LineFault[];
  /** Replies so far, spoiled ones included. */
  readonly replies: number;
  readonly seed: Seed;
}

/** What one read from the client's stream comes to. */
export interface Heard {
  readonly line: Line;
  /** Bytes that may become a request; to be handed in before the next ones. */
  readonly rest: Uint8Array;
  readonly outgoing: readonly Outgoing[];
}

/** Silence that ends an RTU frame, whole or not; generous, since operating systems hand bytes over in pieces. */
const FRAME_GAP_MS = 100;

/** What is left of bytes that came `silentMs` ago and were no whole request. */
export function stillOpen(line: Line, rest: Uint8Array, silentMs: number): Uint8Array {
  return line.framing === 'rtu' && silentMs > FRAME_GAP_MS ? new Uint8Array() : rest;
}

/** Takes bytes from a client. Requests to units that are not there are not answered. */
export function hear(line: Line, bytes: Uint8Array): Heard {
  const { frames, rest } = cutRequests(line.framing, bytes);
  return frames.reduce<Heard>(
    (heard, frame) => {
      const next = answerFrame(heard.line, frame);
      return { line: next.line, rest, outgoing: [...heard.outgoing, ...next.outgoing] };
    },
    { line, rest, outgoing: [] },
  );
}

function answerFrame(line: Line, frame: Frame): Omit<Heard, 'rest'> {
  const wallbox = line.wallboxes.get(frame.unitId);
  if (wallbox === undefined) {
    return { line, outgoing: [] };
  }
  const replies = line.replies + 1;
  const fault = faultOf(line.faults, replies);
  const answer = answerPdu(wallbox, frame, fault);
  const wallboxes = new Map([...line.wallboxes, [frame.unitId, answer.wallbox]]);
  const next = { ...line, wallboxes, replies, seed: nextSeed(line.seed) };
  const pdu = replyPdu(frame.pdu, answer.reply);
  if (pdu === undefined || answer.reply.kind === 'silence') {
    return { line: next, outgoing: [] };
  }
  const whole = { bytes: replyFrame(line.framing, frame, pdu), delayMs: answer.reply.delayMs };
  const sent = spoiled(whole, fault, next.seed);
  return { line: next, outgoing: sent === undefined ? [] : [sent] };
}

/** A lost or late reply still means that the request was carried out; an exception means that it was not. */
function answerPdu(
  wallbox: Wallbox,
  frame: Frame,
  fault: LineFault | undefined,
): { readonly wallbox: Wallbox; readonly reply: Reply } {
  if (fault?.kind === 'exception') {
    return { wallbox, reply: { kind: 'exception', code: fault.code, delayMs: 0 } };
  }
  const parsed = parsePdu(frame.unitId, frame.pdu);
  return 'code' in parsed
    ? { wallbox, reply: { kind: 'exception', code: parsed.code, delayMs: 0 } }
    : respond(wallbox, parsed.request);
}
