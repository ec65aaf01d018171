// Which blocks to read: the fewest exchanges, then the fewest words.
import type { Space, Span } from './register';

/** What one read may cover. */
export interface ReadLimits {
  /** Most words in one read; the protocol's own limits (125 words, 2000 bits) hold besides. */
  readonly maxWords: number;
  /** Most unneeded words that a block may bridge; 16 bits count as a word. */
  readonly maxGapWords: number;
  /** Addresses that may be read, first and last inclusive. A block never leaves one. */
  readonly readable: readonly { readonly space: Space; readonly from: number; readonly to: number }[];
}

/** Modbus application protocol 1.1b3, 6.1 to 6.4. */
export const MAX_READ_WORDS = 125;
export const MAX_READ_BITS = 2000;

/**
 * The reads that bring every wanted span, by space and address. A span that lies in no readable range, or is longer than one
 * read may be, is read alone, exactly as wanted: what it answers must not spoil its neighbours.
 */
export function plan(wanted: readonly Span[], limits: ReadLimits): readonly Span[] {
  const spaces = [...new Set(wanted.map((span) => span.space))].toSorted();
  return spaces.flatMap((space) => {
    const spans = wanted.filter((span) => span.space === space);
    const isJoinable = (span: Span): boolean => fits(span, limits);
    const blocks = cheapest(withoutContained(spans.filter(isJoinable)), limits);
    const alone = withoutRepeated(spans.filter((span) => !isJoinable(span)));
    return [...blocks, ...alone].toSorted((a, b) => a.address - b.address || a.length - b.length);
  });
}

/** Whether a block may be read in one exchange. */
function fits(block: Span, limits: ReadLimits): boolean {
  const isReadable = limits.readable.some(
    (range) => range.space === block.space && block.address >= range.from && endOf(block) - 1 <= range.to,
  );
  return isReadable && block.length <= longest(block.space, limits);
}

function isBits(space: Space): boolean {
  return space === 'coil' || space === 'discrete';
}

function longest(space: Space, limits: ReadLimits): number {
  return isBits(space) ? MAX_READ_BITS : Math.min(limits.maxWords, MAX_READ_WORDS);
}

/** The address after the last one. */
function endOf(span: Span): number {
  return span.address + span.length;
}

function withoutRepeated(spans: readonly Span[]): readonly Span[] {
  const isSame = (a: Span, b: Span): boolean => a.address === b.address && a.length === b.length;
  return spans.filter((span, index) => spans.findIndex((other) => isSame(other, span)) === index);
}

/** By address, without what a longer one brings anyway: starts and ends both rise from each span to the next. */
function withoutContained(spans: readonly Span[]): readonly Span[] {
  const sorted = spans.toSorted((a, b) => a.address - b.address || b.length - a.length);
  const kept: Span[] = [];
  for (const span of sorted) {
    const last = kept.at(-1);
    if (last === undefined || endOf(span) > endOf(last)) {
      kept.push(span);
    }
  }
  return kept;
}

/** A best plan for the first few spans. */
interface Prefix {
  readonly blocks: readonly Span[];
  readonly words: number;
}

/**
 * Since starts and ends both rise, some best partition consists of neighbours only, so the best one for the first n spans is
 * the best one for the first m < n with one block for the rest.
 */
function cheapest(spans: readonly Span[], limits: ReadLimits): readonly Span[] {
  const best: Prefix[] = [{ blocks: [], words: 0 }];
  for (let end = 1; end <= spans.length; end += 1) {
    const candidates = blocksEndingAt(spans.slice(0, end), limits).flatMap(({ first, block }) => {
      const before = best[first];
      return before === undefined
        ? []
        : [{ blocks: [...before.blocks, block], words: before.words + block.length }];
    });
    best.push(candidates.reduce((a, b) => (isCheaper(b, a) ? b : a)));
  }
  return best.at(-1)?.blocks ?? [];
}

function isCheaper(a: Prefix, b: Prefix): boolean {
  return a.blocks.length < b.blocks.length || (a.blocks.length === b.blocks.length && a.words < b.words);
}

/** Every block that may be read and ends with the last span: the index of the span it begins with, and itself. */
function blocksEndingAt(
  spans: readonly Span[],
  limits: ReadLimits,
): readonly { readonly first: number; readonly block: Span }[] {
  const found: { first: number; block: Span }[] = [];
  for (let first = spans.length - 1; first >= 0; first -= 1) {
    const block = hull(spans.slice(first));
    if (!fits(block, limits) || gapAfter(spans, first) > longestGap(block.space, limits)) {
      break;
    }
    found.push({ first, block });
  }
  return found;
}

/** Unneeded addresses between a span and the one after it. */
function gapAfter(spans: readonly Span[], index: number): number {
  const [span, next] = [spans[index], spans[index + 1]];
  return span === undefined || next === undefined ? 0 : next.address - endOf(span);
}

function longestGap(space: Space, limits: ReadLimits): number {
  return limits.maxGapWords * (isBits(space) ? 16 : 1);
}

function hull(spans: readonly Span[]): Span {
  const address = Math.min(...spans.map((span) => span.address));
  const end = Math.max(...spans.map(endOf));
  return { space: spans[0]?.space ?? 'holding', address, length: end - address };
}
