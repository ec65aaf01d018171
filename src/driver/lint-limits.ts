// Limits, sources and the watchdog: numbers that cannot be meant.
import type { Driver } from './definition';
import { wrong, wrongKey } from './finding';
import type { Finding } from './finding';
import { isInRange } from './raw-range';

/** IEC 61851-1: a duty cycle of 10 % means 6 A, and nothing below it is ever offered. */
const LOWEST_OFFER_A = 6;

export function lintLimits(driver: Driver): readonly Finding[] {
  return [...currents(driver), ...watchdog(driver), ...fallback(driver)];
}

function currents({ limits: { minA, maxA, stepA, phases }, commands }: Driver): readonly Finding[] {
  const findings: Finding[] = [];
  if (minA < LOWEST_OFFER_A) {
    findings.push(wrong(['limits', 'minA'], `${minA} A is below what a pilot can say`, 'write at least 6'));
  }
  if (maxA < minA)
    findings.push(wrong(['limits', 'maxA'], `${maxA} A is below minA`, `write at least ${minA}`));
  if (maxA > 80)
    findings.push(wrong(['limits', 'maxA'], `${maxA} A is more than a pilot can say`, 'write at most 80'));
  if (maxA > minA && stepA > maxA - minA) {
    findings.push(
      wrong(['limits', 'stepA'], 'is wider than the range from minA to maxA', 'write a smaller step'),
    );
  }
  if (commands.phases !== undefined && phases.length < 2) {
    const message = 'the model switches phases, but only one number is listed';
    findings.push(wrong(['limits', 'phases'], message, 'write [1, 3], or leave `commands.phases` out'));
  }
  return findings;
}

/** Marks of sources that stand for two of them. */
export function lintSources({ sources: list }: Driver): readonly Finding[] {
  return list.flatMap(({ id }, index) =>
    list.findIndex((other) => other.id === id) === index
      ? []
      : [
          wrong(
            ['sources', index, 'id'],
            `\`${id}\` stands for another source already`,
            'write another mark',
          ),
        ],
  );
}

function watchdog({ watchdog: timer, link }: Driver): readonly Finding[] {
  if (timer === undefined) return [];
  const third = timer.timeoutMs === 0 ? Infinity : Math.floor(timer.timeoutMs / 3);
  const at = (key: string) => ['watchdog', key];
  if (timer.by === 'traffic') {
    const isTooSlow = link.fastMs > third;
    return [
      ...(isTooSlow
        ? [
            wrong(
              ['link', 'fastMs'],
              'polls too seldom for the watchdog',
              `write at most ${third}, a third of its timeout`,
            ),
          ]
        : []),
      ...(timer.everyMs === undefined
        ? []
        : [wrongKey(at('everyMs'), 'traffic needs no period', 'leave it out')]),
      ...(timer.steps === undefined
        ? []
        : [wrongKey(at('steps'), 'traffic needs no steps', 'leave them out')]),
    ];
  }
  const findings: Finding[] = [];
  if (timer.everyMs === undefined) {
    findings.push(
      wrong(['watchdog'], '`everyMs` is missing', 'add `everyMs`, at most a third of the timeout'),
    );
  } else if (timer.everyMs > third) {
    findings.push(wrong(at('everyMs'), 'is more than a third of the timeout', `write at most ${third}`));
  }
  if (timer.by === 'steps' && timer.steps === undefined) {
    findings.push(wrong(['watchdog'], '`steps` is missing', 'add the steps that feed it'));
  }
  if (timer.by === 'reassert' && timer.steps !== undefined) {
    findings.push(wrongKey(at('steps'), 'rewriting the setpoint needs no steps', 'leave them out'));
  }
  return findings;
}

/** The fallback may be flash: then it is not written, only told. */
function fallback({ watchdog: timer, registers }: Driver): readonly Finding[] {
  const declared = timer?.fallback;
  const register = declared === undefined ? undefined : registers[declared.register];
  if (declared === undefined || register === undefined) return [];
  const path = ['watchdog', 'fallback'];
  const { stop } = declared;
  return [
    ...(register.access === 'r'
      ? [wrong([...path, 'register'], `\`${register.name}\` cannot be written`, 'give it `access`')]
      : []),
    ...(stop === undefined || isInRange(register, stop)
      ? []
      : [wrong([...path, 'stop'], `${stop} does not fit into \`${register.name}\``, 'check type and scale')]),
  ];
}
