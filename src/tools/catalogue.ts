// The drivers as tables: the whole catalogue, and one driver as its manual's register table with what it can do.
import type { Condition, Driver, DriverFile } from '../driver/definition';
import { CELL_HEADS, CELL_LEGEND, cellsOf, type CatalogueEntry } from './catalogue-entry';
import {
  accessText,
  addressText,
  conditionText,
  remarksText,
  sourceText,
  stepsText,
  typeText,
  unitText,
} from './driver-words';
import { textTable, type TextTable } from './table';

/** The catalogue, a driver on a line; where `width` does not hold all columns, what a driver can do is told in words. */
export function catalogueText(entries: readonly CatalogueEntry[], width?: number): string {
  const rows = entries.map((entry) => [entry.id, ...cellsOf(entry)]);
  const whole = textTable({ head: ['driver', ...CELL_HEADS], rows });
  const inWords = rows.map(([id = '', link = '', ...cells]) => [id, link, cellsInWords(cells)]);
  const table =
    width === undefined || longestLine(whole) <= width
      ? whole
      : textTable({ head: ['driver', 'link', 'can'], rows: inWords }, width);
  return `${table}\n\n${wrapped(CELL_LEGEND, width)}`;
}

/** `state, start/stop, current 6–32 A, phases 1/3; paper`: every column that is not empty. */
function cellsInWords(cells: readonly string[]): string {
  const heads = CELL_HEADS.slice(1);
  const said = heads.slice(0, -1).flatMap((head, column): readonly string[] => {
    const cell = cells[column] ?? '–';
    if (cell === '–') return [];
    if (cell === 'meter') return [cell];
    return [/^yes.?$/.test(cell) ? cell.replace('yes', head) : `${head} ${cell}`];
  });
  return `${said.join(', ')}; ${cells.at(-1) ?? ''}`;
}

function longestLine(text: string): number {
  return Math.max(...text.split('\n').map((line) => line.length));
}

function wrapped(text: string, width = Infinity): string {
  return text.split(' ').reduce((lines, word) => {
    const line = lines.slice(lines.lastIndexOf('\n') + 1);
    return `${lines}${line.length + 1 + word.length > width ? '\n' : ' '}${word}`;
  });
}

/** One driver: its first variant in full, of the others what differs from it. */
export function driverText(file: DriverFile, width?: number): string {
  const [first, ...others] = file.variants;
  if (first === undefined) return file.id;
  const whole = variantText(first.driver, width);
  const when = others.length === 0 ? [] : [whenLine(first.driver, first.when)];
  const differences = others.map((variant) => {
    const own = variantText(variant.driver, width).filter((section) => !whole.includes(section));
    return [whenLine(variant.driver, variant.when), ...own].join('\n\n');
  });
  return [headText(first.driver), ...when, ...whole, ...differences].join('\n\n');
}

function headText({ id, manufacturer, model, summary, verified }: Driver): string {
  const lines = [`${id}: ${manufacturer} ${model}`, summary, `Verified on ${verified.on}. ${verified.note}`];
  return lines.join('\n');
}

function whenLine({ variant }: Driver, when: Condition): string {
  return `== Variant ${variant ?? ''}, when ${conditionText(when)} ==`;
}

/** The sections that are not empty. */
function variantText(driver: Driver, width?: number): readonly string[] {
  const sections: [string, TextTable][] = [
    ['Registers', registerTable(driver)],
    ['Readings', readingTable(driver)],
    ['States', ruleTable(driver)],
    ['Commands', commandTable(driver)],
  ];
  return [
    linkLine(driver),
    ...sections
      .filter(([, table]) => table.rows.length > 0)
      .map(([title, table]) => `${title}\n${textTable(table, width)}`),
    `Sources\n${driver.sources.map(sourceLine).join('\n')}`,
  ];
}

function linkLine({ kind, link, limits, identify }: Driver): string {
  const serial = `${link.baudRate} baud, parity ${link.parity}, ${link.stopBits} stop`;
  const ways = link.transports.map((way) => (way === 'rtu' ? `RTU ${serial}` : `TCP port ${link.port}`));
  const phases = limits.phases.join(' or ');
  const current = kind === 'meter' ? 'a meter' : `${limits.minA} to ${limits.maxA} A, ${phases} phases`;
  return `${ways.join('; ')}; unit ${link.unitId}; ${current}. Identified by ${conditionText(identify)}.`;
}

function registerTable(driver: Driver): TextTable {
  const rows = Object.values(driver.registers)
    .sort((a, b) => a.space.localeCompare(b.space) || a.address - b.address)
    .map((register) => [
      ...[register.name, register.space, addressText(register.address), typeText(register)],
      ...[
        unitText(register),
        accessText(register),
        register.access === 'w' ? '' : register.poll,
        remarksText(register),
      ],
    ]);
  return { head: ['name', 'space', 'address', 'type', 'unit', 'access', 'poll', 'note'], rows };
}

function readingTable({ readings }: Driver): TextTable {
  const rows = [
    ...Object.entries(readings.numbers).map(([name, source]) => [name, sourceText(source)]),
    ...Object.entries(readings.triples).map(([name, of]) => [name, of.map(sourceText).join(', ')]),
    ...Object.entries(readings.flags).map(([name, when]) => [name, conditionText(when)]),
    ...Object.entries(readings.texts).map(([name, register]) => [name, register]),
  ];
  return { head: ['reading', 'from'], rows };
}

function ruleTable({ pilot, status, faults }: Driver): TextTable {
  const rows = [
    ...pilot.map((rule) => ['pilot', rule.is, conditionText(rule.when)]),
    ...status.map((rule) => ['status', rule.is, conditionText(rule.when)]),
    ...faults.map((rule) => ['fault', rule.is, conditionText(rule.when)]),
  ];
  return { head: ['what', 'is', 'when'], rows };
}

function commandTable({ commands, setup, watchdog }: Driver): TextTable {
  const rows = Object.entries(commands).map(([name, sequence]) => [name, stepsText(sequence)]);
  const set = setup.map((step) => ['set up', `${step.register} := ${step.value}`]);
  const fed = watchdog === undefined ? [] : [['watchdog', watchdogText(watchdog)]];
  return { head: ['command', 'does'], rows: [...rows, ...set, ...fed] };
}

function watchdogText({ timeoutMs, by, everyMs, expiry }: NonNullable<Driver['watchdog']>): string {
  const fed = { traffic: 'any exchange', reassert: 'writing the setpoint again', steps: 'its own steps' }[by];
  const often = everyMs === undefined ? '' : ` every ${everyMs} ms`;
  return `after ${timeoutMs} ms of silence: ${expiry}; fed by ${fed}${often}`;
}

function sourceLine({ id, title, revision, page, url }: Driver['sources'][number]): string {
  const where = [title, revision, page === undefined ? undefined : `page ${page}`, url];
  return `${id}: ${where.filter((part) => part !== undefined).join(', ')}`;
}
