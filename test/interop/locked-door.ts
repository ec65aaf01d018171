// A broker behind TLS and a password, with certificates that are made on the spot.
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Door } from './house';

export const PASSWORD = 'very-secret-91';
const RIVAL_PASSWORD = 'rival-secret-92';

const path = (folder: string, name: string): string => join(folder, name);

/** Only the clients `wallbox` and `hub` get in, each with its password, and only encrypted. */
export const LOCKED: Door = {
  prepare: (folder) => {
    makeCertificate(folder, 'broker', '2');
    writeFileSync(path(folder, 'password'), `${PASSWORD}\n`, { mode: 0o600 });
    const passwords = path(folder, 'passwords');
    execFileSync('mosquitto_passwd', ['-b', '-c', passwords, 'wallbox', PASSWORD], { stdio: 'ignore' });
    execFileSync('mosquitto_passwd', ['-b', passwords, 'hub', RIVAL_PASSWORD], { stdio: 'ignore' });
  },
  broker: (folder) => `certfile ${path(folder, 'broker.pem')}
keyfile ${path(folder, 'broker.key')}
allow_anonymous false
password_file ${path(folder, 'passwords')}${process.getuid?.() === 0 ? '\nuser root' : ''}`,
  protocol: 'mqtts',
  client: (folder) => ({
    username: 'hub',
    password: RIVAL_PASSWORD,
    ca: readFileSync(path(folder, 'broker.pem')),
  }),
  daemon: (folder) =>
    `, username: wallbox, password: { file: ${path(folder, 'password')} }, ca: ${path(folder, 'broker.pem')}`,
};

/** `NAME.key` and `NAME.pem` for 127.0.0.1, signed by itself. */
function makeCertificate(folder: string, name: string, days: string): void {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const about = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1', '-days', days];
  const files = ['-keyout', path(folder, `${name}.key`), '-out', path(folder, `${name}.pem`)];
  execFileSync('openssl', ['req', '-x509', ...key, ...about, ...files], { stdio: 'ignore' });
}

/** The broker's certificate is signed again, to end after so many days; a negative number has passed already. */
export function renewCertificate(folder: string, days: number): void {
  const [file, key] = [path(folder, 'broker.pem'), path(folder, 'broker.key')];
  execFileSync('openssl', [
    ...['x509', '-in', file, '-signkey', key, '-days', String(days), '-out', `${file}.new`],
  ]);
  renameSync(`${file}.new`, file);
}

/** What the daemon takes for its password from its next attempt on. */
export function setPassword(folder: string, password: string): void {
  writeFileSync(path(folder, 'password'), `${password}\n`);
}
