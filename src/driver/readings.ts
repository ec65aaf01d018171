// The readings section as written turned into sources by kind of reading.
import { conditionOf } from './conditions';
import { FLAG_READINGS, NUMBER_READINGS, TEXT_READINGS, TRIPLE_READINGS } from './definition';
import type { NumberSource, Readings } from './definition';
import type { RawNumberSource, RawReadings, RawRegister, RawTriple } from './raw';

export function readingsOf(raw: RawReadings, registers: Readonly<Record<string, RawRegister>>): Readings {
  return {
    numbers: pick(NUMBER_READINGS, (name) => raw[name], sourceOf),
    triples: pick(TRIPLE_READINGS, (name) => raw[name], tripleOf),
    flags: pick(
      FLAG_READINGS,
      (name) => raw[name],
      ({ when }) => conditionOf(when, registers),
    ),
    texts: pick(
      TEXT_READINGS,
      (name) => raw[name],
      (register) => register,
    ),
  };
}

/** The entries of `names` that are there, each turned by `turn`. */
function pick<Name extends string, Raw, Meant>(
  names: readonly Name[],
  rawOf: (name: Name) => Raw | undefined,
  turn: (raw: Raw) => Meant,
): Partial<Record<Name, Meant>> {
  const found: Partial<Record<Name, Meant>> = {};
  for (const name of names) {
    const raw = rawOf(name);
    if (raw !== undefined) found[name] = turn(raw);
  }
  return found;
}

function sourceOf(raw: RawNumberSource): NumberSource {
  if (typeof raw === 'string') return { kind: 'register', register: raw };
  if ('sum' in raw) return { kind: 'sum', of: raw.sum };
  if ('first' in raw) return { kind: 'first', of: raw.first };
  return { kind: 'register', register: raw.of, index: raw.element };
}

function tripleOf(raw: RawTriple): readonly [NumberSource, NumberSource, NumberSource] {
  if (typeof raw !== 'string') return [sourceOf(raw[0]), sourceOf(raw[1]), sourceOf(raw[2])];
  const element = (index: number): NumberSource => ({ kind: 'register', register: raw, index });
  return [element(0), element(1), element(2)];
}
