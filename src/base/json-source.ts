// Strict JSON with places: the value, where each part of it stands, and what is not JSON or stands there twice.
import { scanJson } from './json-scan';
import type { Token } from './json-scan';
import type { DocumentPath } from './schema';

/** One-based. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface JsonProblem extends Place {
  readonly path: DocumentPath;
  readonly message: string;
  readonly advice: string;
}

export interface JsonSource {
  /** Undefined when the text is not JSON. Of a key that stands twice, the last value. */
  readonly value: unknown;
  readonly problems: readonly JsonProblem[];
  /** Where the value at `path` stands (its key, with `of: 'key'`); for a path that is not there, its nearest parent. */
  placeOf(path: DocumentPath, of?: 'key' | 'value'): Place;
}

/** Offsets into the text, by path. */
interface Marks {
  readonly values: Map<string, number>;
  readonly keys: Map<string, number>;
  readonly twice: { readonly path: DocumentPath; readonly at: number }[];
}

interface Fault {
  readonly at: number;
  readonly message: string;
  readonly advice: string;
}

/** Reads a JSON text. A text that is not JSON gives one problem; a valid one a problem per key that stands twice. */
export function readJson(text: string): JsonSource {
  const marks: Marks = { values: new Map(), keys: new Map(), twice: [] };
  const fault = walk(scanJson(text), marks);
  const placeOf = (path: DocumentPath, of: 'key' | 'value' = 'value'): Place => {
    for (let length = path.length; length >= 0; length--) {
      const id = idOf(path.slice(0, length));
      // Only the path itself can be asked for by its key; a parent stands for the whole of it.
      const at = (of === 'key' ? marks.keys.get(id) : undefined) ?? marks.values.get(id);
      if (at !== undefined) return placeAt(text, at);
    }
    return { line: 1, column: 1 };
  };
  if (fault !== undefined) {
    const { message, advice } = fault;
    return {
      value: undefined,
      problems: [{ ...placeAt(text, fault.at), path: [], message, advice }],
      placeOf,
    };
  }
  const problems = marks.twice.map(({ path, at }) => ({
    ...placeAt(text, at),
    path,
    message: `\`${path.at(-1) ?? ''}\` stands here twice`,
    advice: 'keep one of them',
  }));
  return { value: JSON.parse(text) as unknown, problems, placeOf };
}

const idOf = (path: DocumentPath): string => JSON.stringify(path);

function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n') };
}

/** Walks the tokens as JSON's grammar wants them, marking places; the first thing that does not fit ends it. */
function walk(tokens: readonly Token[], marks: Marks): Fault | undefined {
  let next = 0;
  const peek = (): Token => tokens[Math.min(next, tokens.length - 1)] ?? { kind: 'end', text: '', at: 0 };
  const take = (): Token => {
    const token = peek();
    next++;
    return token;
  };

  const value = (path: DocumentPath): Fault | undefined => {
    const token = take();
    marks.values.set(idOf(path), token.at);
    if (token.text === '{') return list('}', (names) => member(path, names));
    if (token.text === '[') return list(']', (_, index) => value([...path, index]));
    if (token.kind === 'scalar' || token.kind === 'string') return undefined;
    return unexpected(token, 'a value');
  };

  const member = (path: DocumentPath, names: Set<string>): Fault | undefined => {
    const key = take();
    if (key.kind !== 'string') return unexpected(key, 'a key in double quotes');
    const name = JSON.parse(key.text) as string;
    const own = [...path, name];
    if (names.has(name)) marks.twice.push({ path: own, at: key.at });
    names.add(name);
    marks.keys.set(idOf(own), key.at);
    const colon = take();
    return colon.text === ':' ? value(own) : unexpected(colon, '`:`');
  };

  const list = (close: string, entry: (names: Set<string>, index: number) => Fault | undefined) => {
    const names = new Set<string>();
    if (peek().text === close) {
      next++;
      return undefined;
    }
    for (let index = 0; ; index++) {
      const fault = entry(names, index);
      if (fault !== undefined) return fault;
      const token = take();
      if (token.text === close) return undefined;
      if (token.text !== ',') return unexpected(token, `\`,\` or \`${close}\``);
      if (peek().text === close)
        return { at: token.at, message: 'a comma with nothing after it', advice: 'leave it out' };
    }
  };

  const fault = value([]);
  const rest = peek();
  return fault ?? (rest.kind === 'end' ? undefined : unexpected(rest, 'the end of the file'));
}

function unexpected(token: Token, wanted: string): Fault {
  const advice = `${wanted} belongs here`;
  if (token.kind === 'end') return { at: token.at, message: 'the file ends too early', advice };
  if (token.kind !== 'unknown')
    return { at: token.at, message: `\`${token.text}\` is not expected here`, advice };
  if (/^\/[/*]|^#/.test(token.text)) {
    return { at: token.at, message: 'JSON has no comments', advice: 'write a `note` field' };
  }
  return { at: token.at, message: `\`${token.text}\` is not JSON`, advice };
}
