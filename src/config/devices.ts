// What a wallbox and a meter name alike: a driver of the right kind, and a bus.
import { namesAdvice } from '../base/nearest';
import type { DocumentPath } from '../base/schema';
import type { Driver } from '../driver/definition';
import type { RawBus, RawConfig } from './raw';
import { variantsOf, type Reading } from './surroundings';

/** The variants of the driver that is named; none where there is no such driver, or it is wrong. */
export function driverOf(
  reference: string | undefined,
  kind: 'wallbox' | 'meter',
  at: DocumentPath,
  { around, findings }: Reading,
): readonly Driver[] {
  if (reference === undefined) return [];
  const loaded = around.drivers.get(reference);
  if (loaded?.driver !== undefined) {
    const variants = variantsOf(loaded);
    const found = variants[0]?.kind ?? 'wallbox';
    if (found === kind) return variants;
    findings.error(at, [
      `${reference} is a ${found} and no ${kind}`,
      found === 'meter' ? 'name it under `meter`' : 'name a meter; see `chargepointd drivers`',
    ]);
    return [];
  }
  if (loaded !== undefined && loaded.cause === undefined)
    findings.error(at, [`the driver ${reference} has errors`, 'put right what is told about its file']);
  else if (reference.endsWith('.json'))
    findings.error(at, [
      `${reference} cannot be read (${loaded?.cause ?? 'ENOENT'})`,
      'write the path of a driver file',
    ]);
  else {
    const advice = namesAdvice(reference, around.knownDrivers) || 'see `chargepointd drivers` for the list';
    findings.error(at, [`there is no driver ${reference}`, advice]);
  }
  return [];
}

/** The bus of that name; one that does not exist is told. */
export function busOf(
  name: string | undefined,
  at: DocumentPath,
  config: RawConfig,
  { findings }: Reading,
): RawBus | undefined {
  if (name === undefined || config.buses === undefined) return undefined;
  const known = Object.keys(config.buses);
  if (!known.includes(name)) findings.error(at, [`there is no bus ${name}`, namesAdvice(name, known)]);
  return config.buses[name];
}
