// A small valid driver file for tests, and what the parser says about a patched copy of it.
import assert from 'node:assert/strict';
import { problemText } from '../../src/base/problem';
import type { Driver } from '../../src/driver/definition';
import { parseDriver } from '../../src/driver/parse';
import { printDriver } from '../../src/driver/print';
import { mergePatch } from '../../src/driver/variants';

/** A JSON merge patch over the sample. */
export type Patch = Readonly<Record<string, unknown>>;

export const SAMPLE = {
  format: 1,
  id: 'acme/one',
  manufacturer: 'Acme',
  model: 'One',
  summary: 'A wallbox for tests.',
  sources: [{ id: 'V', title: 'Manual' }],
  verified: { on: 'paper', note: 'Made up.' },
  link: { transports: ['rtu'] },
  limits: { minA: 6, maxA: 16, stepA: 1, phases: [1, 3] },
  registers: {
    limit: { space: 'holding', address: 0, type: 'u16', unit: 'A', access: 'rw' },
    state: { space: 'holding', address: 1, type: 'u16' },
    power: { space: 'holding', address: 2, type: 'u16', unit: 'W' },
    model: { space: 'holding', address: 3, type: 'string', words: 4, poll: 'once' },
  },
  identify: { model: 'ONE' },
  readings: { offeredA: 'limit', powerW: 'power' },
  pilot: [
    { when: { state: 1 }, is: 'A' },
    { when: { state: 2 }, is: 'B' },
    { when: { state: 3 }, is: 'C' },
  ],
  commands: {
    offer: [{ write: 'limit', from: 'amps' }],
    pause: [{ write: 'limit', value: 0 }],
  },
};

/** The sample's text, patched. */
export function textOf(patch: Patch = {}): string {
  return printDriver(mergePatch(SAMPLE, patch));
}

/** The driver that the patched sample means; throws its problems when there are any. */
export function driverOf(patch: Patch = {}): Driver {
  const { driver, problems } = parseDriver(textOf(patch), 'x.json');
  const first = driver?.variants[0];
  if (first === undefined) throw new Error(problems.map(problemText).join('\n'));
  return first.driver;
}

/** `key: message` of every problem of the patched sample. */
export function problemsOf(patch: Patch): readonly string[] {
  return parseDriver(textOf(patch), 'x.json').problems.map(
    ({ severity, key, message }) => `${severity === 'warning' ? '(warning) ' : ''}${key}: ${message}`,
  );
}

/** What is wrong, the patch that makes it wrong, and all that is told about it. */
export type Case = readonly [what: string, patch: Patch, ...told: string[]];

export function tells(cases: readonly Case[]): void {
  for (const [what, patch, ...told] of cases) {
    it(what, () => {
      assert.deepEqual(problemsOf(patch), told);
    });
  }
}
