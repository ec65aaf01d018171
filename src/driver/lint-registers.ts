// The register table: rows that contradict themselves, the link or one another, and reads that nobody needs.
import { spanOf, type Space } from '../modbus/register';
import type { Driver, Register } from './definition';
import { wrong, wrongKey } from './finding';
import type { Finding } from './finding';
import { isText } from './literal';
import { wordsOf } from './registers';
import { unitOfReading } from './reading';
import { isConvertible } from './unit';
import { usesOf } from './uses';

/** `chooses`: registers used outside the driver itself (the conditions of variants). */
export function lintRegisters(driver: Driver, chooses: readonly string[] = []): readonly Finding[] {
  const registers = Object.values(driver.registers);
  return [
    ...registers.flatMap(contradictions),
    ...registers.flatMap((register) => beyondLink(register, driver)),
    ...overlaps(registers),
    ...unused(driver, chooses),
    ...units(driver),
    ...neverTouched(driver),
    ...driver.link.readable.flatMap(({ from, to }, index) =>
      from <= to
        ? []
        : [wrong(['link', 'readable', index], 'ends before it begins', 'exchange `from` and `to`')],
    ),
  ];
}

/** What does harm is neither declared nor inside a range that a block may bridge. */
function neverTouched({ never = [], registers, link }: Driver): readonly Finding[] {
  const isIn = (space: Space, from: number, to: number): boolean =>
    never.some((range) => range.space === space && from <= range.to && range.from <= to);
  const rows = Object.values(registers).flatMap((register) => {
    const { space, address, length } = spanOf(register);
    if (!isIn(space, address, address + length - 1)) return [];
    return [wrongKey(['registers', register.name], 'lies in `never`', 'leave it out')];
  });
  const ranges = link.readable.flatMap(({ space, from, to }, index) =>
    isIn(space, from, to)
      ? [
          wrong(
            ['link', 'readable', index],
            'reaches into `never`',
            'end it before, and begin another behind',
          ),
        ]
      : [],
  );
  // A register inside a range says it already.
  return rows.length > 0 ? rows : ranges;
}

/** A key of a row and what is wrong with it. */
type Fault = readonly [isWrong: boolean, key: string, message: string, advice: string];

function contradictions(register: Register): readonly Finding[] {
  return [...codingFaults(register), ...writingFaults(register)]
    .filter(([isWrong]) => isWrong)
    .map(([, key, message, advice]) => wrong(['registers', register.name, key], message, advice));
}

function codingFaults(register: Register): readonly Fault[] {
  const { space, type, words, count, stride, bits, byteOrder } = register;
  const isBitSpace = space === 'coil' || space === 'discrete';
  const known = wordsOf(type);
  const width = words * 16;
  return [
    [
      isBitSpace !== (type === 'bit'),
      'type',
      `a ${space} register cannot be ${type}`,
      `write ${isBitSpace ? '"bit"' : 'another type'}`,
    ],
    [
      known !== undefined && known !== words,
      'words',
      `${type} takes ${known === 1 ? 'one word' : `${known ?? ''} words`}`,
      'leave `words` out',
    ],
    [
      byteOrder !== undefined && type !== 'string',
      'byteOrder',
      'only a string has two characters a word',
      'leave it out',
    ],
    [stride < words, 'stride', 'elements overlap', `write at least ${words}`],
    [stride !== words && count === 1, 'stride', 'only an array has a stride', 'add `count`'],
    [bits !== undefined && !/^u\d+$/.test(type), 'bits', `${type} has no bits to pick`, 'write a u type'],
    [bits !== undefined && bits.low > bits.high, 'bits', 'lowest bit above the highest', 'exchange the two'],
    [
      bits !== undefined && bits.high >= width,
      'bits',
      `${type} has the bits 0 to ${width - 1}`,
      'write a lower bit',
    ],
    [
      bits !== undefined && count > 1,
      'bits',
      'bits of an array are not possible',
      'declare the elements apart',
    ],
    [
      register.address + spanOf(register).length > 65536,
      'address',
      'goes beyond address 65535',
      'check the address',
    ],
  ];
}

function writingFaults(register: Register): readonly Fault[] {
  const { space, type, words, count, bits, access, writeFunction } = register;
  const isWritable = access !== 'r';
  const isReadSpace = space === 'input' || space === 'discrete';
  const fits = space === 'coil' ? [5, 15] : [6, 16];
  const isFit = writeFunction === undefined || fits.includes(writeFunction);
  const isWord = !isText(type) && count === 1 && bits === undefined;
  return [
    [isWritable && isReadSpace, 'access', `${space} registers cannot be written`, 'write "r"'],
    [
      isWritable && !isReadSpace && !isFit,
      'writeFunction',
      `a ${space} register is written with ${fits.join(' or ')}`,
      '',
    ],
    [writeFunction === 6 && words > 1, 'writeFunction', 'function 6 writes one word', 'write 16'],
    [
      isWritable && !isWord,
      'access',
      'only a whole single number can be written',
      'declare what is written apart',
    ],
    [
      !isWritable && register.writeTimeoutMs !== undefined,
      'writeTimeoutMs',
      'is never written',
      'leave it out',
    ],
    [
      access === 'w' && register.optional,
      'optional',
      'is never read, so it cannot be missed',
      'leave it out',
    ],
  ];
}

function beyondLink(register: Register, { link }: Driver): readonly Finding[] {
  if (register.access === 'w') return [];
  const { space, address, length } = spanOf(register);
  const path = ['registers', register.name];
  const last = address + length - 1;
  const isReadable = link.readable.some(
    (range) => range.space === space && range.from <= address && last <= range.to,
  );
  const limit = space === 'coil' || space === 'discrete' ? link.maxWords * 16 : link.maxWords;
  return [
    ...(length > limit
      ? [
          wrongKey(
            path,
            `takes ${length} words, one read at most ${limit}`,
            'split it, or raise link.maxWords',
          ),
        ]
      : []),
    ...(isReadable
      ? []
      : [wrongKey(path, 'lies outside link.readable', 'widen a range, or make it write-only')]),
  ];
}

function overlaps(registers: readonly Register[]): readonly Finding[] {
  return registers.flatMap((register, index) =>
    registers
      .slice(0, index)
      .filter((other) => overlap(register, other) && !mayShare(register, other))
      .map(({ name }) => {
        const message = `covers words of \`${name}\` too`;
        return wrongKey(
          ['registers', register.name],
          message,
          'check both addresses and types, or pick `bits`',
        );
      }),
  );
}

/** A read and a write may mean different things at one address, so a write-only row meets only its like. */
function overlap(left: Register, right: Register): boolean {
  if (left.space !== right.space || (left.access === 'w') !== (right.access === 'w')) return false;
  const [a, b] = [spanOf(left), spanOf(right)];
  return a.address < b.address + b.length && b.address < a.address + a.length;
}

/** Bit fields of one word, and a bit field of a text, are views of the same thing and no mistake. */
function mayShare(left: Register, right: Register): boolean {
  if (left.bits === undefined && right.bits === undefined) return false;
  if (isText(left.type) || isText(right.type)) return true;
  if (left.address !== right.address || left.type !== right.type) return false;
  const [a, b] = [left.bits, right.bits];
  return a?.low !== b?.low || a?.high !== b?.high;
}

/** A register costs nothing when all its words are read for others anyway. */
function unused(driver: Driver, chooses: readonly string[]): readonly Finding[] {
  const used = new Set([...usesOf(driver).map(({ register }) => register), ...chooses]);
  const registers = Object.values(driver.registers).filter(({ access }) => access !== 'w');
  const taken = new Set(registers.filter(({ name }) => used.has(name)).flatMap(addressesOf));
  return registers
    .filter((register) => !used.has(register.name) && !addressesOf(register).every((at) => taken.has(at)))
    .map(({ name, poll }) => ({
      severity: 'warning',
      path: ['registers', name],
      of: 'key',
      message: `is read (${poll}) and used by nothing`,
      advice: 'leave it out, or say with a reading, rule or fault what it is for',
    }));
}

function addressesOf(register: Register): readonly string[] {
  const { space, address, length } = spanOf(register);
  return Array.from({ length }, (_, index) => `${space} ${address + index}`);
}

/** A number arrives in the unit of its reading's name, so its register must say what it is in. */
function units(driver: Driver): readonly Finding[] {
  return usesOf(driver).flatMap(({ register, kind, path }) => {
    const wanted = kind === 'reading' ? unitOfReading(String(path[1])) : undefined;
    const unit = driver.registers[register]?.unit;
    if (wanted === undefined || driver.registers[register] === undefined) return [];
    if (unit !== undefined && isConvertible(unit, wanted)) return [];
    const message =
      unit === undefined ? `\`${register}\` has no unit` : `\`${register}\` is in ${unit}, not ${wanted}`;
    return [wrong(path, message, `give the register a unit that measures what ${wanted} measures`)];
  });
}
