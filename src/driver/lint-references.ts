// Names that lead nowhere, and tests that their register can never pass or fail.
import { namesAdvice } from '../base/nearest';
import { shown } from '../base/schema-sentence';
import type { Driver, ParameterName, Register, Test } from './definition';
import { wrong, wrongKey } from './finding';
import type { Finding } from './finding';
import { isText } from './literal';
import { bitWidth, isInRange } from './raw-range';
import { usesOf } from './uses';
import type { Use } from './uses';

/** `extra`: uses outside the driver itself (the condition of its variant). `ignored`: names already complained about. */
export function lintReferences(
  driver: Driver,
  extra: readonly Use[] = [],
  ignored: ReadonlySet<string> = new Set(),
): readonly Finding[] {
  return [...usesOf(driver), ...extra]
    .filter(({ register }) => !ignored.has(register))
    .flatMap((use) => findings(use, driver));
}

function findings(use: Use, driver: Driver): readonly Finding[] {
  const register = driver.registers[use.register];
  const at = use.of === 'key' ? wrongKey : wrong;
  if (register === undefined) {
    const advice = namesAdvice(use.register, Object.keys(driver.registers));
    return [at(use.path, `no register is named \`${use.register}\``, advice)];
  }
  if (use.kind !== 'write' && use.kind !== 'setup' && register.access === 'w') {
    return [at(use.path, `\`${use.register}\` is write-only and says nothing`, 'read another register')];
  }
  if (use.test === undefined) return [];
  const parameters = parametersAt(use);
  return testFindings(use.test, register, parameters).map((message) => wrong(use.path, ...message));
}

/** What the command around a condition is given; nothing outside the commands. */
function parametersAt(use: Use): readonly ParameterName[] {
  return use.path[0] === 'commands' ? parametersOf(String(use.path[1])) : [];
}

export function parametersOf(command: string): readonly ParameterName[] {
  if (command === 'offer' || command === 'resume') return ['amps'];
  return command === 'phases' || command === 'mode' ? [command] : [];
}

type Complaint = readonly [message: string, advice: string];

function testFindings(
  test: Test,
  register: Register,
  parameters: readonly ParameterName[],
): readonly Complaint[] {
  const { name, type } = register;
  if (register.count > 1)
    return [[`\`${name}\` is an array and cannot be compared`, 'declare the element apart']];
  const isWords = isText(type);
  switch (test.kind) {
    case 'oneOf':
    case 'noneOf':
      return test.values.flatMap((value) => valueFindings(value, register));
    case 'range':
      if (isWords) return [[`\`${name}\` is a text and has no range`, 'write a text or a list of texts']];
      return rangeFindings(test, register);
    case 'bit':
      return bitFindings(test.bit, register);
    case 'parameter':
      if (isWords) return [[`\`${name}\` is a text and equals no parameter`, 'compare a number']];
      if (parameters.includes(test.name)) return [];
      return [[`\`${test.name}\` is not known here`, namesAdvice(test.name, parameters)]];
  }
}

function valueFindings(value: number | string, register: Register): readonly Complaint[] {
  const { name, type } = register;
  if (isText(type)) {
    return typeof value === 'string'
      ? []
      : [[`\`${name}\` is a text, ${value} is a number`, `write "${value}"`]];
  }
  if (typeof value === 'string')
    return [[`\`${name}\` is a number, ${shown(value)} is a text`, 'write a number']];
  if (isInRange(register, value)) return [];
  return [[`\`${name}\` can never be ${value}`, 'compare with a value that fits its type, bits and scale']];
}

function rangeFindings(
  { min, max }: { readonly min?: number; readonly max?: number },
  register: Register,
): readonly Complaint[] {
  if (min !== undefined && max !== undefined && min > max) {
    return [[`no number is at least ${min} and at most ${max}`, 'exchange the two']];
  }
  const unreachable = [min, max].filter((end) => end !== undefined && !isInRange(register, end));
  return unreachable.map((end) => [
    `\`${register.name}\` can never be ${end ?? ''}`,
    'write an end that fits its type, bits and scale',
  ]);
}

export function bitFindings(bit: number, register: Register): readonly Complaint[] {
  const { name, scale } = register;
  const width = bitWidth(register);
  if (width === undefined || scale !== 1) {
    return [[`\`${name}\` is no whole number without scale, so it has no bits`, 'declare it without scale']];
  }
  return bit < width ? [] : [[`\`${name}\` has no bit ${bit}`, `it has the bits 0 to ${width - 1}`]];
}
