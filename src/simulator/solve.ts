// Backwards through a driver's tables: register words that make given conditions hold and others fail.
import { holds } from '../driver/condition';
import type { Driver, Register, Rule } from '../driver/definition';
import { candidates } from './candidates';
import type { Claim } from './candidates';
import { valuesOf, withValue } from './memory';
import type { Memory } from './memory';

/** More trials than any wallbox needs; a claim that cannot be met ends here. */
const MOST_TRIALS = 20_000;

/** That row `index` of a first-match table decides: it holds and every row above it fails. */
export function decides<T extends string | number>(
  rules: readonly Rule<T>[],
  index: number,
): readonly Claim[] {
  return rules.slice(0, index + 1).map((rule, row) => ({ when: rule.when, is: row === index }));
}

/** That no row of a table holds. */
export function noneHolds<T extends string | number>(rules: readonly Rule<T>[]): readonly Claim[] {
  return rules.map((rule) => ({ when: rule.when, is: false }));
}

/** Whether every claim is met by the memory as it is. */
export function isMet(driver: Driver, memory: Memory, claims: readonly Claim[]): boolean {
  const valueOf = valuesOf(driver, memory);
  return claims.every((claim) => holds(claim.when, valueOf) === claim.is);
}

/**
 * The memory with the claims met, changing only registers that are not `fixed`, and as few as the first find needs.
 * Undefined when the claims contradict each other or the fixed registers.
 */
export function solve(
  driver: Driver,
  memory: Memory,
  claims: readonly Claim[],
  fixed: ReadonlySet<string>,
): Memory | undefined {
  if (isMet(driver, memory, claims)) {
    return memory;
  }
  const free = tested(driver, claims).filter((register) => !fixed.has(register.name));
  return search({ driver, claims, free, trials: { left: MOST_TRIALS } }, memory, 0);
}

/** The registers that claims test, those that something has to hold for first. */
function tested(driver: Driver, claims: readonly Claim[]): readonly Register[] {
  const sorted = claims.toSorted((a, b) => Number(b.is) - Number(a.is));
  const names = new Set(sorted.flatMap((claim) => Object.keys(claim.when)));
  return [...names].flatMap((name) => driver.registers[name] ?? []);
}

interface Search {
  readonly driver: Driver;
  readonly claims: readonly Claim[];
  readonly free: readonly Register[];
  readonly trials: { left: number };
}

function search(problem: Search, memory: Memory, depth: number): Memory | undefined {
  const { driver, claims, free, trials } = problem;
  const register = free[depth];
  if (register === undefined) {
    return isMet(driver, memory, claims) ? memory : undefined;
  }
  for (const value of candidates(register, claims, valuesOf(driver, memory)(register.name))) {
    const next = withValue(memory, register, value);
    trials.left -= 1;
    if (trials.left < 0) {
      return undefined;
    }
    if (next !== undefined && isStillPossible(problem, next, depth)) {
      const found = search(problem, next, depth + 1);
      if (found !== undefined) {
        return found;
      }
    }
  }
  return undefined;
}

/** False once a claim is broken whatever the registers that are not chosen yet will hold. */
function isStillPossible(problem: Search, memory: Memory, depth: number): boolean {
  const open = new Set(problem.free.slice(depth + 1).map((register) => register.name));
  const valueOf = valuesOf(problem.driver, memory);
  return problem.claims.every((claim) => {
    const verdict = holds(claim.when, (name) => (open.has(name) ? undefined : valueOf(name)));
    return verdict === undefined || verdict === claim.is;
  });
}
