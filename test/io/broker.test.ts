// The Broker port against brokers that work, refuse, vanish, fall silent, and listen to somebody else with our name.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { openEmbeddedBroker } from '../../src/io/embedded-broker';
import { needs } from '../support/needs';
import { aedes, halfOpen, serve, Witness, type Listening } from './broker-doubles';

/** Debian puts it where only root looks. */
const MOSQUITTO = existsSync('/usr/sbin/mosquitto') ? '/usr/sbin/mosquitto' : 'mosquitto';

describe('io/broker', () => {
  const open: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });

  function keep<T extends Listening>(listening: T): T {
    open.push(() => listening.stop());
    return listening;
  }
  function witness(...args: ConstructorParameters<typeof Witness>): Witness {
    const made = new Witness(...args);
    open.push(() => made.broker.stop(200));
    return made;
  }

  it('connects, subscribes, publishes and receives', async () => {
    const server = keep(await aedes());
    const ours = witness({ urls: [server.url] }).start();
    await ours.count('online first');
    assert.ok(ours.broker.isOnline);
    assert.equal(await ours.broker.publish('a/b', 'hé'), true);
    await ours.count('message');
    assert.equal(Buffer.from(ours.messages[0]!.payload).toString(), 'hé');
    assert.equal(ours.messages[0]!.isRetained, false);
    assert.deepEqual(ours.log, ['info broker reached']);
  });

  it('marks the stored copy of a retained message, and never retains itself', async () => {
    const server = keep(await aedes());
    const other = await connectAsync(server.url);
    await other.publishAsync('a/old', 'x', { qos: 1, retain: true });
    const ours = witness({ urls: [server.url] }).start();
    await ours.count('message');
    assert.deepEqual([ours.messages[0]!.topic, ours.messages[0]!.isRetained], ['a/old', true]);
    await ours.count('online');
    await ours.broker.publish('a/new', 'y');
    const late = witness({ urls: [server.url], clientId: 'late' }).start(['a/new']);
    await late.count('online');
    await other.publishAsync('a/new', 'mark', { qos: 1 });
    await late.count('message');
    assert.equal(Buffer.from(late.messages[0]!.payload).toString(), 'mark');
    await other.endAsync();
  });

  it('comes back and subscribes again when the broker is restarted, with one line for each change', async () => {
    const first = await aedes();
    const ours = witness({ urls: [first.url] }).start();
    await ours.count('online first');
    await first.stop();
    await ours.count('offline');
    assert.equal(await ours.broker.publish('a/b', 'lost'), false);
    const second = keep(await aedes(undefined, first.port));
    await ours.count('online again');
    assert.equal(await ours.broker.publish('a/b', 'found'), true);
    await ours.count('message');
    assert.equal(Buffer.from(ours.messages[0]!.payload).toString(), 'found');
    assert.ok(second.broker.connectedClients === 1);
    assert.deepEqual(
      ours.log
        .map((line) => line.split(' ').slice(0, 3).join(' '))
        .filter((line) => !/not reached/.test(line)),
      ['info broker reached', 'warning broker lost', 'info broker back'],
    );
  });

  it('starts without a broker and finds it later', async () => {
    const probe = await serve(() => undefined);
    await probe.stop();
    const ours = witness({ urls: [probe.url] }, 20).start();
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal(ours.log.length, 1);
    assert.match(ours.log[0]!, /^warning broker not reached .*ECONNREFUSED/);
    keep(await aedes(undefined, probe.port));
    await ours.count('online first');
  });

  it('goes on after a refused password, and reads the password again each time', async () => {
    const server = keep(await aedes((password) => password === 'right'));
    const passwords = ['wrong', 'wrong too', 'right'];
    const ours = witness({
      urls: [server.url],
      username: 'u',
      password: () => Promise.resolve(passwords.shift()),
    }).start();
    await ours.count('online first');
    assert.deepEqual(passwords, []);
    assert.equal(ours.log.length, 2);
    assert.match(ours.log[0]!, /Bad username or password/);
    assert.doesNotMatch(ours.log.join(), /wrong/);
  });

  it('goes on when the password file cannot be read', async () => {
    const server = keep(await aedes());
    let tries = 0;
    const password = (): Promise<string> =>
      tries++ === 0 ? Promise.reject(new Error('EACCES: mqtt.password')) : Promise.resolve('x');
    const ours = witness({ urls: [server.url], username: 'u', password }).start();
    await ours.count('online first');
    assert.match(ours.log[0]!, /EACCES/);
  });

  it('tries the nodes of a cluster in turn', async () => {
    const dead = await serve(() => undefined);
    await dead.stop();
    const server = keep(await aedes());
    const ours = witness({ urls: [dead.url, server.url] }).start();
    await ours.count('online first');
  });

  it('tells false for a publish that nobody acknowledges, and notices the silence', async () => {
    const server = keep(await halfOpen());
    const ours = witness({ urls: [server.url], keepaliveS: 1 }).start();
    await ours.count('online first');
    assert.equal(await ours.broker.publish('a/b', 'x'), false);
    await ours.count('offline Keepalive timeout');
  });

  it('does not pile up publishes that nobody acknowledges', async () => {
    const server = keep(await halfOpen());
    const ours = witness({ urls: [server.url] }, 1).start();
    await ours.count('online first');
    const results = Array.from({ length: 4200 }, () => ours.broker.publish('a/b', 'x'));
    assert.equal(await results[4199], false);
    await ours.broker.stop(10);
    assert.ok((await Promise.all(results)).every((acknowledged) => !acknowledged));
  });

  it('stops in time, whatever the broker does', async () => {
    const silent = keep(await halfOpen());
    const waiting = witness({ urls: [silent.url] }, 1).start();
    await waiting.count('online first');
    const publish = waiting.broker.publish('a/b', 'x');
    await waiting.broker.stop(50);
    assert.equal(await publish, false);
    const mute = keep(await serve(() => undefined));
    const connecting = witness({ urls: [mute.url] }, 1).start();
    await connecting.broker.stop(50);
    assert.equal(connecting.broker.isOnline, false);
    assert.deepEqual(waiting.events, ['online first']);
  });

  it('says goodbye after what is still to be acknowledged', async () => {
    const server = keep(await aedes());
    const ours = witness({ urls: [server.url] }, 1).start();
    await ours.count('online first');
    const publish = ours.broker.publish('b', 'last');
    await ours.broker.stop(2000);
    assert.equal(typeof (await publish), 'boolean');
    assert.equal(ours.broker.isOnline, false);
  });

  it('survives a handler that throws, and delivers the next message', async () => {
    const server = keep(await aedes());
    let calls = 0;
    const ours = witness({ urls: [server.url] }).start(['a/#'], () => {
      if (calls++ === 0) throw new Error('a mistake');
    });
    await ours.count('online first');
    await ours.broker.publish('a/1', '');
    await ours.broker.publish('a/2', '');
    await ours.count('message', 2);
    assert.match(ours.log.join(), /error a handler of the broker failed onMessage Error: a mistake/);
  });

  it('refuses to publish to what is no topic', () => {
    assert.throws(() => witness({ urls: ['mqtt://127.0.0.1:1'] }).broker.publish('a/#', ''));
  });

  it('says what a port that closes at once may be', async () => {
    const server = keep(await serve((socket) => socket.end()));
    const ours = witness({ urls: [server.url] }).start();
    while (ours.log.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.match(ours.log[0]!, /closed before it answered \(is the port one for TLS\?\)/);
  });

  it('notices that another client has its id, says so once, and then obeys nothing', async () => {
    const server = keep(await aedes());
    const ours = witness({ urls: [server.url] }, 200).start();
    for (let kick = 1; kick <= 3; kick++) {
      await ours.count('online', kick);
      const rival = await connectAsync(server.url, { clientId: 'witness', reconnectPeriod: 0 });
      await ours.count('offline', kick);
      await rival.endAsync(true);
    }
    const told = ours.log.filter((line) => line.startsWith('error another client uses this id'));
    assert.equal(told.length, 1);
    assert.equal(ours.broker.isOnline, false);
    const sender = await connectAsync(server.url);
    // It is back after its minute, but must not be obeyed before the connection has lasted.
    await once(server.broker, 'clientReady');
    await sender.publishAsync('a/b', 'x', { qos: 1 });
    assert.deepEqual(ours.messages, []);
    await ours.count('online', 4);
    await sender.publishAsync('a/b', 'y', { qos: 1 });
    await ours.count('message');
    await sender.endAsync();
  });

  it('is reached again once the broker closes no more connections', async () => {
    const server = keep(await aedes());
    let isSick = true;
    server.broker.on('subscribe', (_topics, client) => {
      if (isSick) setTimeout(() => client.close(), 5);
    });
    const ours = witness({ urls: [server.url] }, 200).start();
    await ours.count('offline', 3);
    assert.deepEqual(
      ours.log.map((line) => line.split(' ').slice(0, 5).join(' ')),
      [
        'info broker reached',
        ...['warning broker lost closed by', 'info broker back 1', 'warning broker lost closed by'],
        ...['info broker back 1', 'error another client uses this'],
      ],
    );
    isSick = false;
    await ours.count('online', 4);
    assert.match(ours.log.at(-1)!, /^info no other client uses this id any more/);
  });

  describe('with mosquitto', () => {
    let folder = '';
    before(async function () {
      needs(this, MOSQUITTO);
      folder = await mkdtemp(join(tmpdir(), 'chargepointd-mosquitto-'));
    });
    after(() => (folder === '' ? undefined : rm(folder, { recursive: true, force: true })));

    async function mosquitto(port: number): Promise<ChildProcess> {
      const file = join(folder, 'mosquitto.conf');
      await writeFile(file, `listener ${port} 127.0.0.1\nallow_anonymous true\n`);
      const child = spawn(MOSQUITTO, ['-c', file], { stdio: ['ignore', 'ignore', 'pipe'] });
      for await (const text of child.stderr) if (/ running/.test(String(text))) break;
      return child;
    }
    async function end(child: ChildProcess): Promise<void> {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }

    it('comes back after it was killed and started again', async () => {
      const free = await serve(() => undefined);
      await free.stop();
      const ours = witness({ urls: [free.url] }, 20).start();
      const first = await mosquitto(free.port);
      await ours.count('online first');
      assert.equal(await ours.broker.publish('a/b', 'one'), true);
      await end(first);
      await ours.count('offline');
      const second = await mosquitto(free.port);
      await ours.count('online again');
      assert.equal(await ours.broker.publish('a/b', 'two'), true);
      await ours.count('message', 2);
      await ours.broker.stop(1000);
      await end(second);
    });
  });
});

describe('io/embedded-broker', () => {
  it('takes another port when its own is taken, on loopback', async () => {
    const first = await openEmbeddedBroker(0);
    const second = await openEmbeddedBroker(first.port);
    assert.notEqual(second.port, first.port);
    const ours = new Witness({ urls: [`mqtt://127.0.0.1:${second.port}`] }).start(['#']);
    await ours.count('online first');
    assert.equal(await ours.broker.publish('a', 'b'), true);
    await ours.count('message a');
    await second.stop();
    await first.stop();
    await ours.broker.stop(100);
  });
});
