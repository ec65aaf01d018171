// Charging modes as the hub sees them: lower case, the default one first (fimp.md c.2).
import type { Capabilities } from '../wallbox/vocabulary';

/** Each mode once; empty when there are none, or none is known yet. */
export function supportedModes(capabilities: Capabilities | undefined): readonly string[] {
  return [...new Set((capabilities?.modes ?? []).map((mode) => mode.toLowerCase()))];
}
