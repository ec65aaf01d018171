// What the hub has been told, and what it has deleted: neither may be undone by a restart.
import { compileSchema } from '../base/schema';
import type { ChargepointConfig } from '../config/definition';

/** Grows when an older program could not read what a newer one wrote. */
const VERSION = 2;

export interface HubMemory {
  readonly version: typeof VERSION;
  /** Thing address to the content of the last inclusion report that the broker acknowledged. */
  readonly included: Readonly<Record<string, string>>;
  /** Thing address to the fingerprint of the configuration's entry that was deleted. */
  readonly excluded: Readonly<Record<string, string>>;
  /** How often this program has been started. */
  readonly starts: number;
}

export const NO_HUB_MEMORY: HubMemory = { version: VERSION, included: {}, excluded: {}, starts: 0 };

const texts = { type: 'object', additionalProperties: { type: 'string' } };
const check = compileSchema({
  type: 'object',
  required: ['version', 'included'],
  properties: {
    version: { enum: [1, VERSION] },
    included: texts,
    excluded: texts,
    starts: { type: 'integer', minimum: 0 },
  },
});

/** Also of the first version, which knew no exclusions. */
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
  return { ok: true, value: { ...NO_HUB_MEMORY, ...(value as Partial<HubMemory>), version: VERSION } };
}

type Entry = Pick<ChargepointConfig, 'address' | 'bus' | 'unitId'> & {
  readonly driver: Pick<ChargepointConfig['driver'], 'id'>;
};

/** What makes an entry of the configuration another wallbox: a changed one comes back after it was deleted. */
export function fingerprintOf({ address, driver, bus, unitId }: Entry): string {
  return JSON.stringify([address, driver.id, bus, unitId]);
}

/** The hub has been told this of a thing. */
export function withIncluded(memory: HubMemory, address: string, content: string): HubMemory {
  return { ...memory, included: { ...memory.included, [address]: content } };
}

/** The hub has not been told of a thing, or has forgotten it. */
export function withoutIncluded(memory: HubMemory, address: string): HubMemory {
  return { ...memory, included: without(memory.included, address) };
}

/** The hub has deleted a thing; `entry` is absent for one that the configuration does not name. */
export function withExcluded(memory: HubMemory, address: string, entry?: Entry): HubMemory {
  const forgotten = withoutIncluded(memory, address);
  if (entry === undefined) return forgotten;
  return { ...forgotten, excluded: { ...memory.excluded, [address]: fingerprintOf(entry) } };
}

/** Everything that the configuration names is to be included again. */
export function withoutExclusions(memory: HubMemory): HubMemory {
  return { ...memory, excluded: {} };
}

export function isExcluded(memory: HubMemory, entry: Entry): boolean {
  return memory.excluded[entry.address] === fingerprintOf(entry);
}

/** At the start: an exclusion whose entry was changed or taken out by the user has had its time. */
export function started(memory: HubMemory, entries: readonly Entry[]): HubMemory {
  const standing = entries.filter((entry) => isExcluded(memory, entry));
  const excluded = Object.fromEntries(standing.map((entry) => [entry.address, fingerprintOf(entry)]));
  return { ...memory, excluded, starts: memory.starts + 1 };
}

/** Things that the hub was told of and the configuration names no more. */
export function departed(memory: HubMemory, entries: readonly Entry[]): readonly string[] {
  return Object.keys(memory.included).filter((address) =>
    entries.every((entry) => entry.address !== address),
  );
}

function without(record: Readonly<Record<string, string>>, key: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}
