// The parts of a driver in words, as a register table of a manual would have them.
import type {
  Aliases,
  CommandSequence,
  Condition,
  NumberSource,
  Register,
  Step,
  StepValue,
  Test,
} from '../driver/definition';

/** `0x400A` with the decimal address, as both are found in manuals. */
export function addressText(address: number): string {
  return `${address} (0x${address.toString(16).toUpperCase().padStart(4, '0')})`;
}

/** `u32 ×3 lsw bits 8-15`. */
export function typeText(register: Register): string {
  const { type, count, words, bits } = register;
  const isText = type === 'string' || type === 'utf16' || type === 'hex';
  const size = isText ? `${type}[${words}]` : type;
  return [
    size,
    ...(count > 1 ? [`×${count}`] : []),
    ...(register.wordOrder === 'lsw' ? ['lsw'] : []),
    ...(register.byteOrder === 'little' ? ['bytes exchanged'] : []),
    ...(bits === undefined
      ? []
      : [bits.low === bits.high ? `bit ${bits.low}` : `bits ${bits.low}-${bits.high}`]),
  ].join(' ');
}

/** `rw FC6`. */
export function accessText({ access, writeFunction }: Register): string {
  return writeFunction === undefined ? access : `${access} FC${writeFunction}`;
}

/** `×0.001 A`. */
export function unitText({ scale, unit }: Register): string {
  return [...(scale === 1 ? [] : [`×${scale}`]), ...(unit === undefined ? [] : [unit])].join(' ');
}

/** What a person should know before touching it: how it wears, whether it may be missing. */
export function remarksText({ optional, wear, lagMs, note }: Register): string {
  return [
    ...(optional ? ['May be missing.'] : []),
    ...(wear === 'flash' ? ['Flash.'] : []),
    ...(lagMs > 0 ? [`Up to ${lagMs} ms late.`] : []),
    ...(note === undefined ? [] : [note]),
  ].join(' ');
}

/** `chargingState 3 or 4, and errors not 0`; `always` for the empty condition. */
export function conditionText(condition: Condition): string {
  const claims = Object.entries(condition).map(([register, test]) => `${register} ${testText(test)}`);
  return claims.length === 0 ? 'always' : claims.join(', and ');
}

function testText(test: Test): string {
  switch (test.kind) {
    case 'oneOf':
      return test.values.join(' or ');
    case 'noneOf':
      return `not ${test.values.join(' or ')}`;
    case 'range':
      return rangeText(test.min, test.max);
    case 'bit':
      return `bit ${test.bit} is ${test.is}`;
    case 'parameter':
      return `equals ${parameterText(test)}`;
  }
}

function rangeText(min: number | undefined, max: number | undefined): string {
  if (min === undefined) return `at most ${max ?? 'any'}`;
  return max === undefined ? `at least ${min}` : `${min} to ${max}`;
}

export function sourceText(source: NumberSource): string {
  if (source.kind === 'sum') return source.of.join(' + ');
  if (source.kind === 'first') return `first known of ${source.of.join(', ')}`;
  if (source.kind === 'cases') {
    return source.of.map(({ when, is }) => `${is} when ${conditionText(when)}`).join('; ');
  }
  return source.index === undefined ? source.register : `${source.register}[${source.index}]`;
}

/** The steps of a command in one line: `limit := amps; until limitReadback equals amps within 2000 ms`. */
export function stepsText({ steps }: Pick<CommandSequence, 'steps'>): string {
  return steps.map(stepText).join('; ');
}

function stepText(step: Step): string {
  switch (step.kind) {
    case 'write':
      return `${step.register} := ${valueText(step.value)}`;
    case 'setBit':
      return `set bit ${step.bit} of ${step.register}`;
    case 'clearBit':
      return `clear bit ${step.bit} of ${step.register}`;
    case 'wait':
      return `wait ${step.ms} ms`;
    case 'until':
      return `until ${conditionText(step.when)} within ${step.withinMs} ms`;
    case 'run':
      return `run ${step.command}`;
  }
}

function valueText(value: StepValue): string {
  if (value.kind === 'literal') return String(value.value);
  return value.kind === 'copy' ? value.register : parameterText(value);
}

/** `phases (1 is 0, 3 is 1)`. */
function parameterText({ name, as = {} }: { readonly name: string; readonly as?: Aliases }): string {
  const names = Object.entries(as).map(([value, written]) => `${value} is ${written}`);
  return names.length === 0 ? name : `${name} (${names.join(', ')})`;
}
