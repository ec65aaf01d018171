// Decision tables: rules that can never win, letters that are missing, and claims made without looking.
import { holds } from './condition';
import type { Condition, Driver, Rule, Test } from './definition';
import { wrong } from './finding';
import type { Finding } from './finding';

/** More combinations than this are not looked through; no manual lists so many. */
const MOST_CASES = 256;

export function lintTables(driver: Driver): readonly Finding[] {
  return [
    ...missingLetters(driver),
    ...lintTable('pilot', driver.pilot, driver),
    ...lintTable('status', driver.status, driver),
    ...driver.faults.flatMap(({ when }, index) => withoutLooking(when, ['faults', index, 'when'])),
    ...repeatedFaults(driver.faults),
    ...caseFindings(driver),
  ];
}

/** Cases of a number that can never be taken. */
function caseFindings({ readings: { numbers, triples } }: Driver): readonly Finding[] {
  const listed = [
    ...Object.entries(numbers).map(([name, source]) => ({ path: ['readings', name], source })),
    ...Object.entries(triples).flatMap(([name, sources]) =>
      sources.map((source, index) => ({ path: ['readings', name, index], source })),
    ),
  ];
  return listed.flatMap(({ path, source }) =>
    source.kind === 'cases' ? shadowFindings(source.of, [...path, 'cases']) : [],
  );
}

function shadowFindings(rules: readonly Rule<string | number>[], path: Finding['path']): readonly Finding[] {
  const conditions = rules.map(({ when }) => when);
  return rules.flatMap((_, index) => {
    const winner = shadowedBy(conditions, index);
    const message = `can never win: ${String(path.at(-1))}[${winner ?? ''}] matches first`;
    return winner === undefined ? [] : [wrong([...path, index], message, 'move it up or leave it out')];
  });
}

/** The index of the rule that wins wherever rule `index` would; undefined when it can win. */
export function shadowedBy(conditions: readonly Condition[], index: number): number | undefined {
  const own = conditions[index] ?? {};
  const above = conditions.slice(0, index);
  let last: number | undefined;
  for (const single of cases(own)) {
    const winner = above.findIndex((condition) => implies(single, condition));
    if (winner < 0) return undefined;
    last = Math.max(last ?? 0, winner);
  }
  return last;
}

function missingLetters({ pilot }: Driver): readonly Finding[] {
  const letters = new Set(pilot.map(({ is }) => is.charAt(0)));
  return ['A', 'B', 'C']
    .filter((letter) => !letters.has(letter))
    .map((letter) => wrong(['pilot'], `no rule says ${letter}`, `add the rule for ${letter}`));
}

function lintTable(
  name: 'pilot' | 'status',
  rules: readonly Rule<string>[],
  driver: Driver,
): readonly Finding[] {
  const claims = rules.flatMap(({ when }, index) => {
    const path = [name, index, 'when'];
    return [...withoutLooking(when, path), ...optionalTests(when, path, driver)];
  });
  return [...shadowFindings(rules, [name]), ...claims];
}

function withoutLooking(when: Condition, path: Finding['path']): readonly Finding[] {
  return Object.keys(when).length > 0
    ? []
    : [wrong(path, 'claims something without looking', 'test a register')];
}

/** A register that the wallbox may not have leaves the table without an answer. */
function optionalTests(when: Condition, path: Finding['path'], driver: Driver): readonly Finding[] {
  return Object.keys(when)
    .filter((register) => driver.registers[register]?.optional === true)
    .map((register) =>
      wrong(
        [...path, register],
        `\`${register}\` is optional, so the rule may never be decided`,
        'use variants',
      ),
    );
}

function repeatedFaults(faults: readonly Rule<string>[]): readonly Finding[] {
  return faults.flatMap(({ when, is }, index) => {
    const twin = faults.slice(0, index).findIndex((other) => other.is === is && implies(when, other.when));
    return twin < 0
      ? []
      : [wrong(['faults', index], `says what faults[${twin}] says`, 'leave one of them out')];
  });
}

/** A condition as the list of its cases: one per combination of listed values. */
function cases(condition: Condition): readonly Condition[] {
  let list: Condition[] = [{}];
  for (const [register, test] of Object.entries(condition)) {
    const singles: readonly Test[] =
      test.kind === 'oneOf' ? test.values.map((value) => ({ kind: 'oneOf', values: [value] })) : [test];
    list = list.flatMap((single) => singles.map((other) => ({ ...single, [register]: other })));
    if (list.length > MOST_CASES) return [condition];
  }
  return list;
}

/** Whether `wide` holds wherever `narrow` does; false when that cannot be said. */
function implies(narrow: Condition, wide: Condition): boolean {
  return Object.entries(wide).every(([register, test]) => {
    const own = narrow[register];
    return own !== undefined && testImplies(own, test);
  });
}

function testImplies(narrow: Test, wide: Test): boolean {
  switch (narrow.kind) {
    case 'oneOf':
      return (
        wide.kind !== 'parameter' && narrow.values.every((value) => holds({ x: wide }, () => value) === true)
      );
    case 'noneOf':
      return wide.kind === 'noneOf' && wide.values.every((value) => narrow.values.includes(value));
    case 'range':
      return rangeImplies(narrow, wide);
    case 'bit':
      return wide.kind === 'bit' && wide.bit === narrow.bit && wide.is === narrow.is;
    case 'parameter':
      return wide.kind === 'parameter' && wide.name === narrow.name;
  }
}

function rangeImplies(narrow: Extract<Test, { kind: 'range' }>, wide: Test): boolean {
  const { min = -Infinity, max = Infinity } = narrow;
  if (wide.kind === 'range') return min >= (wide.min ?? -Infinity) && max <= (wide.max ?? Infinity);
  if (wide.kind !== 'noneOf') return false;
  return wide.values.every((value) => typeof value === 'string' || value < min || value > max);
}
