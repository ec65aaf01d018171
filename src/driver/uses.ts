// Every place where a driver names a register, and what it does with it there.
import type { DocumentPath } from '../base/schema';
import type { Condition, Driver, NumberSource, Step, Test } from './definition';

/** `test`: compared. `reading`: told. `write`: written whole. `copy`: written elsewhere. `bits`: read, changed and written. `setup`: compared, then written. */
export interface Use {
  readonly register: string;
  readonly kind: 'test' | 'reading' | 'write' | 'copy' | 'bits' | 'setup';
  readonly path: DocumentPath;
  /** Set when the register is a key of the file, as in a condition. */
  readonly of?: 'key';
  readonly test?: Test;
}

/** The steps of a driver by where they stand; those of a command under `commands.<name>.steps`. */
export function sequencesOf(driver: Driver): readonly { path: DocumentPath; steps: readonly Step[] }[] {
  const commands = Object.entries(driver.commands).map(([name, { steps }]) => ({
    path: ['commands', name, 'steps'],
    steps,
  }));
  const watchdog = driver.watchdog?.steps;
  return watchdog === undefined ? commands : [...commands, { path: ['watchdog', 'steps'], steps: watchdog }];
}

export function usesOf(driver: Driver): readonly Use[] {
  const fallback = driver.watchdog?.fallback;
  const fallbackPath = ['watchdog', 'fallback', 'register'];
  return [
    ...testsOf(driver.identify, ['identify']),
    ...readingUses(driver),
    ...ruleUses(driver),
    ...driver.setup.map(({ register }, index): Use => ({
      register,
      kind: 'setup',
      path: ['setup', index, 'write'],
    })),
    ...sequencesOf(driver).flatMap(({ path, steps }) =>
      steps.flatMap((step, index) => stepUses(step, [...path, index])),
    ),
    ...Object.entries(driver.commands).flatMap(([name, { onlyWhen }]) =>
      testsOf(onlyWhen ?? {}, ['commands', name, 'onlyWhen']),
    ),
    ...(fallback === undefined
      ? []
      : [{ register: fallback.register, kind: 'write', path: fallbackPath } as const]),
  ];
}

/** The registers that a condition tests. */
export function testsOf(condition: Condition, path: DocumentPath): readonly Use[] {
  return Object.entries(condition).map(([register, test]) => ({
    register,
    kind: 'test',
    path: [...path, register],
    of: 'key',
    test,
  }));
}

function ruleUses(driver: Driver): readonly Use[] {
  const tables = [
    ['pilot', driver.pilot],
    ['status', driver.status],
    ['faults', driver.faults],
  ] as const;
  return tables.flatMap(([name, rules]) =>
    rules.flatMap(({ when }, index) => testsOf(when, [name, index, 'when'])),
  );
}

function readingUses({ readings }: Driver): readonly Use[] {
  const uses: Use[] = [];
  for (const [name, source] of Object.entries(readings.numbers)) {
    uses.push(...sourceUses(source, ['readings', name]));
  }
  for (const [name, sources] of Object.entries(readings.triples)) {
    uses.push(...sources.flatMap((source, index) => sourceUses(source, ['readings', name, index])));
  }
  for (const [name, condition] of Object.entries(readings.flags)) {
    uses.push(...testsOf(condition, ['readings', name, 'when']));
  }
  for (const [name, register] of Object.entries(readings.texts)) {
    uses.push({ register, kind: 'reading', path: ['readings', name] });
  }
  return uses;
}

function sourceUses(source: NumberSource, path: DocumentPath): readonly Use[] {
  if (source.kind === 'register') return [{ register: source.register, kind: 'reading', path }];
  if (source.kind === 'cases') {
    return source.of.flatMap(({ when, is }, index) => {
      const at = [...path, 'cases', index];
      const told = { register: String(is), kind: 'reading', path: [...at, 'is'] } as const;
      return [...testsOf(when, [...at, 'when']), ...(typeof is === 'string' ? [told] : [])];
    });
  }
  const { kind } = source;
  return source.of.map((register, index) => ({ register, kind: 'reading', path: [...path, kind, index] }));
}

function stepUses(step: Step, path: DocumentPath): readonly Use[] {
  switch (step.kind) {
    case 'write':
      return [
        { register: step.register, kind: 'write', path: [...path, 'write'] },
        ...(step.value.kind === 'copy'
          ? [{ register: step.value.register, kind: 'copy', path: [...path, 'copy'] } as const]
          : []),
      ];
    case 'setBit':
    case 'clearBit':
      return [{ register: step.register, kind: 'bits', path: [...path, 'of'] }];
    case 'until':
      return testsOf(step.when, [...path, 'until']);
    case 'wait':
    case 'run':
      return [];
  }
}
