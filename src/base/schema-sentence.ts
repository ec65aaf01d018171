// One violation of a JSON Schema, said to the person who wrote the file: what is wrong and what to write instead.
import { namesAdvice, nearest } from './nearest';
import { isSchema, keysOf, typeWords } from './schema-branch';
import type { JsonSchema } from './schema-branch';

/** A keyword that a value does not satisfy. */
export interface Violation {
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The schema that holds the keyword. */
  readonly schema: JsonSchema;
  readonly value: unknown;
}

export interface Sentence {
  /** The key that is wrong or not known, where the fault lies with a key and not with a value. */
  readonly key?: string;
  readonly message: string;
  readonly advice: string;
}

type Teller = (violation: Violation) => Sentence;

const TELLERS: Readonly<Record<string, Teller>> = {
  additionalProperties: ({ params, schema }) => unknownKey(text(params.additionalProperty), schema),
  unevaluatedProperties: ({ params, schema }) => unknownKey(text(params.unevaluatedProperty), schema),
  propertyNames: ({ params, schema }) => {
    const key = text(params.propertyName);
    const names = isSchema(schema.propertyNames) ? schema.propertyNames : {};
    return { key, message: `\`${key}\` cannot be a name here`, advice: described(names) };
  },
  required: ({ params, schema }) => {
    const key = text(params.missingProperty);
    return {
      message: `\`${key}\` is missing`,
      advice: withMeaning(`add \`${key}\``, propertyOf(schema, key)),
    };
  },
  dependentRequired: ({ params }) => ({
    message: `\`${text(params.property)}\` needs \`${text(params.missingProperty)}\` beside it`,
    advice: `add \`${text(params.missingProperty)}\``,
  }),
  type: ({ schema, value }) => ({
    message: `must be ${typeWords([schema.type].flat().map(String))}, not ${shown(value)}`,
    advice: described(schema),
  }),
  enum: ({ schema, value }) => {
    const allowed = (Array.isArray(schema.enum) ? schema.enum : []) as readonly unknown[];
    const near = typeof value === 'string' ? nearest(value, allowed.map(text)) : undefined;
    return {
      message: `${shown(value)} is not one of ${allowed.map(shown).join(', ')}`,
      advice: near === undefined ? described(schema) : `write ${shown(near)}`,
    };
  },
  const: ({ schema, value }) => ({
    message: `must be ${shown(schema.const)}, not ${shown(value)}`,
    advice: `write ${shown(schema.const)}`,
  }),
  not: ({ schema, value }) => ({ message: `${shown(value)} is not allowed`, advice: described(schema) }),
  pattern: ({ schema, value }) => ({
    message: `${shown(value)} does not have the right form`,
    advice: described(schema, `it must match ${text(schema.pattern)}`),
  }),
  minimum: bound('at least', 'minimum'),
  maximum: bound('at most', 'maximum'),
  exclusiveMinimum: bound('more than', 'exclusiveMinimum'),
  exclusiveMaximum: bound('less than', 'exclusiveMaximum'),
  minItems: count('at least', 'minItems', 'entries'),
  maxItems: count('at most', 'maxItems', 'entries'),
  minProperties: count('at least', 'minProperties', 'keys'),
  maxProperties: count('at most', 'maxProperties', 'keys'),
  minLength: count('at least', 'minLength', 'characters'),
  maxLength: count('at most', 'maxLength', 'characters'),
  uniqueItems: ({ params }) => ({
    message: `entries ${text(params.j)} and ${text(params.i)} are the same`,
    advice: 'leave one of them out',
  }),
};

/** `fallback` is what the validator itself says; it serves for keywords that are not used so far. */
export function sentenceOf(violation: Violation, fallback: string): Sentence {
  const tell = TELLERS[violation.keyword];
  return tell?.(violation) ?? { message: fallback, advice: described(violation.schema) };
}

/** A value as JSON, short enough for a line. */
export function shown(value: unknown): string {
  const json = value === undefined ? 'nothing' : JSON.stringify(value);
  return json.length > 40 ? `${json.slice(0, 37)}...` : json;
}

/** The meaning that the schema gives in its `description`. */
export function described(schema: JsonSchema, otherwise = ''): string {
  return typeof schema.description === 'string' ? schema.description : otherwise;
}

function unknownKey(key: string, schema: JsonSchema): Sentence {
  return { key, message: `\`${key}\` is not known here`, advice: namesAdvice(key, keysOf(schema)) };
}

function bound(words: string, keyword: string): Teller {
  return ({ schema, value }) => ({
    message: `must be ${words} ${text(schema[keyword])}, not ${shown(value)}`,
    advice: described(schema),
  });
}

function count(words: string, keyword: string, of: string): Teller {
  return ({ schema }) => {
    const wanted = Number(schema[keyword]);
    const isEmptiness = words === 'at least' && wanted === 1;
    const message = isEmptiness ? 'must not be empty' : `must have ${words} ${wanted} ${of}`;
    return { message, advice: described(schema) };
  };
}

function withMeaning(advice: string, schema: JsonSchema): string {
  const meaning = described(schema);
  return meaning === '' ? advice : `${advice} (${meaning})`;
}

function propertyOf(schema: JsonSchema, key: string): JsonSchema {
  const property = isSchema(schema.properties) ? schema.properties[key] : undefined;
  return isSchema(property) ? property : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
