// Which parameters a wallbox has: its own, and those that this program keeps for it (fimp.md e.6).
import type { Capabilities, ParameterDefinition } from '../wallbox/vocabulary';

/** Kept by us and not by the wallbox: it is a key of the configuration. */
export const FREE_CHARGING: ParameterDefinition = {
  id: 'free_charging',
  name: 'Free charging',
  description: 'A newly plugged car may charge at once; otherwise each session waits to be started',
  valueType: 'bool',
  defaultValue: true,
  isReadOnly: false,
};

/** A wallbox that is only observed lets nothing be set, so it offers nothing of ours. */
export function parametersOf(capabilities: Capabilities): readonly ParameterDefinition[] {
  const own = (capabilities.parameters ?? []).filter(({ id }) => id !== FREE_CHARGING.id);
  return capabilities.canControl ? [FREE_CHARGING, ...own] : own;
}
