// The schema of driver files and the types that they become say the same, and every field is explained.
import assert from 'node:assert/strict';
import {
  COMMANDS,
  FLAG_READINGS,
  NUMBER_READINGS,
  PILOTS,
  STATUSES,
  TEXT_READINGS,
  TRANSPORTS,
  TRIPLE_READINGS,
  UNITS,
} from '../../src/driver/definition';
import schema from '../../src/driver/driver.schema.json';

const { $defs } = schema;

/** Every object in a schema that lists properties, with its path. */
function* objectsOf(node: unknown, path = '#'): Generator<readonly [string, Record<string, unknown>]> {
  if (typeof node !== 'object' || node === null) return;
  if ('properties' in node && 'type' in node) yield [path, node];
  for (const [key, child] of Object.entries(node)) yield* objectsOf(child, `${path}/${key}`);
}

describe('the schema of driver files', () => {
  it('knows the words of the types', () => {
    assert.deepEqual($defs.register.properties.unit.enum, [...UNITS]);
    assert.deepEqual($defs.pilotRule.properties.is.enum, [...PILOTS]);
    assert.deepEqual($defs.statusRule.properties.is.enum, [...STATUSES]);
    assert.deepEqual($defs.commandName.enum, [...COMMANDS]);
    assert.deepEqual(Object.keys($defs.commands.properties), [...COMMANDS]);
    assert.deepEqual($defs.link.properties.transports.items.enum, [...TRANSPORTS]);
    const readings = [...NUMBER_READINGS, ...TRIPLE_READINGS, ...FLAG_READINGS, ...TEXT_READINGS];
    assert.deepEqual(new Set(Object.keys($defs.readings.properties)), new Set(readings));
  });

  it('refuses unknown keys in every object', () => {
    const open = [...objectsOf(schema)].filter(([, node]) => node.additionalProperties !== false);
    assert.deepEqual(
      open.map(([path]) => path),
      [],
    );
  });

  it('explains every field, in place or where it refers to', () => {
    const silent = [...objectsOf(schema)].flatMap(([path, node]) =>
      Object.entries(node.properties as Record<string, Record<string, unknown>>)
        .filter(([, field]) => explanation(field) === undefined)
        .map(([name]) => `${path}/${name}`),
    );
    assert.deepEqual(silent, []);
  });
});

function explanation(field: Record<string, unknown>): unknown {
  if (field.description !== undefined || typeof field.$ref !== 'string') return field.description;
  const target = Object.entries($defs).find(([name]) => field.$ref === `#/$defs/${name}`);
  return (target?.[1] as Record<string, unknown> | undefined)?.description;
}
