// Conditions as written turned into conditions as meant.
import type { Condition, Test } from './definition';
import { literalOf, numberOf } from './literal';
import type { RawCondition, RawRegister, RawTest } from './raw';

type RawRegisters = Readonly<Record<string, RawRegister>>;

/** `registers` tells whether a hexadecimal literal is a number or a text. */
export function conditionOf(raw: RawCondition, registers: RawRegisters): Condition {
  return Object.fromEntries(Object.entries(raw).map(([name, test]) => [name, testOf(test, registers[name])]));
}

function testOf(raw: RawTest, register: RawRegister | undefined): Test {
  const literals = (values: number | string | readonly (number | string)[]) =>
    [values].flat().map((value) => literalOf(value, register?.type));
  if (typeof raw !== 'object' || isList(raw)) return { kind: 'oneOf', values: literals(raw) };
  if ('not' in raw) return { kind: 'noneOf', values: literals(raw.not) };
  if ('hasBit' in raw) return { kind: 'bit', bit: raw.hasBit, is: 1 };
  if ('lacksBit' in raw) return { kind: 'bit', bit: raw.lacksBit, is: 0 };
  if ('from' in raw)
    return { kind: 'parameter', name: raw.from, ...(raw.as !== undefined && { as: raw.as }) };
  return {
    kind: 'range',
    ...(raw.min !== undefined && { min: numberOf(raw.min) }),
    ...(raw.max !== undefined && { max: numberOf(raw.max) }),
  };
}

/** `Array.isArray` does not narrow a read-only list. */
function isList(raw: RawTest): raw is readonly (number | string)[] {
  return Array.isArray(raw);
}
