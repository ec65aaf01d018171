// The tables of the READMEs as text: commands and flags from the command line itself, keys from the schema, models from the drivers.
import type { Command } from 'commander';
import { CELL_HEADS, CELL_LEGEND, cellsOf, type CatalogueEntry } from '../src/tools/catalogue-entry';

/** The parts of JSON Schema that config.schema.json uses. */
interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly (string | number)[];
  readonly default?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** Every command with its flags, as a Markdown table. */
export function commandTable(program: Command): string {
  const rows = program.commands.map((command) => {
    const operands = command.registeredArguments.map((argument) =>
      argument.required ? `<${argument.name()}>` : `[${argument.name()}]`,
    );
    const flags = command.options.map((option) => {
      const preset: unknown = option.defaultValue;
      return `\`${option.flags}\` ${option.description}${typeof preset === 'string' ? ` (default \`${preset}\`)` : ''}`;
    });
    const call = ['chargepointd', command.name(), ...operands].join(' ');
    return `| \`${call}\` | ${command.description()} | ${escaped(flags.join('<br>'))} |`;
  });
  return ['| command | does | flags |', '|---|---|---|', ...rows].join('\n');
}

/** Every driver with what it can do, as a Markdown table. */
export function modelTable(entries: readonly CatalogueEntry[]): string {
  const rows = entries.map(
    (entry) =>
      `| [${entry.manufacturer} ${escaped(entry.model)}](${entry.id}.json) | ${cellsOf(entry).map(escaped).join(' | ')} |`,
  );
  const heads = ['model', ...CELL_HEADS];
  return [
    `| ${heads.join(' | ')} |`,
    `|${heads.map(() => '---').join('|')}|`,
    ...rows.map((line) => line.replaceAll(/(?<=\w)\*/g, '\\*')),
    '',
    CELL_LEGEND.replace('*', '\\*'),
  ].join('\n');
}

/** Every key of the configuration file, as a Markdown table. */
export function configTable(schema: unknown): string {
  const root = schema as Schema;
  const rows = keyRows(root, root, '');
  return ['| key | what it is | value |', '|---|---|---|', ...rows].join('\n');
}

function keyRows(schema: Schema, root: Schema, prefix: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, written]) => {
    const at = `${prefix}${key}`;
    const isRequired = schema.required?.includes(key) === true;
    const property = resolved(written, root);
    return [row(at, property, isRequired), ...innerRows(property, root, at)];
  });
}

function innerRows(property: Schema, root: Schema, at: string): string[] {
  if (property.properties !== undefined) return keyRows(property, root, `${at}.`);
  if (property.items !== undefined) return keyRows(resolved(property.items, root), root, `${at}[].`);
  const named = property.additionalProperties;
  if (typeof named !== 'object' || named.anyOf === undefined) return [];
  return named.anyOf.flatMap((branch) =>
    keyRows(resolved(branch, root), root, `${at}.NAME.`).map((line) =>
      line.replace('| required,', '| `serial` or `tcp` required,'),
    ),
  );
}

function row(key: string, schema: Schema, isRequired: boolean): string {
  const values = [
    ...(isRequired ? ['required'] : []),
    ...(schema.enum === undefined
      ? [typeWord(schema)]
      : [schema.enum.map((value) => `\`${value}\``).join(' ')]),
    ...(schema.default === undefined
      ? []
      : [`default \`${JSON.stringify(schema.default).replaceAll('"', '')}\``]),
  ];
  return `| \`${key}\` | ${escaped(schema.description ?? '')} | ${values.filter((value) => value !== '').join(', ')} |`;
}

function typeWord({ type, pattern }: Schema & { readonly pattern?: string }): string {
  if (pattern?.includes('ms|s|m|h') === true) return 'duration';
  const words: Readonly<Record<string, string>> = {
    integer: 'whole number',
    boolean: '`true` `false`',
    string: 'text',
  };
  return words[type ?? ''] ?? '';
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/<(?!br>)/g, '&lt;');
}

/** A reference followed; what is written beside it wins. */
function resolved(schema: Schema, root: Schema): Schema {
  const name = schema.$ref?.replace('#/$defs/', '');
  return name === undefined ? schema : { ...root.$defs?.[name], ...schema };
}

/** `document` with the text between `<!-- NAME -->` and `<!-- /NAME -->` replaced. */
export function withSection(document: string, name: string, text: string): string {
  const [before, rest] = document.split(`<!-- ${name} -->`);
  const after = rest?.split(`<!-- /${name} -->`)[1];
  if (before === undefined || after === undefined) throw new Error(`no section ${name}`);
  return `${before}<!-- ${name} -->\n\n${text}\n\n<!-- /${name} -->${after}`;
}
