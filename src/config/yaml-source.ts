// YAML with places: the value, where each part of it stands, and what is not YAML. The only file that knows yaml.
import { LineCounter, isMap, isNode, isScalar, parseDocument, type Document } from 'yaml';
import type { DocumentPath } from '../base/schema';

/** One-based. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface YamlProblem extends Place {
  readonly message: string;
  readonly advice: string;
}

export interface YamlSource {
  /** Undefined when the text is not YAML. */
  readonly value: unknown;
  readonly problems: readonly YamlProblem[];
  /** Where the value at `path` stands (its key, with `of: 'key'`); for a path that is not there, its nearest parent. */
  placeOf(path: DocumentPath, of?: 'key' | 'value'): Place;
  /** Keys of the map at `path` as they stand in the file; JavaScript would put those that are numbers first. */
  keysOf(path: DocumentPath): readonly string[];
}

const ADVICE: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'indent with spaces',
  DUPLICATE_KEY: 'keep one of them',
  MULTIPLE_DOCS: 'leave out the line `---`',
};

/** Reads a YAML 1.2 text. */
export function readYaml(text: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const problems = document.errors.map((error) => ({
    ...placeAt(error.pos[0]),
    message: error.message,
    advice: ADVICE[error.code] ?? 'check the indentation, colons and quotes here and just above',
  }));
  const plain = problems.length === 0 ? toPlain(document) : { value: undefined, problems };
  return {
    ...plain,
    placeOf: (path, of = 'value') => placeAt(offsetOf(document, path, of) ?? 0),
    keysOf: (path) => {
      const node = path.length === 0 ? document.contents : document.getIn(path, true);
      return isMap(node) ? node.items.map((pair) => keyText(pair.key)) : [];
    },
  };
}

/** The value as plain objects; a text made to swell through its aliases is refused. */
function toPlain(document: Document): Pick<YamlSource, 'value' | 'problems'> {
  try {
    return { value: document.toJS({ maxAliasCount: 100 }) as unknown, problems: [] };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const advice = 'write the values out instead of repeating them with *';
    return { value: undefined, problems: [{ line: 1, column: 1, message, advice }] };
  }
}

function offsetOf(document: Document, path: DocumentPath, of: 'key' | 'value'): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const part = path.slice(0, length);
    const parent = length === 1 ? document.contents : document.getIn(part.slice(0, -1), true);
    const pair = isMap(parent)
      ? parent.items.find((item) => keyText(item.key) === String(part.at(-1)))
      : undefined;
    const node = pair === undefined ? document.getIn(part, true) : pair.value;
    const key = pair?.key;
    // A parent stands for what is missing in it by its own key, or where it begins in a list.
    const wanted = (of === 'key' || length < path.length) && isNode(key) ? key : node;
    const found = isNode(wanted) && wanted.range ? wanted : key;
    if (isNode(found) && found.range) return found.range[0];
  }
  return isNode(document.contents) ? document.contents.range?.[0] : undefined;
}

function keyText(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}
