// A configuration file read as a whole: every problem at once, or what it means.
import type { SchemaProblem } from '../base/schema';
import { readBuses } from './buses';
import { readChargepoints } from './chargepoints';
import type { Config, ConfigResult } from './definition';
import { durationMs } from './duration';
import { findingsOf, type Findings } from './findings';
import { readMqtt } from './mqtt';
import { pathFrom } from './place';
import { checkSchema, type RawConfig } from './raw';
import type { Reading, Surroundings } from './surroundings';
import { readYaml } from './yaml-source';

const STATE_DIR = '/var/lib/chargepointd';

/**
 * The drivers that a configuration names, each once, as written: what to load before `parseConfig`. Of a file that is
 * wrong, those that can be made out.
 */
export function driverReferences(text: string): readonly string[] {
  return referencesIn(checkSchema(readYaml(text).value).raw);
}

function referencesIn(raw: RawConfig): readonly string[] {
  return [
    ...new Set(
      raw.chargepoints?.flatMap(({ driver, meter }) => [driver ?? [], meter?.driver ?? []].flat()) ?? [],
    ),
  ];
}

/** What the file means, with defaults filled in, and everything that is wrong with it. `file` is for the messages. */
export function parseConfig(text: string, file: string, around: Surroundings): ConfigResult {
  const source = readYaml(text);
  if (source.problems.length > 0) {
    const problems = source.problems.map(
      (problem) => ({ severity: 'error', file, key: '', ...problem }) as const,
    );
    return { problems };
  }
  const { raw, problems } = checkSchema(source.value);
  const ofDrivers = referencesIn(raw).flatMap((reference) => around.drivers.get(reference)?.problems ?? []);
  const findings = findingsOf(file, source, ofDrivers);
  for (const problem of problems) tellSchema(problem, findings);
  const config = readAll(raw, file, { source, findings, around });
  const all = findings.all();
  const isFine = all.every((problem) => problem.severity === 'warning');
  return isFine && config !== undefined ? { config, problems: all } : { problems: all };
}

function tellSchema({ path, key, message, advice }: SchemaProblem, findings: Findings): void {
  if (key === undefined) findings.error(path, [message, advice]);
  else findings.error([...path, key], [message, advice], 'key');
}

function readAll(raw: RawConfig, file: string, reading: Reading): Config | undefined {
  const resourceName = raw.fimp?.resource_name ?? 'wallbox';
  const mqtt = readMqtt(raw.mqtt, resourceName, reading);
  const buses = readBuses(raw, reading);
  const chargepoints = readChargepoints(raw, reading);
  const fimp = readFimp(raw, resourceName);
  if (mqtt === undefined) return undefined;
  return {
    file,
    mqtt,
    fimp,
    buses,
    chargepoints,
    stateDir: stateDirOf(raw, reading.around),
    logLevel: raw.log_level ?? 'info',
  };
}

function readFimp(raw: RawConfig, resourceName: string): Config['fimp'] {
  const repeatMs = raw.fimp?.repeat === undefined ? undefined : durationMs(raw.fimp.repeat);
  return {
    resourceName,
    states: raw.fimp?.states ?? 'standard',
    ...(repeatMs === undefined ? {} : { repeatMs }),
  };
}

/** systemd may list several state folders, with colons between them; the first is ours. */
function stateDirOf(raw: RawConfig, around: Surroundings): string {
  if (raw.state_dir !== undefined) return pathFrom(around.folder, raw.state_dir);
  const [ours] = (around.stateDirectory ?? '').split(':');
  return ours === undefined || ours === '' ? STATE_DIR : ours;
}
