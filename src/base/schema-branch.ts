// Which branch of an `anyOf` a wrong value seems to mean, so that only that branch's complaints are told.

/** A JSON Schema (2020-12) as data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The branch meant, or what any of them would have wanted. */
export type Choice =
  | { readonly kind: 'branch'; readonly schema: JsonSchema }
  | { readonly kind: 'none'; readonly wanted: string };

const TYPE_WORDS: Readonly<Record<string, string>> = {
  integer: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

/** `string`, `number`, `array` … of a JSON value. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** "a number or a text" for a list of JSON Schema types. */
export function typeWords(types: readonly string[]): string {
  return orList([...new Set(types.map((type) => TYPE_WORDS[type] ?? type))]);
}

/** "a, b or c". */
export function orList(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}

/** A local reference (`#/$defs/name`) followed to its schema. */
export function resolved(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const reference = schema.$ref;
  if (typeof reference !== 'string') return schema;
  let node: unknown = root;
  for (const part of reference.split('/').slice(1)) node = memberOf(node, part);
  return isSchema(node) ? resolved(node, root) : schema;
}

/** The branch whose type fits and which knows most of the value's keys. */
export function chooseBranch(branches: readonly JsonSchema[], value: unknown, root: JsonSchema): Choice {
  const flat = branches.flatMap((branch) => flattened(branch, root));
  const fitting = flat.filter((branch) => typesOf(branch).some((type) => fits(type, value)));
  const [first] = fitting;
  if (first === undefined) return { kind: 'none', wanted: typeWords(flat.flatMap(typesOf)) };
  if (fitting.length === 1) return { kind: 'branch', schema: first };
  if (typeOf(value) === 'object') return chooseByKeys(fitting, Object.keys(value as object));
  const wanted = fitting.map((branch) => textOr(branch.description, typeWords(typesOf(branch))));
  return { kind: 'none', wanted: orList(wanted) };
}

/** The branches of a branch that is itself a choice. */
function flattened(branch: JsonSchema, root: JsonSchema): readonly JsonSchema[] {
  const schema = resolved(branch, root);
  const inner = schema.anyOf ?? schema.oneOf;
  if (!Array.isArray(inner)) return [schema];
  return inner.filter(isSchema).flatMap((deeper) => flattened(deeper, root));
}

function chooseByKeys(branches: readonly JsonSchema[], keys: readonly string[]): Choice {
  const ranked = branches
    .map((schema) => {
      const known = keysOf(schema);
      const found = keys.filter((key) => known.includes(key)).length;
      const missing = requiredOf(schema).filter((key) => !keys.includes(key)).length;
      return { schema, found, rank: found * 4 - missing };
    })
    .sort((left, right) => right.rank - left.rank);
  const [best] = ranked;
  if (best !== undefined && best.found > 0) return { kind: 'branch', schema: best.schema };
  const marks = branches.map((schema) => `\`${requiredOf(schema)[0] ?? orList(keysOf(schema))}\``);
  return { kind: 'none', wanted: `an object with ${orList([...new Set(marks)])}` };
}

function typesOf(schema: JsonSchema): readonly string[] {
  if (typeof schema.type === 'string') return [schema.type];
  if (Array.isArray(schema.type)) return schema.type.map(String);
  if ('const' in schema) return [typeOf(schema.const)];
  if (Array.isArray(schema.enum)) return schema.enum.map(typeOf);
  return Object.keys(TYPE_WORDS);
}

function fits(type: string, value: unknown): boolean {
  return (type === 'integer' ? 'number' : type) === typeOf(value);
}

export function keysOf(schema: JsonSchema): readonly string[] {
  return isSchema(schema.properties) ? Object.keys(schema.properties) : [];
}

function requiredOf(schema: JsonSchema): readonly string[] {
  return Array.isArray(schema.required) ? schema.required.map(String) : [];
}

export function isSchema(value: unknown): value is JsonSchema {
  return typeOf(value) === 'object';
}

function memberOf(node: unknown, key: string): unknown {
  return isSchema(node) ? node[key] : undefined;
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}
