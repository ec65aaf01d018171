// What a driver file may leave unsaid about its link and its commands.
import { spanOf } from '../modbus/register';
import type { DriverLink, ReadableRange, Register } from './definition';
import { numberOf } from './literal';
import type { RawLink, RawRange } from './raw';

/** How long after the last write of a command its effect may take to show. */
export const DEFAULT_LANDS_WITHIN_MS = 3000;

/** The serial settings are those of most wallboxes as delivered; the rest is what Modbus itself allows. */
const DEFAULTS = {
  unitId: 1,
  baudRate: 9600,
  parity: 'none',
  stopBits: 1,
  port: 502,
  replyTimeoutMs: 1000,
  quietMs: 5,
  unitSwitchGapMs: 10,
  maxWords: 125,
  maxGapWords: 8,
  holdOffMs: 1000,
  transactionId: 'echoed',
  fastMs: 1000,
  slowMs: 10000,
} as const satisfies Partial<DriverLink>;

export function linkOf(raw: RawLink, registers: Readonly<Record<string, Register>>): DriverLink {
  const { readable, singleReads, ...said } = raw;
  const rows = Object.values(registers);
  const own = singleReads === true ? spansOf(rows) : declared(rows);
  return { ...DEFAULTS, ...said, readable: readable?.map(rangeOf) ?? own };
}

export function rangeOf({ space, from, to }: RawRange): ReadableRange {
  return { space, from: numberOf(from), to: numberOf(to) };
}

/** Exactly what the registers cover, neighbours joined, because a read never leaves one range. */
function declared(registers: readonly Register[]): readonly ReadableRange[] {
  const joined: ReadableRange[] = [];
  for (const span of spansOf(registers)) {
    const last = joined.at(-1);
    if (last?.space === span.space && span.from <= last.to + 1) {
      joined[joined.length - 1] = { ...last, to: Math.max(last.to, span.to) };
    } else {
      joined.push(span);
    }
  }
  return joined;
}

/** By space and address. An array counts as a whole: its gaps are read with it. */
function spansOf(registers: readonly Register[]): readonly ReadableRange[] {
  return registers
    .filter(({ access }) => access !== 'w')
    .map((register) => {
      const { space, address, length } = spanOf(register);
      return { space, from: address, to: address + length - 1 };
    })
    .sort((left, right) => left.space.localeCompare(right.space) || left.from - right.from);
}
