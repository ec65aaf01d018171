// The canonical layout of a driver file: sections open, a row (a register, a rule, a step, a source) on one line.
import type { DocumentPath } from '../base/schema';
import schema from './driver.schema.json';
import { isObject } from './variants';

/** Sections that open; every other value stands on one line. `*` is any name or number. */
const OPEN = [
  ...['', 'sources', 'verified', 'link', 'link.readable', 'registers', 'readings'],
  ...['pilot', 'status', 'faults', 'setup', 'commands', 'commands.*', 'commands.*.steps'],
  ...['watchdog', 'watchdog.steps', 'variants', 'variants.*'],
].map((pattern) => pattern.split('.').filter((part) => part !== ''));

/** The order of keys, where the schema gives one. */
const ORDERS: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(schema.properties),
  link: Object.keys(schema.$defs.link.properties),
  'registers.*': Object.keys(schema.$defs.register.properties),
  readings: Object.keys(schema.$defs.readings.properties),
  commands: Object.keys(schema.$defs.commands.properties),
  watchdog: Object.keys(schema.$defs.watchdog.properties),
};

/** The text of a driver file, with a line feed at its end. `value` is what JSON.parse gives; it need not be valid. */
export function printDriver(value: unknown): string {
  return `${print(value, [])}\n`;
}

function print(value: unknown, path: DocumentPath): string {
  const entries = entriesOf(value, path);
  if (entries === undefined || entries.length === 0) return JSON.stringify(value);
  const texts = entries.map(({ label, child, at }) => `${label}${print(child, [...path, at])}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (!opens(section(path))) {
    const space = Array.isArray(value) ? '' : ' ';
    return `${open}${space}${texts.join(', ')}${space}${close}`;
  }
  const indent = '  '.repeat(path.length + 1);
  return `${open}\n${texts.map((text) => indent + text).join(',\n')}\n${'  '.repeat(path.length)}${close}`;
}

interface Entry {
  readonly label: string;
  readonly child: unknown;
  readonly at: string | number;
}

function entriesOf(value: unknown, path: DocumentPath): readonly Entry[] | undefined {
  if (Array.isArray(value)) return value.map((child: unknown, at) => ({ label: '', child, at }));
  if (!isObject(value)) return undefined;
  const order = orderAt(section(path));
  const rank = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  return Object.entries(value)
    .sort(([left], [right]) => rank(left) - rank(right))
    .map(([at, child]) => ({ label: `${JSON.stringify(at)}: `, child, at }));
}

/** A patch has the sections of the file itself. */
function section(path: DocumentPath): DocumentPath {
  return path[0] === 'variants' && path[2] === 'patch' ? path.slice(3) : path;
}

function opens(path: DocumentPath): boolean {
  return OPEN.some((pattern) => matches(pattern, path));
}

function orderAt(path: DocumentPath): readonly string[] {
  const found = Object.keys(ORDERS).find((key) => matches(key === '' ? [] : key.split('.'), path));
  return found === undefined ? [] : (ORDERS[found] ?? []);
}

function matches(pattern: readonly string[], path: DocumentPath): boolean {
  return pattern.length === path.length && pattern.every((part, at) => part === '*' || part === path[at]);
}
