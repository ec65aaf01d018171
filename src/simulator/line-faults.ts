// What a bad line does to a simulated reply: read from text, and applied to the frame.
import { between } from './seeded';
import type { Seed } from './seeded';

/** `every`: only each n-th reply; 1 = all of them. `dead` ends all replies from the n-th on. */
export type LineFault =
  | { readonly kind: 'late' | 'drop' | 'crc' | 'noise' | 'dead'; readonly every: number }
  | { readonly kind: 'exception'; readonly code: number; readonly every: number };

/** Longer than any driver's reply timeout for a read, so that a late reply meets the next request. */
export const LATE_MS = 2500;
/** Extended exception codes end here (Modbus application protocol 1.1b3, 7). */
const MOST_EXCEPTION = 11;

/** Reads `late|drop|crc|noise|exception:N|dead[,every:N]`; a text that is none comes back as what is wrong with it. */
export function parseLineFault(text: string): LineFault | { readonly problem: string } {
  const [what = '', often, ...more] = text.split(',');
  const every = often === undefined ? 1 : wholeAfter('every:', often);
  if (every === undefined || every < 1 || more.length > 0) {
    return { problem: `"${text}": after the fault comes at most ,every:N with N from 1 on` };
  }
  switch (what) {
    case 'late':
    case 'drop':
    case 'crc':
    case 'noise':
    case 'dead':
      return { kind: what, every };
    default:
      return parseException(text, what, every);
  }
}

function parseException(text: string, what: string, every: number): LineFault | { readonly problem: string } {
  const code = wholeAfter('exception:', what);
  if (code === undefined || code < 1 || code > MOST_EXCEPTION) {
    return {
      problem: `"${text}" is no fault; write late, drop, crc, noise, dead or exception:N with N from 1 to 11`,
    };
  }
  return { kind: 'exception', code, every };
}

function wholeAfter(prefix: string, text: string): number | undefined {
  const digits = text.startsWith(prefix) ? text.slice(prefix.length) : '';
  return /^\d+$/.test(digits) ? Number(digits) : undefined;
}

/** The fault that meets reply `n`, counted from 1; the first of several. */
export function faultOf(faults: readonly LineFault[], n: number): LineFault | undefined {
  return faults.find((fault) => (fault.kind === 'dead' ? n >= fault.every : n % fault.every === 0));
}

/** A frame on its way out, and when. */
export interface Outgoing {
  readonly bytes: Uint8Array;
  readonly delayMs: number;
}

/** What remains of a frame; undefined when nothing goes out. `exception` faults are made before framing and do nothing here. */
export function spoiled(outgoing: Outgoing, fault: LineFault | undefined, seed: Seed): Outgoing | undefined {
  const { bytes, delayMs } = outgoing;
  switch (fault?.kind) {
    case undefined:
    case 'exception':
      return outgoing;
    case 'late':
      return { bytes, delayMs: delayMs + LATE_MS };
    case 'drop':
    case 'dead':
      return undefined;
    case 'crc':
      return { bytes: flipped(bytes), delayMs };
    case 'noise': {
      const count = 1 + Math.floor(between(seed, 0, 4));
      const noise = Array.from({ length: count }, (_, index) => Math.floor(between(seed + index, 0, 256)));
      return { bytes: Uint8Array.from([...noise, ...bytes]), delayMs };
    }
  }
}

/** The last byte is half of an RTU frame's checksum, the third half of a TCP frame's protocol id: both readers notice. */
function flipped(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, index) => (index === bytes.length - 1 || index === 2 ? byte ^ 0xff : byte));
}
