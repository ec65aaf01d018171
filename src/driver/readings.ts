// The readings section as written turned into sources by kind of reading.
import { conditionOf } from './conditions';
import { FLAG_READINGS, NUMBER_READINGS, TEXT_READINGS, TRIPLE_READINGS } from './definition';
import type { NumberSource, Readings } from './definition';
import type { RawNumberSource, RawReadings, RawRegister, RawTriple } from './raw';

type RawRegisters = Readonly<Record<string, RawRegister>>;

export function readingsOf(raw: RawReadings, registers: RawRegisters): Readings {
  return {
    numbers: pick(
      NUMBER_READINGS,
      (name) => raw[name],
      (source) => sourceOf(source, registers),
    ),
    triples: pick(
      TRIPLE_READINGS,
      (name) => raw[name],
      (triple) => tripleOf(triple, registers),
    ),
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

function sourceOf(raw: RawNumberSource, registers: RawRegisters): NumberSource {
  if (typeof raw === 'string') return { kind: 'register', register: raw };
  if ('sum' in raw) return { kind: 'sum', of: raw.sum };
  if ('first' in raw) return { kind: 'first', of: raw.first };
  if ('element' in raw) return { kind: 'register', register: raw.of, index: raw.element };
  return {
    kind: 'cases',
    of: raw.cases.map((each) => ({ ...each, when: conditionOf(each.when, registers) })),
  };
}

function tripleOf(
  raw: RawTriple,
  registers: RawRegisters,
): readonly [NumberSource, NumberSource, NumberSource] {
  if (typeof raw !== 'string') {
    return [sourceOf(raw[0], registers), sourceOf(raw[1], registers), sourceOf(raw[2], registers)];
  }
  const element = (index: number): NumberSource => ({ kind: 'register', register: raw, index });
  return [element(0), element(1), element(2)];
}
