// Where the numbers of a wallbox come from.
import { firstMatch } from '../driver/condition';
import type { NumberSource, Rule } from '../driver/definition';
import type { Model } from './model';

/** The registers that a number comes from; of several alternatives the first that is known. */
export function registersOf(source: NumberSource, model: Model): readonly string[] {
  if (source.kind === 'register') return [source.register];
  if (source.kind === 'sum') return source.of;
  if (source.kind === 'cases') return caseRegisters(source.of, model);
  const known = source.of.find((register) => model.image[register]?.value !== undefined);
  return known === undefined ? source.of.slice(0, 1) : [known];
}

/** What decides between the cases, and the register that the deciding one names. */
function caseRegisters(cases: readonly Rule<string | number>[], model: Model): readonly string[] {
  const is = firstMatch(cases, (register) => model.image[register]?.value)?.is;
  const tested = cases.flatMap(({ when }) => Object.keys(when));
  return [...new Set([...tested, ...(typeof is === 'string' ? [is] : [])])];
}
