// RTU frames: finds the reply to the pending request in a stream with noise, echoes and other people's frames.
import { hasCrc } from './crc';
import type { Framing, Sought, Verdict } from './framing';
import { failureAtDeadline } from './framing';
import { functionOf, replyLength, valueBytes } from './request';

const EXCEPTION_LENGTH = 5;

/** What the bytes at one place are to the request: `take` that many, skip an `echo`, `maybe` when they stop too early. */
type Fit = 'no' | 'maybe' | { readonly echo: number } | { readonly take: number };

/** Whether `frame`, as a whole, answers the request. For framings that have no echo. */
export function answers(sought: Sought, frame: Uint8Array): boolean {
  const fit = replyFit(sought, frame, 0);
  return typeof fit === 'object' && 'take' in fit && fit.take === frame.length;
}

/**
 * The first place that holds unit, function, length (or address and value of a write) and checksum of the reply wins.
 * While an earlier place may still become one, the search waits for more bytes.
 *
 * An adapter that hears its own sending puts the request before the reply. The reply to a function 5 or 6 *is* the
 * request again, so there an echo looks like success: only a read-back proves the write. Any other request is never
 * taken for its own reply, nor is a beginning of it whose checksum happens to fit.
 */
function search(sought: Sought, bytes: Uint8Array): Verdict {
  let start = 0;
  while (start < bytes.length) {
    const fit = echoFit(sought, bytes, start) ?? replyFit(sought, bytes, start);
    if (fit === 'maybe') return { kind: 'wait' };
    if (fit === 'no') start += 1;
    else if ('echo' in fit) start += fit.echo;
    else return { kind: 'reply', frame: bytes.slice(start, start + fit.take), start, end: start + fit.take };
  }
  return { kind: 'wait' };
}

/** Undefined when the bytes are certainly no echo, or when an echo is what we wait for. */
function echoFit(sought: Sought, bytes: Uint8Array, start: number): Fit | undefined {
  const { request, sent } = sought;
  if (request.kind === 'write' && (request.function === 5 || request.function === 6)) return undefined;
  const present = Math.min(bytes.length - start, sent.length);
  for (let at = 0; at < present; at += 1) if (bytes[start + at] !== sent[at]) return undefined;
  return present === sent.length ? { echo: sent.length } : 'maybe';
}

function replyFit(sought: Sought, bytes: Uint8Array, start: number): Fit {
  const { request, sent } = sought;
  const code = functionOf(request);
  if (bytes[start] !== request.unitId) return 'no';
  const replied = bytes[start + 1];
  if (replied === undefined) return 'maybe';
  if (replied === (code | 0x80)) return frameFit(bytes, start, EXCEPTION_LENGTH);
  if (replied !== code) return 'no';
  const head = request.kind === 'read' ? [valueBytes(request)] : sent.subarray(2, 6);
  for (const [at, expected] of head.entries()) {
    const byte = bytes[start + 2 + at];
    if (byte === undefined) return 'maybe';
    if (byte !== expected) return 'no';
  }
  return frameFit(bytes, start, replyLength(request));
}

function frameFit(bytes: Uint8Array, start: number, length: number): Fit {
  if (bytes.length - start < length) return 'maybe';
  return hasCrc(bytes, start, length) ? { take: length } : 'no';
}

function countReplies(bytes: Uint8Array): number {
  let count = 0;
  let start = 0;
  while (start + EXCEPTION_LENGTH <= bytes.length) {
    const length = anyReplyLength(bytes, start);
    const isReply = length !== undefined && start + length <= bytes.length && hasCrc(bytes, start, length);
    count += isReply ? 1 : 0;
    start += isReply ? length : 1;
  }
  return count;
}

/** The length that a reply at `start` would have, by its function code. */
function anyReplyLength(bytes: Uint8Array, start: number): number | undefined {
  const code = bytes[start + 1] ?? 0;
  if (code > 0x80) return EXCEPTION_LENGTH;
  if (code >= 1 && code <= 4) return 5 + (bytes[start + 2] ?? 0);
  return code === 5 || code === 6 || code === 15 || code === 16 ? 8 : undefined;
}

/** RTU frames on a serial line, or on a socket to a gateway that passes them through. */
export const rtuFraming: Framing = {
  // No frame is longer than 256: what may still become the reply is never cut.
  mostBytes: 300,
  wrap: (frame) => frame,
  search,
  countReplies,
  atDeadline: (bytes, afterMs) => failureAtDeadline(bytes.length, countReplies(bytes), afterMs),
};

/** How characters are sent on a serial line. */
export interface CharacterFormat {
  readonly baudRate: number;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stopBits: 1 | 2;
}

/** Milliseconds that `bytes` bytes take on the wire: start bit, 8 data bits, parity bit if any, stop bits. */
export function frameTimeMs(bytes: number, format: CharacterFormat): number {
  const bits = 1 + 8 + (format.parity === 'none' ? 0 : 1) + format.stopBits;
  return (bytes * bits * 1000) / format.baudRate;
}

/** Least silence between frames: 3.5 characters, fixed at 1.75 ms above 19200 baud (Serial Line V1.02, 2.5.1.1). */
export function quietFloorMs(format: CharacterFormat): number {
  return format.baudRate > 19200 ? 1.75 : frameTimeMs(3.5, format);
}
