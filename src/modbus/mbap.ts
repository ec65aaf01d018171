// TCP frames: a strict reading of the header, since one wrong length would shift everything that follows.
import { withCrc } from './crc';
import type { Framing, Sought, Verdict } from './framing';
import { failureAtDeadline } from './framing';
import { answers } from './rtu';

/** Transaction id, protocol id, length; the unit id is the first byte that the length counts. */
const HEADER = 6;
/** Unit id, function and one byte at least; unit id and the largest PDU at most (Messaging on TCP/IP V1.0b, 3.1.3). */
const LEAST = 3;
const MOST = 254;
/** More than this after one request is a device that talks to itself. */
const FLOOD = 4096;

type Part =
  | { readonly kind: 'wait' }
  | { readonly kind: 'wrong'; readonly detail: string }
  | {
      readonly kind: 'frame';
      readonly transactionId: number;
      readonly body: Uint8Array;
      readonly end: number;
    };

function frameAt(bytes: Uint8Array, start: number): Part {
  const word = (at: number): number => ((bytes[start + at] ?? 0) << 8) | (bytes[start + at + 1] ?? 0);
  const present = bytes.length - start;
  if (present >= 4 && word(2) !== 0) return { kind: 'wrong', detail: `protocol id ${word(2)} instead of 0` };
  if (present < HEADER) return { kind: 'wait' };
  const length = word(4);
  if (length < LEAST || length > MOST) return { kind: 'wrong', detail: `length ${length} in the header` };
  if (present < HEADER + length) return { kind: 'wait' };
  const end = start + HEADER + length;
  return { kind: 'frame', transactionId: word(0), body: bytes.slice(start + HEADER, end), end };
}

/**
 * Frames with another transaction id are late replies and are passed over. One with ours that does not answer the
 * request is a device that has lost count; where the id means nothing, it is taken for late as well.
 */
function search(sought: Sought, bytes: Uint8Array): Verdict {
  if (bytes.length > FLOOD) return broken('corrupt', `more than ${FLOOD} bytes after one request`);
  let start = 0;
  for (;;) {
    const part = frameAt(bytes, start);
    if (part.kind === 'wait') return part;
    if (part.kind === 'wrong') return broken('corrupt', part.detail);
    const isIgnored = sought.isTransactionIdIgnored && part.transactionId === 0;
    if (isIgnored || part.transactionId === sought.transactionId) {
      const frame = withCrc(part.body);
      if (answers(sought, frame)) return { kind: 'reply', frame, start, end: part.end };
      if (!isIgnored) return broken('desync', 'a reply with our transaction id to another question');
    }
    start = part.end;
  }
}

function broken(kind: 'corrupt' | 'desync', detail: string): Verdict {
  return { kind: 'broken', failure: { kind, detail } };
}

function wrap(frame: Uint8Array, transactionId: number): Uint8Array {
  const length = frame.length - 2;
  const header = [transactionId >> 8, transactionId & 0xff, 0, 0, length >> 8, length & 0xff];
  return Uint8Array.from([...header, ...frame.subarray(0, length)]);
}

/** Modbus TCP. */
export const mbapFraming: Framing = {
  mostBytes: 2 * FLOOD,
  wrap,
  search,
  countReplies: (bytes) => wholeFrames(bytes).count,
  // Whole frames are late replies, known by their transaction id: beside them the device was silent.
  atDeadline: (bytes, afterMs) =>
    failureAtDeadline(bytes.length === wholeFrames(bytes).end ? 0 : bytes.length, 0, afterMs),
};

function wholeFrames(bytes: Uint8Array): { readonly count: number; readonly end: number } {
  let count = 0;
  let end = 0;
  for (let part = frameAt(bytes, 0); part.kind === 'frame'; part = frameAt(bytes, end)) {
    count += 1;
    end = part.end;
  }
  return { count, end };
}
