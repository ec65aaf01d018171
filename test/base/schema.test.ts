// The schema check speaks to the person who wrote the file: every violation, the nearest name, and no noise.
import assert from 'node:assert/strict';
import { compileSchema, keyText } from '../../src/base/schema';
import { nearest } from '../../src/base/nearest';

const schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  additionalProperties: false,
  required: ['name'],
  properties: {
    name: { type: 'string', minLength: 1, description: 'What people call it.' },
    port: { type: 'integer', minimum: 1, maximum: 65535 },
    level: { enum: ['info', 'debug', 'warning'] },
    max_current: { type: 'number' },
    steps: { type: 'array', items: { $ref: '#/$defs/step' } },
    names: {
      type: 'object',
      propertyNames: { pattern: '^[a-z]+$', description: 'small letters' },
      additionalProperties: { type: 'number' },
    },
  },
  $defs: {
    step: { anyOf: [{ $ref: '#/$defs/write' }, { $ref: '#/$defs/wait' }, { type: 'string' }] },
    write: {
      type: 'object',
      additionalProperties: false,
      required: ['write', 'value'],
      properties: { write: { type: 'string' }, value: { type: 'number' } },
    },
    wait: {
      type: 'object',
      additionalProperties: false,
      required: ['waitMs'],
      properties: { waitMs: { type: 'integer', minimum: 0 } },
    },
  },
} as const;

const check = compileSchema(schema);
const lines = (value: unknown) =>
  check(value).map(
    ({ path, key, message, advice }) =>
      `${keyText(key === undefined ? path : [...path, key])}: ${message}; ${advice}`,
  );

describe('a schema check', () => {
  it('says nothing about a valid value', () => {
    assert.deepEqual(lines({ name: 'x', steps: ['y', { waitMs: 1 }, { write: 'a', value: 0 }] }), []);
  });

  it('tells every violation at once', () => {
    assert.deepEqual(lines({ port: 0, level: 'infos', names: { a: 'x' } }), [
      ': `name` is missing; add `name` (What people call it.)',
      'port: must be at least 1, not 0; ',
      'level: "infos" is not one of "info", "debug", "warning"; write "info"',
      'names.a: must be a number, not "x"; ',
    ]);
  });

  it('names the nearest known key for an unknown one', () => {
    assert.deepEqual(lines({ name: 'x', maxCurrent: 16, zzzzzz: 1 }), [
      'maxCurrent: `maxCurrent` is not known here; write `max_current`',
      'zzzzzz: `zzzzzz` is not known here; write one of `name`, `port`, `level`, `max_current`, `steps`, `names`',
    ]);
  });

  it('tells of a choice only the branch that the value seems to mean', () => {
    assert.deepEqual(lines({ name: 'x', steps: [{ write: 'a', valeu: 1 }, { waitMs: -1 }] }), [
      'steps[0]: `value` is missing; add `value`',
      'steps[0].valeu: `valeu` is not known here; write `value`',
      'steps[1].waitMs: must be at least 0, not -1; ',
    ]);
  });

  it('tells what a choice wants when the value means none of it', () => {
    assert.deepEqual(lines({ name: 'x', steps: [true, {}] }), [
      'steps[0]: must be an object or a text; ',
      'steps[1]: must be an object with `write` or `waitMs`; ',
    ]);
  });

  it('tells a name that is not allowed as a name', () => {
    assert.deepEqual(lines({ name: 'x', names: { A1: 1 } }), [
      'names.A1: `A1` cannot be a name here; small letters',
    ]);
  });

  it('takes the root itself for an object', () => {
    assert.deepEqual(lines([]), [': must be an object, not []; ']);
  });

  it('throws for a schema that is itself wrong, at the first check and not before', () => {
    const wrong = compileSchema({ type: 'object', propertise: {} });
    assert.throws(() => wrong({}), /propertise/);
  });
});

describe('the nearest name', () => {
  it('is found through typing slips and other spellings', () => {
    assert.equal(nearest('adress', ['address', 'access']), 'address');
    assert.equal(nearest('replyTimeoutMS', ['replyTimeoutMs', 'quietMs']), 'replyTimeoutMs');
  });

  it('is none when nothing is near', () => {
    assert.equal(nearest('colour', ['address', 'access']), undefined);
    assert.equal(nearest('x', ['a', 'b']), undefined);
  });
});
