// A wallbox that is not the configured model: it is said once, and nothing is ever written to it.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { needs } from '../support/needs';
import { freePort, House, MOSQUITTO, until, type Program } from './house';

const SHIPPED = join(__dirname, '../../drivers/keba/kecontact-p30.json');
const WRITES = [5, 6, 15, 16];

/** Stands between the daemon and the wallbox and keeps the function code of every request. */
async function listenIn(port: number): Promise<{ server: Server; port: number; functions: number[] }> {
  const functions: number[] = [];
  const server = createServer((daemon) => {
    const wallbox = connect(port, '127.0.0.1');
    daemon.on('data', (chunk: Buffer) => functions.push(chunk[7] ?? -1));
    daemon.pipe(wallbox).pipe(daemon);
    for (const socket of [daemon, wallbox])
      socket.on('error', () => void [daemon, wallbox].map((s) => s.destroy()));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port, functions };
}

describe('a wallbox that is not the configured model', function () {
  this.timeout(60_000);
  const house = new House();
  const { hub } = house;
  let run: Program;
  let tap: Awaited<ReturnType<typeof listenIn>> | undefined;

  before(async function () {
    needs(this, MOSQUITTO);
    await house.build();
    const port = await freePort();
    const box = house.program(
      'simulate',
      'keba/kecontact-p40',
      '--tcp',
      `127.0.0.1:${port}`,
      '--car',
      'charges',
    );
    await box.says(/ at 127/);
    tap = await listenIn(port);
    // The model as it is shipped, but asked as fast as the line allows.
    const shipped = await readFile(SHIPPED, 'utf8');
    await writeFile(
      join(house.folder, 'p30.json'),
      shipped.replace(/"(quiet|fast)Ms": \d+,/g, '').replaceAll('15000', '3000'),
    );
    const config = await house.config(`{ tcp: "127.0.0.1:${tap.port}" }`, ', unit_id: 255', './p30.json');
    run = house.program('run', '--config', config);
  });
  after(async () => {
    await house.tearDown();
    tap?.server.close();
  });

  it('is unavailable, as a node that is up', async () => {
    await hub.sees('evt.state.report', ({ val }) => val === 'unavailable');
    const node = await hub.sees('evt.network.node_report');
    assert.equal((node.val as { status: string }).status, 'UP');
  });

  it('is told in one line, with what was read and what was expected', async () => {
    await run.says(/this is not a KEBA .*P30.*: .* is \S.*, expected .*; nothing is written/);
    assert.equal(run.text.match(/this is not a/g)?.length, 1, run.text);
  });

  it('answers every command with an error, and nothing is written', async () => {
    for (const type of ['cmd.charge.stop', 'cmd.charge.start', 'cmd.state.get_report']) {
      const [answer] = await hub.answers(await hub.command(type), 1);
      assert.equal(answer?.type, 'evt.error.report', type);
    }
    const before = tap!.functions.length;
    assert.ok(before > 0);
    await until(
      () => tap!.functions.length > before,
      () => 'it stopped asking',
    );
    assert.deepEqual(
      tap!.functions.filter((code) => WRITES.includes(code)),
      [],
    );
    assert.equal(run.text.match(/this is not a/g)?.length, 1, run.text);
  });
});
