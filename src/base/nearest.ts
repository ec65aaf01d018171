// The known name that a mistyped one most likely means.
import { distance } from 'fastest-levenshtein';

/** Case, `_` and `-` are how people spell, not what they mean. */
const plain = (word: string): string => word.toLowerCase().replaceAll(/[_-]/g, '');

/** The nearest of `known`, when it is near enough to be meant; undefined otherwise. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const allowed = Math.max(2, Math.floor(word.length / 3));
  const ranked = known
    .map((name) => ({ name, far: distance(plain(word), plain(name)) }))
    .filter(({ name, far }) => far <= allowed && far < plain(name).length)
    .sort((left, right) => left.far - right.far);
  return ranked[0]?.name;
}

/** Advice about a name that is not known: the nearest one, or all of them when they are few. */
export function namesAdvice(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  if (near !== undefined) return `write \`${near}\``;
  if (known.length === 0) return 'leave it out';
  if (known.length > 12) return '';
  return `write one of ${known.map((name) => `\`${name}\``).join(', ')}`;
}
