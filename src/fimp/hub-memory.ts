// What the hub has been told and must not be told again after a restart: a fingerprint of each inclusion report.
import { compileSchema } from '../base/schema';

export interface HubMemory {
  readonly version: 1;
  /** Thing address to the content of the last inclusion report that the broker acknowledged. */
  readonly included: Readonly<Record<string, string>>;
}

const check = compileSchema({
  type: 'object',
  required: ['version', 'included'],
  properties: {
    version: { const: 1 },
    included: { type: 'object', additionalProperties: { type: 'string' } },
  },
});

export function parseHubMemory(
  text: string,
): { readonly ok: true; readonly value: HubMemory } | { readonly ok: false; readonly reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, reason: 'no JSON' };
  }
  const [problem] = check(value);
  if (problem !== undefined) return { ok: false, reason: problem.message };
  return { ok: true, value: value as HubMemory };
}
