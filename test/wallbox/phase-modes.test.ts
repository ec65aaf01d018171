// Phase modes: fimp.md c.6.
import assert from 'node:assert/strict';
import { phaseModeOf, phaseModesOf, phasesOf } from '../../src/wallbox/phase-modes';
import { PHASE_MODES } from '../../src/wallbox/vocabulary';

describe('the phase modes of a wallbox', () => {
  for (const [grid, wired, switchable, modes] of [
    ['TN', 3, [1, 3], ['NL1L2L3', 'NL1']],
    ['TN', undefined, [3, 1], ['NL1L2L3', 'NL1']],
    ['IT', 3, [1, 3], ['L1L2L3', 'L1L2']],
    ['TT', 3, [1, 3], ['L1L2L3', 'L1L2']],
    ['TN', 1, [1, 3], []],
    ['TN', 3, [3], []],
    ['TN', 3, [1], []],
    ['TN', 3, [], []],
    [undefined, 3, [1, 3], []],
  ] as const) {
    it(`on ${grid ?? 'an unknown grid'} with ${wired ?? 'unknown'} phases wired, switching ${switchable.join(' and ') || 'nothing'}: ${modes.join(', ') || 'none'}`, () =>
      assert.deepEqual(phaseModesOf(grid, wired, switchable), modes));
  }

  it('are named by the phases in use', () => {
    assert.deepEqual(
      (['TN', 'TT', 'IT'] as const).map((grid) => [phaseModeOf(grid, 3), phaseModeOf(grid, 1)]),
      [
        ['NL1L2L3', 'NL1'],
        ['L1L2L3', 'L1L2'],
        ['L1L2L3', 'L1L2'],
      ],
    );
  });

  it('use so many phases; between two lines it is one', () => {
    assert.deepEqual(
      PHASE_MODES.map((mode) => [mode, phasesOf(mode)]),
      [
        ['NL1L2L3', 3],
        ['NL1', 1],
        ['NL2', 1],
        ['NL3', 1],
        ['NL1L2', 2],
        ['NL2L3', 2],
        ['L1L2L3', 3],
        ['L1L2', 1],
        ['L2L3', 1],
        ['L3L1', 1],
      ],
    );
  });
});
