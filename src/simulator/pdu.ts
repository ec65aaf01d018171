// The server's side of a Modbus PDU: requests read, replies written (Modbus application protocol 1.1b3, 6).
import type { Request } from '../modbus/exchange';
import type { Space } from '../modbus/register';
import { ILLEGAL_FUNCTION, ILLEGAL_VALUE } from './access';
import type { Reply } from './wallbox';

const SPACE_READ_BY: Readonly<Record<number, Space>> = { 1: 'coil', 2: 'discrete', 3: 'holding', 4: 'input' };
const COIL_ON = 0xff00;

/** The request in a PDU, or the exception code that answers it. */
export function parsePdu(
  unitId: number,
  pdu: Uint8Array,
): { readonly request: Request } | { readonly code: number } {
  const code = pdu[0] ?? 0;
  const address = wordAt(pdu, 1);
  const last = wordAt(pdu, 3);
  const space = SPACE_READ_BY[code];
  if (space !== undefined) {
    return pdu.length === 5
      ? { request: { kind: 'read', unitId, space, address, length: last } }
      : { code: ILLEGAL_VALUE };
  }
  if (code !== 5 && code !== 6 && code !== 15 && code !== 16) {
    return { code: ILLEGAL_FUNCTION };
  }
  const values = code === 5 || code === 6 ? singleValue(code, pdu) : manyValues(code, pdu);
  return values === undefined
    ? { code: ILLEGAL_VALUE }
    : { request: { kind: 'write', unitId, function: code, address, values } };
}

function wordAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function singleValue(code: 5 | 6, pdu: Uint8Array): readonly number[] | undefined {
  const value = wordAt(pdu, 3);
  if (pdu.length !== 5 || (code === 5 && value !== 0 && value !== COIL_ON)) {
    return undefined;
  }
  return [code === 5 ? Number(value === COIL_ON) : value];
}

function manyValues(code: 15 | 16, pdu: Uint8Array): readonly number[] | undefined {
  const count = wordAt(pdu, 3);
  const bytes = code === 15 ? Math.ceil(count / 8) : 2 * count;
  if (count === 0 || pdu[5] !== bytes || pdu.length !== 6 + bytes) {
    return undefined;
  }
  return Array.from({ length: count }, (_, index) =>
    code === 15 ? ((pdu[6 + (index >> 3)] ?? 0) >> (index & 7)) & 1 : wordAt(pdu, 6 + 2 * index),
  );
}

/** The PDU that carries a reply; undefined for silence. */
export function replyPdu(pdu: Uint8Array, reply: Reply): Uint8Array | undefined {
  const code = pdu[0] ?? 0;
  switch (reply.kind) {
    case 'silence':
      return undefined;
    case 'exception':
      return Uint8Array.from([code | 0x80, reply.code]);
    case 'values':
      // A write is answered with the first five bytes of its request: address and value, or address and count.
      return code <= 4 ? readReply(code, reply.values) : pdu.slice(0, 5);
  }
}

function readReply(code: number, values: readonly number[]): Uint8Array {
  const data = code <= 2 ? packed(values) : values.flatMap((word) => [word >> 8, word & 0xff]);
  return Uint8Array.from([code, data.length, ...data]);
}

/** Bits into bytes, the first bit lowest. */
function packed(bits: readonly number[]): readonly number[] {
  return Array.from({ length: Math.ceil(bits.length / 8) }, (_, byte) =>
    bits.slice(8 * byte, 8 * byte + 8).reduce((sum, bit, index) => sum | (bit << index), 0),
  );
}
