// The server's side of RTU and TCP framing: requests cut out of a stream, replies put into frames.
import { hasCrc, withCrc } from '../modbus/crc';

export type ServerFraming = 'tcp' | 'rtu';

/** A request as it came; `transactionId` is 0 on RTU. */
export interface Frame {
  readonly unitId: number;
  readonly transactionId: number;
  readonly pdu: Uint8Array;
}

/** The requests in a stream of bytes, and the bytes that may become one. */
export interface Cut {
  readonly frames: readonly Frame[];
  readonly rest: Uint8Array;
}

/** Cuts requests out of what has come in so far. Bytes that are no request are passed over. */
export function cutRequests(framing: ServerFraming, bytes: Uint8Array): Cut {
  const next = framing === 'tcp' ? tcpFrame : rtuFrame;
  const frames: Frame[] = [];
  let start = 0;
  while (start < bytes.length) {
    const found = next(bytes.subarray(start));
    if (found === 'more') {
      break;
    }
    if (found !== 'none') {
      frames.push(found.frame);
    }
    start += found === 'none' ? 1 : found.length;
  }
  return { frames, rest: bytes.slice(start) };
}

/** The bytes of a reply. */
export function replyFrame(framing: ServerFraming, request: Frame, pdu: Uint8Array): Uint8Array {
  const body = Uint8Array.from([request.unitId, ...pdu]);
  if (framing === 'rtu') {
    return withCrc(body);
  }
  const header = [request.transactionId, 0, body.length].flatMap((word) => [word >> 8, word & 0xff]);
  return Uint8Array.from([...header, ...body]);
}

type Found = { readonly frame: Frame; readonly length: number } | 'none' | 'more';

/** Header of Modbus TCP: transaction id, protocol id 0, length; then the unit id. */
const HEADER = 6;
const LONGEST_BODY = 254;

function tcpFrame(bytes: Uint8Array): Found {
  if (bytes.length < HEADER) {
    return 'more';
  }
  const word = (at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  const length = word(4);
  if (word(2) !== 0 || length < 2 || length > LONGEST_BODY) {
    return 'none';
  }
  const end = HEADER + length;
  if (bytes.length < end) {
    return 'more';
  }
  const frame = { transactionId: word(0), unitId: bytes[HEADER] ?? 0, pdu: bytes.slice(HEADER + 1, end) };
  return { frame, length: end };
}

function rtuFrame(bytes: Uint8Array): Found {
  const length = rtuLength(bytes);
  if (length === 'none' || length === 'more') {
    return length;
  }
  if (bytes.length < length) {
    return 'more';
  }
  if (!hasCrc(bytes, 0, length)) {
    return 'none';
  }
  const frame = { transactionId: 0, unitId: bytes[0] ?? 0, pdu: bytes.slice(1, length - 2) };
  return { frame, length };
}

/** How long a request with this beginning is, checksum included. A function nobody knows is taken to be as long as a read. */
function rtuLength(bytes: Uint8Array): number | 'none' | 'more' {
  const code = bytes[1];
  if (code === undefined) {
    return 'more';
  }
  if (code !== 15 && code !== 16) {
    return code > 0x7f ? 'none' : 8;
  }
  const count = bytes[6];
  return count === undefined ? 'more' : 9 + count;
}
