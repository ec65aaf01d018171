// Encrypted connections: the broker's certificate is held against `ca`, whose file is read again before every attempt.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { Aedes } from 'aedes';
import { needs } from '../support/needs';
import { Witness } from './broker-doubles';

describe('io/broker over TLS', () => {
  let folder = '';
  let broker: Aedes;
  let server: Server;
  const sockets = new Set<TLSSocket>();

  before(async function () {
    needs(this, 'openssl');
    folder = mkdtempSync(join(tmpdir(), 'chargepointd-tls-'));
    for (const name of ['broker', 'stranger']) makeCertificate(name);
    broker = await Aedes.createBroker();
    const [cert, key] = [readFileSync(path('broker.pem')), readFileSync(path('broker.key'))];
    server = createServer({ cert, key }, (socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      void broker.handle(socket);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  after(async () => {
    if (folder === '') return;
    await new Promise<void>((resolve) => broker.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    rmSync(folder, { recursive: true, force: true });
  });

  const path = (name: string): string => join(folder, name);

  function makeCertificate(name: string): void {
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    const about = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
    const files = ['-keyout', path(`${name}.key`), '-out', path(`${name}.pem`)];
    execFileSync('openssl', ['req', '-x509', ...curve, ...about, ...files], { stdio: 'ignore' });
  }

  function url(): string {
    const address = server.address();
    return `mqtts://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  }

  it('connects to a broker that the authority vouches for', async () => {
    const ours = new Witness({ urls: [url()], ca: path('broker.pem') }).start();
    await ours.count('online first');
    assert.equal(await ours.broker.publish('a/b', 'x'), true);
    await ours.broker.stop(200);
  });

  it('refuses a stranger, and connects once the file names the right authority', async () => {
    copyFileSync(path('stranger.pem'), path('ca.pem'));
    const ours = new Witness({ urls: [url()], ca: path('ca.pem') }).start();
    while (ours.log.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.match(ours.log[0]!, /^warning broker not reached .*certificate/);
    assert.deepEqual(ours.events, []);
    copyFileSync(path('broker.pem'), path('ca.pem'));
    await ours.count('online first');
    await ours.broker.stop(200);
  });

  it('takes a stranger only when it is told to', async () => {
    const ours = new Witness({ urls: [url()], rejectUnauthorized: false }).start();
    await ours.count('online first');
    await ours.broker.stop(200);
  });
});
