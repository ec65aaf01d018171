// A whole house for tests: real mosquitto, real processes of ours, a recording client in the place of the hub.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type IClientOptions, type MqttClient } from 'mqtt';

export const MOSQUITTO = existsSync('/usr/sbin/mosquitto') ? '/usr/sbin/mosquitto' : 'mosquitto';
export const CHARGEPOINT = 'pt:j1/mt:cmd/rt:dev/rn:wallbox/ad:1/sv:chargepoint/ad:wb1';
export const ADAPTER = 'pt:j1/mt:cmd/rt:ad/rn:wallbox/ad:1';
const PATIENCE_MS = 15_000;

/** One message as the hub saw it. */
export interface Seen {
  readonly topic: string;
  readonly type: string;
  readonly val: unknown;
  readonly props: Readonly<Record<string, string>> | null;
  readonly corid: string;
}

/** A running program of ours with what it printed. */
export class Program {
  readonly child: ChildProcess;
  text = '';

  constructor(args: readonly string[]) {
    const root = join(__dirname, '..', '..');
    this.child = spawn(process.execPath, ['--import=tsx', join(root, 'src', 'main.ts'), ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.text += chunk.toString()));
    }
  }

  async says(pattern: RegExp): Promise<void> {
    await until(
      () => pattern.test(this.text),
      () => `no ${String(pattern)} in:\n${this.text}`,
    );
  }

  /** The exit code of a program that ends by itself. */
  async ends(): Promise<number | null> {
    await until(
      () => this.child.exitCode !== null,
      () => `it goes on:\n${this.text}`,
    );
    return this.child.exitCode;
  }

  /** Ends it; the exit code. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
    return this.child.exitCode;
  }
}

/** The hub: sends commands, and sees every event. */
export class Hub {
  readonly seen: Seen[] = [];
  #client: MqttClient | undefined;
  #sent = 0;

  async join(url: string, options: IClientOptions = {}): Promise<void> {
    this.#client = connect(url, { reconnectPeriod: 50, ...options });
    this.#client.on('message', (topic, payload) => this.#record(topic, payload));
    this.#client.on('error', () => undefined);
    await new Promise((resolve) => this.#client?.once('connect', resolve));
    await this.#client.subscribeAsync('pt:j1/mt:evt/#', { qos: 1 });
    await this.#client.subscribeAsync('pt:j1/mt:rsp/#', { qos: 1 });
  }

  async leave(): Promise<void> {
    await this.#client?.endAsync(true);
  }

  /** Sends a chargepoint command; returns its uid. */
  async command(
    type: string,
    fields: Readonly<Record<string, unknown>> = {},
    topic = CHARGEPOINT,
  ): Promise<string> {
    const uid = `uid-${(this.#sent += 1)}`;
    const serv = topic === ADAPTER ? 'wallbox' : (/\/sv:([^/]+)\//.exec(topic)?.[1] ?? 'system');
    const message = { type, serv, val_t: 'null', val: null, props: {}, tags: [], uid, ver: '1', ...fields };
    await this.raw(topic, JSON.stringify(message));
    return uid;
  }

  async raw(topic: string, payload: string | Buffer, retain = false): Promise<void> {
    await this.#client?.publishAsync(topic, payload, { qos: 1, retain });
  }

  /** The messages that a command caused, once there are `count` of them. */
  async answers(uid: string, count: number): Promise<readonly Seen[]> {
    const mine = () => this.seen.filter((message) => message.corid === uid);
    await until(
      () => mine().length >= count,
      () => `answers to ${uid}: ${JSON.stringify(this.seen, null, 1)}`,
    );
    return mine();
  }

  /** The next message, from `from` on, that fits. */
  async sees(type: string, fits: (message: Seen) => boolean = () => true, from = 0): Promise<Seen> {
    const find = () => this.seen.slice(from).find((message) => message.type === type && fits(message));
    await until(
      () => find() !== undefined,
      () => `no ${type} in ${JSON.stringify(this.seen.slice(from), null, 1)}`,
    );
    return find()!;
  }

  #record(topic: string, payload: Buffer): void {
    const message = JSON.parse(payload.toString()) as Omit<Seen, 'topic'>;
    this.seen.push({ ...message, topic });
  }
}

export async function until(holds: () => boolean, complaint: () => string): Promise<void> {
  for (let waitedMs = 0; !holds(); waitedMs += 20) {
    if (waitedMs > PATIENCE_MS) throw new Error(complaint());
    await sleep(20);
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** How the broker of a house is kept, and how clients get in. */
export interface Door {
  /** Makes what the broker needs in the folder. */
  readonly prepare: (folder: string) => void;
  /** Lines of mosquitto's own configuration, behind its listener. */
  readonly broker: (folder: string) => string;
  readonly protocol: 'mqtt' | 'mqtts';
  readonly client: (folder: string) => IClientOptions;
  /** What `mqtt` of the daemon's configuration says beside the address. */
  readonly daemon: (folder: string) => string;
}

const OPEN: Door = {
  prepare: () => undefined,
  broker: () => 'allow_anonymous true',
  protocol: 'mqtt',
  client: () => ({}),
  daemon: () => '',
};

export class House {
  folder = '';
  brokerPort = 0;
  readonly hub = new Hub();
  readonly #door: Door;
  #broker: ChildProcess | undefined;
  readonly #programs: Program[] = [];

  constructor(door: Door = OPEN) {
    this.#door = door;
  }

  get url(): string {
    return `${this.#door.protocol}://127.0.0.1:${this.brokerPort}`;
  }

  async build(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), 'chargepointd-house-'));
    this.brokerPort = await freePort();
    this.#door.prepare(this.folder);
    await this.startBroker();
    await this.hub.join(this.url, this.#door.client(this.folder));
  }

  async startBroker(): Promise<void> {
    const file = join(this.folder, 'mosquitto.conf');
    await writeFile(file, `listener ${this.brokerPort} 127.0.0.1\n${this.#door.broker(this.folder)}\n`);
    const child = spawn(MOSQUITTO, ['-c', file], { stdio: ['ignore', 'ignore', 'pipe'] });
    for await (const text of child.stderr) if (/ running/.test(String(text))) break;
    this.#broker = child;
  }

  async killBroker(): Promise<void> {
    if (this.#broker === undefined) return;
    const ended = once(this.#broker, 'exit');
    this.#broker.kill('SIGKILL');
    await ended;
    this.#broker = undefined;
  }

  program(...args: readonly string[]): Program {
    const program = new Program(args);
    this.#programs.push(program);
    return program;
  }

  /** A configuration with one wallbox on the given bus; returns the file. */
  async config(bus: string, more = '', driver = 'abb/terra-ac'): Promise<string> {
    const file = join(this.folder, 'config.yaml');
    await writeFile(
      file,
      `mqtt: { url: "${this.url}"${this.#door.daemon(this.folder)} }
buses: { garage: ${bus} }
chargepoints:
  - { address: wb1, name: Garage, driver: ${driver}, bus: garage, max_current: 16, charging_modes: { normal: 16, slow: 8 }, poll_interval: 250ms ${more} }
state_dir: ${join(this.folder, 'state')}
`,
    );
    return file;
  }

  async tearDown(): Promise<void> {
    for (const program of this.#programs) await program.end('SIGKILL');
    await this.hub.leave();
    await this.killBroker();
    if (this.folder !== '') await rm(this.folder, { recursive: true, force: true });
  }
}

/** Two serial ports joined back to back. */
export async function joinedPtys(folder: string): Promise<{ a: string; b: string; cut(): Promise<void> }> {
  const a = join(folder, 'a');
  const b = join(folder, 'b');
  const child = spawn('socat', [`pty,raw,echo=0,link=${a}`, `pty,raw,echo=0,link=${b}`], { stdio: 'ignore' });
  await until(
    () => existsSync(a) && existsSync(b),
    () => 'socat made no ports',
  );
  return {
    a,
    b,
    cut: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      for (const path of [a, b]) rmSync(path, { force: true });
    },
  };
}
