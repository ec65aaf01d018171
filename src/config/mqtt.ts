// The `mqtt` section: the broker's addresses, and secrets that are named here and read elsewhere.
import type { MqttConfig, Secret } from './definition';
import { pathFrom } from './place';
import type { RawMqtt } from './raw';
import type { Reading } from './surroundings';

const SCHEMES = ['mqtt', 'mqtts', 'ws', 'wss'];

/** Undefined when something required is missing or wrong, which is then among the findings. */
export function readMqtt(
  raw: RawMqtt | undefined,
  resourceName: string,
  reading: Reading,
): MqttConfig | undefined {
  if (raw === undefined) return undefined;
  const urls = readUrls(raw, reading);
  warnAboutTls(raw, urls, reading);
  if (typeof raw.password === 'string' && reading.around.isWorldReadable === true)
    reading.findings.warn(
      ['mqtt', 'password'],
      ['everybody on this machine can read this password', 'chmod 600 this file, or write { file: PATH }'],
    );
  const fileAt = (path: string): string => pathFrom(reading.around.folder, path);
  const password = secret(raw.password, fileAt);
  return {
    urls,
    ...(raw.username === undefined ? {} : { username: raw.username }),
    ...(password === undefined ? {} : { password }),
    ...(raw.ca === undefined ? {} : { ca: fileAt(raw.ca) }),
    ...(raw.cert === undefined ? {} : { cert: fileAt(raw.cert) }),
    ...(raw.key === undefined ? {} : { key: fileAt(raw.key) }),
    clientId: raw.client_id ?? `chargepointd-${resourceName}`,
    rejectUnauthorized: raw.reject_unauthorized ?? true,
  };
}

function readUrls(raw: RawMqtt, reading: Reading): readonly string[] {
  const { url } = raw;
  const listed = typeof url === 'string' ? [url] : (url ?? []);
  return listed.filter((address: unknown, index) => {
    if (typeof address !== 'string') return false;
    const words = urlWords(address);
    const path = ['mqtt', 'url', ...(typeof url === 'string' ? [] : [index])];
    if (words !== undefined) reading.findings.error(path, words);
    return words === undefined;
  });
}

/** What is wrong with a broker's address; undefined when nothing is. */
function urlWords(address: string): [string, string] | undefined {
  const [, scheme, rest] = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/(.*)$/.exec(address) ?? [];
  if (scheme === undefined) return ['the address does not begin with a scheme', `write mqtt://${address}`];
  if (!SCHEMES.includes(scheme))
    return [`${scheme}:// is no way to an MQTT broker`, `write mqtt://${rest ?? ''}, or mqtts, ws or wss`];
  if (!URL.canParse(address)) return [`${address} is not an address`, 'write mqtt://HOST:PORT'];
  const { hostname, username, password } = new URL(address);
  if (hostname === '') return ['the address names no host', 'write mqtt://HOST:PORT'];
  if (username !== '' || password !== '')
    return ['an address may not carry a user or a password', 'write them as mqtt.username and mqtt.password'];
  return undefined;
}

function warnAboutTls(raw: RawMqtt, urls: readonly string[], { findings }: Reading): void {
  const isEncrypted = urls.some((url) => /^(mqtts|wss):/.test(url));
  for (const key of ['ca', 'cert', 'key'] as const)
    if (raw[key] !== undefined && urls.length > 0 && !isEncrypted)
      findings.warn(
        ['mqtt', key],
        ['has no effect: no address is mqtts or wss', 'write mqtts:// in mqtt.url'],
        'key',
      );
  if (raw.reject_unauthorized === false)
    findings.warn(
      ['mqtt', 'reject_unauthorized'],
      ['anybody can pretend to be the broker', 'name the authority in mqtt.ca instead'],
    );
}

function secret(raw: RawMqtt['password'], fileAt: (path: string) => string): Secret | undefined {
  if (raw === undefined) return undefined;
  if (typeof raw === 'string') return { kind: 'plain', value: raw };
  if (raw.file !== undefined) return { kind: 'file', path: fileAt(raw.file) };
  return raw.credential === undefined ? undefined : { kind: 'credential', name: raw.credential };
}
