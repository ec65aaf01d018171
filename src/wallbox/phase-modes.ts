// Phase modes from the grid's earthing and from what the wallbox can switch (fimp.md c.6).
import type { PhaseMode } from './vocabulary';

type GridType = 'TN' | 'TT' | 'IT';

/** TT is treated like IT: both have no neutral to charge over. */
const THREE: Readonly<Record<GridType, PhaseMode>> = { TN: 'NL1L2L3', TT: 'L1L2L3', IT: 'L1L2L3' };
/** Between two lines a current is electrically of one phase. */
const ONE: Readonly<Record<GridType, PhaseMode>> = { TN: 'NL1', TT: 'L1L2', IT: 'L1L2' };

/**
 * The modes that a wallbox can be in, three phases first; none where there is nothing to choose, or nothing is known.
 * `wired` is what the installer says of the supply, `switchable` the numbers of phases that the wallbox switches between.
 */
export function phaseModesOf(
  gridType: GridType | undefined,
  wired: 1 | 3 | undefined,
  switchable: readonly (1 | 3)[],
): readonly PhaseMode[] {
  if (gridType === undefined || wired === 1) return [];
  const isChoice = switchable.includes(1) && switchable.includes(3);
  return isChoice ? [THREE[gridType], ONE[gridType]] : [];
}

/** The mode in which so many phases are in use on this grid. */
export function phaseModeOf(gridType: GridType, phases: 1 | 3): PhaseMode {
  return (phases === 3 ? THREE : ONE)[gridType];
}

/** How many phases a mode uses: what is written to the wallbox. */
export function phasesOf(mode: PhaseMode): 1 | 2 | 3 {
  if (mode === 'NL1L2L3' || mode === 'L1L2L3') return 3;
  return mode === 'NL1L2' || mode === 'NL2L3' ? 2 : 1;
}
