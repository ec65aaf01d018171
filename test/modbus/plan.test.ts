// The read plan against brute force on small cases, and its rules one by one.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { plan } from '../../src/modbus/plan';
import type { ReadLimits } from '../../src/modbus/plan';
import type { Space, Span } from '../../src/modbus/register';

const holding = (address: number, length: number): Span => ({ space: 'holding', address, length });
const limits = (more: Partial<ReadLimits> = {}): ReadLimits => ({
  maxWords: 20,
  maxGapWords: 4,
  readable: [{ space: 'holding', from: 0, to: 99 }],
  ...more,
});

describe('plan', () => {
  it('joins what lies close together', () => {
    assert.deepEqual(plan([holding(4, 2), holding(0, 2), holding(1, 1)], limits()), [holding(0, 6)]);
  });

  it('bridges no gap that is too wide', () => {
    assert.deepEqual(plan([holding(0, 1), holding(6, 1)], limits()), [holding(0, 1), holding(6, 1)]);
  });

  it('reads no more at once than the device allows', () => {
    const spans = [holding(0, 8), holding(8, 8), holding(16, 8)];
    assert.deepEqual(
      plan(spans, limits()).map((block) => block.length),
      [16, 8],
    );
  });

  it('never leaves a readable range', () => {
    const readable = [
      { space: 'holding', from: 0, to: 9 },
      { space: 'holding', from: 10, to: 19 },
    ] as const;
    assert.deepEqual(plan([holding(8, 2), holding(10, 2)], limits({ readable })), [
      holding(8, 2),
      holding(10, 2),
    ]);
  });

  it('reads alone what no readable range holds, and once', () => {
    const spans = [holding(97, 2), holding(99, 2), holding(99, 2), holding(300, 1)];
    assert.deepEqual(plan(spans, limits()), [holding(97, 2), holding(99, 2), holding(300, 1)]);
  });

  it('prefers fewer words among equally many exchanges', () => {
    const spans = [holding(0, 1), holding(4, 1), holding(6, 1)];
    assert.deepEqual(plan(spans, limits({ maxWords: 6 })), [holding(0, 1), holding(4, 3)]);
  });

  it('keeps spaces apart and reads up to 2000 bits', () => {
    const coil = (address: number, length: number): Span => ({ space: 'coil', address, length });
    const readable = [{ space: 'coil', from: 0, to: 9999 }] as const;
    const blocks = plan([coil(0, 1), coil(60, 1), coil(1999, 1), holding(0, 1)], limits({ readable }));
    assert.deepEqual(blocks, [coil(0, 61), coil(1999, 1), holding(0, 1)]);
    const bits = Array.from({ length: 41 }, (_, index) => coil(index * 50, 1));
    assert.equal(plan(bits, limits({ readable })).length, 2);
  });

  it('is empty when nothing is wanted', () => {
    assert.deepEqual(plan([], limits()), []);
  });
});

/** The best cost over all ways to group the spans, whatever the order. */
function bruteForce(spans: readonly Span[], rules: ReadLimits): readonly [number, number] {
  const [span, ...rest] = spans;
  if (span === undefined) {
    return [0, 0];
  }
  const subsets = rest.reduce<(readonly Span[])[]>(
    (all, next) => [...all, ...all.map((set) => [...set, next])],
    [[]],
  );
  const costs = subsets.flatMap((subset) => {
    const block = allowed([span, ...subset], rules);
    const others = bruteForce(
      rest.filter((other) => !subset.includes(other)),
      rules,
    );
    return block === undefined ? [] : [[others[0] + 1, others[1] + block.length] as const];
  });
  return costs.reduce((a, b) => (b[0] < a[0] || (b[0] === a[0] && b[1] < a[1]) ? b : a));
}

function allowed(group: readonly Span[], rules: ReadLimits): Span | undefined {
  const from = Math.min(...group.map((span) => span.address));
  const to = Math.max(...group.map((span) => span.address + span.length - 1));
  const covered = Array.from({ length: to - from + 1 }, (_, index) =>
    group.some((span) => from + index >= span.address && from + index < span.address + span.length)
      ? 'x'
      : '.',
  ).join('');
  const isReadable = rules.readable.some((range) => from >= range.from && to <= range.to);
  const isBridgeable = (covered.match(/\.+/g) ?? []).every((gap) => gap.length <= rules.maxGapWords);
  const isAllowed = isReadable && isBridgeable && covered.length <= rules.maxWords;
  return isAllowed ? holding(from, covered.length) : undefined;
}

describe('plan against brute force', () => {
  const space: Space = 'holding';
  const ranges = fc.constantFrom(
    [{ space, from: 0, to: 40 }],
    [
      { space, from: 0, to: 11 },
      { space, from: 12, to: 40 },
    ],
    [
      { space, from: 0, to: 20 },
      { space, from: 15, to: 40 },
    ],
  );
  const wanted = fc.array(
    fc.tuple(fc.nat(34), fc.integer({ min: 1, max: 4 })).map(([address, length]) => holding(address, length)),
    { maxLength: 6 },
  );

  it('costs the same and covers everything', () => {
    const rules = fc.record({
      maxWords: fc.integer({ min: 4, max: 16 }),
      maxGapWords: fc.nat(5),
      readable: ranges,
    });
    fc.assert(
      fc.property(wanted, rules, (spans, rule) => {
        const inside = spans.filter((span) => allowed([span], rule) !== undefined);
        const blocks = plan(inside, rule);
        const words = blocks.reduce((sum, block) => sum + block.length, 0);
        assert.deepEqual([blocks.length, words], [...bruteForce(inside, rule)]);
        for (const span of inside) {
          const isCovered = blocks.some(
            (block) =>
              block.address <= span.address && block.address + block.length >= span.address + span.length,
          );
          assert.ok(isCovered, `${span.address}+${span.length} is not read`);
        }
      }),
      { numRuns: 300 },
    );
  });
});
