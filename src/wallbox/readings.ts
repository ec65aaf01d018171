// Where the numbers of a wallbox come from.
import type { NumberSource } from '../driver/definition';
import type { Model } from './model';

/** The registers that a number comes from; of several alternatives the first that is known. */
export function registersOf(source: NumberSource, model: Model): readonly string[] {
  if (source.kind === 'register') return [source.register];
  if (source.kind === 'sum') return source.of;
  const known = source.of.find((register) => model.image[register]?.value !== undefined);
  return known === undefined ? source.of.slice(0, 1) : [known];
}
