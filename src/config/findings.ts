// Collects what is wrong with a configuration file, each finding with the place that it is about.
import type { Problem } from '../base/problem';
import { keyText, type DocumentPath } from '../base/schema';
import type { YamlSource } from './yaml-source';

/** What is wrong, and what to write instead. */
export type Words = readonly [message: string, advice: string];

export interface Findings {
  /** `of: 'key'` points at the key instead of its value. */
  error(path: DocumentPath, words: Words, of?: 'key' | 'value'): void;
  warn(path: DocumentPath, words: Words, of?: 'key' | 'value'): void;
  /** Everything found, in the order of the file, files apart. */
  all(): readonly Problem[];
}

/** An empty collection about `file`; problems of the driver files may be put in from the start. */
export function findingsOf(file: string, source: YamlSource, others: readonly Problem[]): Findings {
  const own: Problem[] = [];
  const add = (
    severity: Problem['severity'],
    path: DocumentPath,
    words: Words,
    of: 'key' | 'value',
  ): void => {
    const [message, advice] = words;
    own.push({ severity, file, ...source.placeOf(path, of), key: keyText(path), message, advice });
  };
  return {
    error: (path, words, of = 'value') => add('error', path, words, of),
    warn: (path, words, of = 'value') => add('warning', path, words, of),
    all: () => [...own.sort((a, b) => a.line - b.line || a.column - b.column), ...others],
  };
}
