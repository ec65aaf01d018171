// Commands: what must be there, what may be written, and what must stand right before a dangerous write.
import { namesAdvice } from '../base/nearest';
import type { DocumentPath } from '../base/schema';
import type { CommandName, Driver, Register, Step, StepValue } from './definition';
import { wrong, wrongKey } from './finding';
import type { Finding } from './finding';
import { bitFindings, parametersOf } from './lint-references';
import { isInRange } from './raw-range';
import { sequencesOf } from './uses';

/** A sequence may not grow beyond this, whatever it runs. */
const MOST_STEPS = 12;

export function lintCommands(driver: Driver): readonly Finding[] {
  return [
    ...mandatory(driver),
    ...sequencesOf(driver).flatMap(({ path, steps }) =>
      steps.flatMap((step, index) => stepFindings(step, [...path, index], driver)),
    ),
    ...runs(driver),
    ...phaseSwitch(driver),
    ...lock(driver),
    ...setup(driver),
  ];
}

function mandatory({ commands }: Driver): readonly Finding[] {
  const missing = (['offer', 'pause'] as const)
    .filter((name) => commands[name] === undefined)
    .map((name) => wrong(['commands'], `\`${name}\` is missing`, `add \`${name}\``));
  const parameters = (['offer', 'resume', 'phases', 'mode'] as const).flatMap((name) => {
    const [parameter] = parametersOf(name);
    const steps = commands[name]?.steps;
    if (steps === undefined || steps.some((step) => uses(step, parameter) || step.kind === 'run')) return [];
    return [wrong(['commands', name], `never writes \`${parameter ?? ''}\``, 'add a step with `from`')];
  });
  return [...missing, ...parameters];
}

function uses(step: Step, parameter: string | undefined): boolean {
  return step.kind === 'write' && step.value.kind === 'parameter' && step.value.name === parameter;
}

function stepFindings(step: Step, path: DocumentPath, driver: Driver): readonly Finding[] {
  if (step.kind === 'write') {
    const register = driver.registers[step.register];
    const value = step.value.kind === 'literal' ? step.value.value : undefined;
    const parameters = parametersOf(String(path[1]));
    const isKnown = step.value.kind !== 'parameter' || parameters.includes(step.value.name);
    return [
      ...writeFindings(register, [...path, 'write']),
      ...literalFindings(register, value, [...path, 'value']),
      ...aliasFindings(step.value, register, { path, phases: driver.limits.phases }),
      ...(isKnown
        ? []
        : [wrong([...path, 'from'], 'is not given to this command', namesAdvice('', parameters))]),
    ];
  }
  if (step.kind === 'setBit' || step.kind === 'clearBit') {
    const register = driver.registers[step.register];
    const bits = register === undefined ? [] : bitFindings(step.bit, register);
    return [
      ...writeFindings(register, [...path, 'of']),
      ...bits.map((complaint) => wrong([...path, step.kind], ...complaint)),
    ];
  }
  return [];
}

function writeFindings(register: Register | undefined, path: DocumentPath): readonly Finding[] {
  if (register === undefined) return [];
  const { name, access, wear } = register;
  if (access === 'r')
    return [wrong(path, `\`${name}\` cannot be written`, 'write another register, or give it `access`')];
  if (wear === 'flash') {
    return [wrong(path, `\`${name}\` is flash and wears out in normal running`, 'write it in `setup`')];
  }
  return [];
}

function literalFindings(
  register: Register | undefined,
  value: number | undefined,
  path: DocumentPath,
): readonly Finding[] {
  if (register === undefined || value === undefined) return [];
  if (!isInRange(register, value)) {
    return [wrong(path, `${value} does not fit into \`${register.name}\``, 'check type, scale and value')];
  }
  const steps = value / register.scale;
  const isFloat = register.type === 'f32' || register.type === 'f64';
  if (isFloat || Math.abs(steps - Math.round(steps)) < 1e-6) return [];
  return [wrong(path, `${value} is no multiple of ${register.scale}`, 'write one, or change the scale')];
}

/** Every number of phases has a name in the register, and each name fits into it. */
function aliasFindings(
  value: StepValue,
  register: Register | undefined,
  { path, phases }: { readonly path: DocumentPath; readonly phases: readonly number[] },
): readonly Finding[] {
  if (value.kind !== 'parameter' || value.as === undefined) return [];
  const { as, name } = value;
  const at = [...path, 'as'];
  const missing = name === 'phases' ? phases.filter((phase) => as[phase] === undefined) : [];
  return [
    ...(name === 'amps' ? [wrong(at, 'amperes have no names', 'give the register a unit')] : []),
    ...missing.map((phase) => wrong(at, `has no name for ${phase}`, `add "${phase}"`)),
    ...Object.values(as).flatMap((each) => literalFindings(register, each, at)),
  ];
}

/** `run` leads to commands that exist, never back to where it came from, and never beyond the limit of steps. */
function runs(driver: Driver): readonly Finding[] {
  return sequencesOf(driver).flatMap(({ path, steps }) => {
    const own = path[0] === 'commands' ? [path[1] as CommandName] : [];
    const length = expandedLength(steps, driver, own);
    const unknown = steps.flatMap((step, index) =>
      step.kind === 'run' && driver.commands[step.command] === undefined
        ? [
            wrong(
              [...path, index, 'run'],
              `\`${step.command}\` is not declared`,
              namesAdvice(step.command, Object.keys(driver.commands)),
            ),
          ]
        : [],
    );
    if (length === undefined) return [...unknown, wrong(path, 'runs itself', 'take the `run` out')];
    if (length <= MOST_STEPS) return unknown;
    const message = `has ${length} steps with what it runs, at most ${MOST_STEPS} are allowed`;
    return [...unknown, wrong(path, message, 'leave some out')];
  });
}

/** Steps with those of the commands run; undefined when one leads back to `within`. */
function expandedLength(
  steps: readonly Step[],
  driver: Driver,
  within: readonly CommandName[],
): number | undefined {
  let length = 0;
  for (const step of steps) {
    if (step.kind !== 'run') {
      length++;
      continue;
    }
    if (within.includes(step.command)) return undefined;
    const inner = driver.commands[step.command]?.steps ?? [];
    const innerLength = expandedLength(inner, driver, [...within, step.command]);
    if (innerLength === undefined) return undefined;
    length += innerLength;
  }
  return length;
}

/** A contactor must never move under load: charging is paused, and seen to be, right before the write. */
function phaseSwitch({ commands, readings }: Driver): readonly Finding[] {
  const steps = commands.phases?.steps;
  if (steps === undefined) return [];
  const isWrite = (step: Step | undefined) =>
    step !== undefined && ['write', 'setBit', 'clearBit'].includes(step.kind);
  const first = steps.findIndex(isWrite);
  const path = ['commands', 'phases', 'steps'];
  const isPaused = steps
    .slice(0, Math.max(first, 0))
    .some((step) => step.kind === 'run' && step.command === 'pause');
  const unguarded = steps.flatMap((step, index) => {
    const before = steps[index - 1];
    return isWrite(step) && before?.kind !== 'until' && !isWrite(before) ? [index] : [];
  });
  return [
    ...(isPaused ? [] : [wrong(path, 'writes before it has paused', 'begin with `{ "run": "pause" }`')]),
    ...unguarded.map((index) =>
      wrong(
        [...path, index],
        'has no guard right before it',
        'put an `until` in front that shows that nothing flows',
      ),
    ),
    ...(readings.numbers.phases === undefined
      ? [wrong(['readings'], 'nothing reads back what `commands.phases` writes', 'add `phases`')]
      : []),
  ];
}

function lock({ lock: declared, commands, readings }: Driver): readonly Finding[] {
  const isRead = readings.flags.isLocked !== undefined;
  const findings: Finding[] = [];
  if (isRead && declared === undefined) {
    const advice = 'add `lock` with its mode, or leave the reading out';
    findings.push(wrongKey(['readings', 'isLocked'], 'there is no `lock` section', advice));
  }
  if (!isRead && declared !== undefined) {
    findings.push(
      wrongKey(['lock'], 'nothing reads the bolt', 'add the reading `isLocked`, or leave `lock` out'),
    );
  }
  for (const name of ['lock', 'unlock'] as const) {
    if (commands[name] === undefined || isRead) continue;
    const advice = 'add the reading `isLocked`, or leave the command out';
    findings.push(wrongKey(['commands', name], 'nothing shows whether it worked', advice));
  }
  return findings;
}

function setup({ setup: steps, registers, commands }: Driver): readonly Finding[] {
  return steps.flatMap(({ register: name, value, neededBy }, index) => {
    const register = registers[name];
    const path = ['setup', index];
    const isReadOnly = register?.access === 'r';
    const isBlind = register?.access === 'w' && register.wear === 'flash';
    const unknown = neededBy.filter((command) => commands[command] === undefined);
    return [
      ...(isReadOnly ? [wrong([...path, 'write'], `\`${name}\` cannot be written`, 'give it `access`')] : []),
      ...(isBlind
        ? [wrong([...path, 'write'], `\`${name}\` is flash and cannot be compared`, 'leave it out')]
        : []),
      ...literalFindings(register, value, [...path, 'value']),
      ...unknown.map((command) =>
        wrong([...path, 'neededBy'], `\`${command}\` is not declared`, 'leave it out'),
      ),
    ];
  });
}
