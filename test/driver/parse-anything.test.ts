// Whatever somebody does to a driver file, the parser answers with a driver or with problems in places, and never throws.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseDriver } from '../../src/driver/parse';
import { printDriver } from '../../src/driver/print';

const text = readFileSync(join(__dirname, '..', '..', 'drivers', 'abb', 'terra-ac.json'), 'utf8');
const lines = text.split('\n').length;

/** Every path into a JSON value. */
function pathsOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, child]) => pathsOf(child, [...path, key]))];
}

/** The value with another one at `path`; undefined takes it out. */
function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<
    string,
    unknown
  >;
  const child = replaced(copy[key], rest, by);
  if (child === undefined && !Array.isArray(copy)) {
    return Object.fromEntries(Object.entries(copy).filter(([name]) => name !== key));
  }
  copy[key] = child ?? null;
  return copy;
}

function check(changed: string): void {
  const { driver, problems } = parseDriver(changed, 'x.json');
  const hasError = problems.some(({ severity }) => severity === 'error');
  assert.equal(driver === undefined, hasError);
  for (const { line, column, message } of problems) {
    assert.ok(line >= 1 && column >= 1, `${line}:${column}`);
    assert.doesNotMatch(message, /undefined|\[object/);
  }
}

describe('the parser of driver files', () => {
  const paths = pathsOf(JSON.parse(text));
  const anything = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom(undefined, 'limit', 'toString', '0x10', 6, {}, []),
  );

  it('answers when values are replaced', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...paths), anything), { minLength: 1, maxLength: 3 }),
        (changes) => {
          let value: unknown = JSON.parse(text);
          for (const [path, by] of changes) {
            const isStillThere = path.every((_, at) => hasPath(value, path.slice(0, at + 1)));
            if (isStillThere) value = replaced(value, path, by);
          }
          if (value !== undefined) check(printDriver(value));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('answers when a part of the text is missing', () => {
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(60), (start, length) => {
        const cut = text.slice(0, start) + text.slice(start + length);
        assert.ok(cut.split('\n').length <= lines);
        check(cut);
      }),
      { numRuns: 150 },
    );
  });
});

function hasPath(value: unknown, path: readonly string[]): boolean {
  let node: unknown = value;
  for (const key of path) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return false;
    node = (node as Record<string, unknown>)[key];
  }
  return true;
}
