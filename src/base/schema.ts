// A JSON Schema made into a check that answers in sentences; the only file that knows ajv.
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { chooseBranch, isSchema } from './schema-branch';
import type { JsonSchema } from './schema-branch';
import { described, sentenceOf } from './schema-sentence';

export type { JsonSchema } from './schema-branch';

/** Where in a document, from its root. */
export type DocumentPath = readonly (string | number)[];

export interface SchemaProblem {
  /** The value that is wrong, or the object whose `key` is. */
  readonly path: DocumentPath;
  /** Set when the fault lies with a key of `path`: unknown, or not allowed as a name. */
  readonly key?: string;
  readonly message: string;
  readonly advice: string;
}

export type SchemaCheck = (value: unknown) => readonly SchemaProblem[];

/**
 * A check against `schema` (2020-12) that tells every violation, compiled when it is first used. Of the branches of an
 * `anyOf`/`oneOf` only the one that the value seems to mean is told, so such a node should carry no other constraint.
 * A schema that is itself wrong throws at the first check.
 */
export function compileSchema(schema: JsonSchema): SchemaCheck {
  const validatorOf = lazyValidators(schema);
  const check = (part: JsonSchema, value: unknown): readonly SchemaProblem[] => {
    const validate = validatorOf(part);
    if (validate(value)) return [];
    return problemsOf(validate.errors ?? [], value, (error, path) => {
      const choice = chooseBranch(branchesOf(error), error.data, schema);
      if (choice.kind === 'none') {
        const advice = described(schemaOf(error));
        return [{ path, message: `must be ${choice.wanted}`, advice }];
      }
      const inner = check(choice.schema, error.data);
      if (inner.length === 0) return [{ path, message: 'can be understood in two ways', advice: '' }];
      return inner.map((problem) => ({ ...problem, path: [...path, ...problem.path] }));
    });
  };
  return (value) => check(schema, value);
}

/** `chargepoints[0].max_current`. */
export function keyText(path: DocumentPath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}

/** Compiles a schema, or a part of it, once and not before it is needed. */
function lazyValidators(root: JsonSchema): (part: JsonSchema) => ValidateFunction {
  const known = new Map<JsonSchema, ValidateFunction>();
  let ajv: Ajv2020 | undefined;
  return (part) => {
    ajv ??= new Ajv2020({
      ...{ allErrors: true, verbose: true, logger: false },
      ...{ strict: true, strictTypes: true, strictTuples: true, allowUnionTypes: true },
    });
    const validate = known.get(part) ?? ajv.compile({ $defs: root.$defs ?? {}, ...part });
    known.set(part, validate);
    return validate;
  };
}

/** The complaints that stay once each choice has been narrowed to one branch by `narrow`, in the validator's order. */
function problemsOf(
  errors: readonly ErrorObject[],
  value: unknown,
  narrow: (error: ErrorObject, path: DocumentPath) => readonly SchemaProblem[],
): readonly SchemaProblem[] {
  const settled: string[] = [];
  const groups: (readonly SchemaProblem[])[] = [];
  // The complaints of the branches come before the complaint about the choice, so the list is read from its end.
  for (const error of [...errors].reverse()) {
    const isSettled = settled.some(
      (at) => error.instancePath === at || error.instancePath.startsWith(`${at}/`),
    );
    if (isSettled || error.propertyName !== undefined || error.keyword === 'if') continue;
    const path = pathOf(error.instancePath, value);
    if (error.keyword === 'anyOf' || error.keyword === 'oneOf') {
      settled.push(error.instancePath);
      groups.push(narrow(error, path));
    } else {
      groups.push([{ path, ...sentenceOf(violationOf(error), error.message ?? 'is not valid') }]);
    }
  }
  return groups.reverse().flat();
}

function violationOf(error: ErrorObject) {
  const params = error.params as Readonly<Record<string, unknown>>;
  return { keyword: error.keyword, params, schema: schemaOf(error), value: error.data };
}

function schemaOf(error: ErrorObject): JsonSchema {
  return isSchema(error.parentSchema) ? error.parentSchema : {};
}

function branchesOf(error: ErrorObject): readonly JsonSchema[] {
  const branches: unknown = error.schema;
  return Array.isArray(branches) ? branches.filter(isSchema) : [];
}

/** A JSON pointer as a path: a number where the document has a list. */
function pathOf(pointer: string, root: unknown): DocumentPath {
  const path: (string | number)[] = [];
  let node: unknown = root;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const step = Array.isArray(node) ? Number(key) : key;
    path.push(step);
    node = (node as Readonly<Record<string | number, unknown>>)[step];
  }
  return path;
}
