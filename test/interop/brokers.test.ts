// Brokers that do not let us in, or are not there: what the log says, and that everything comes by itself.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { needs } from '../support/needs';
import { freePort, House, MOSQUITTO, type Program } from './house';
import { LOCKED, PASSWORD, renewCertificate, setPassword } from './locked-door';

describe('a broker', function () {
  this.timeout(120_000);
  let house: House;

  before(function () {
    for (const part of ['openssl', 'mosquitto_passwd', MOSQUITTO]) needs(this, part);
  });
  afterEach(() => house.tearDown());

  async function locked(): Promise<string> {
    house = new House(LOCKED);
    await house.build();
    return house.config(`{ tcp: "127.0.0.1:${await freePort()}" }`);
  }
  const online = () => house.hub.sees('evt.network.all_nodes_report');

  it('that rejects the password is told once, and reached once the password file is right', async () => {
    const config = await locked();
    setPassword(house.folder, 'not-the-secret');
    const run = house.program('run', '--config', config);
    await run.says(/broker not reached/);
    await new Promise((resolve) => setTimeout(resolve, 4000));
    assert.deepEqual(brokerLines(run), ['broker not reached cause="Connection refused: Not authorized"']);
    setPassword(house.folder, PASSWORD);
    await online();
    await run.says(/broker reached/);
    assert.equal(brokerLines(run).length, 2);
    assert.doesNotMatch(run.text, new RegExp(`${PASSWORD}|not-the-secret`));
  });

  it('with an expired certificate is told once, and reached once it has been renewed', async () => {
    const config = await locked();
    await house.killBroker();
    renewCertificate(house.folder, -1);
    await house.startBroker();
    const run = house.program('run', '--config', config);
    await run.says(/broker not reached/);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    assert.deepEqual(brokerLines(run), ['broker not reached cause="certificate has expired"']);
    await house.killBroker();
    renewCertificate(house.folder, 2);
    await house.startBroker();
    await run.says(/broker reached/);
    assert.doesNotMatch(run.text, new RegExp(PASSWORD));
  });

  it('that is the third of a list, the others being down, is found, lost, and found again', async () => {
    house = new House();
    await house.build();
    const file = await house.config(`{ tcp: "127.0.0.1:${await freePort()}" }`);
    const [first, second] = [await freePort(), await freePort()];
    const list = `["mqtt://127.0.0.1:${first}", "mqtt://127.0.0.1:${second}", "${house.url}"]`;
    await writeFile(file, (await readFile(file, 'utf8')).replace(`"${house.url}"`, list));
    const run = house.program('run', '--config', file);
    await online();
    assert.deepEqual(brokerLines(run), [
      `broker not reached cause="connect ECONNREFUSED 127.0.0.1:${first}"`,
      `broker not reached cause="connect ECONNREFUSED 127.0.0.1:${second}"`,
      'broker reached afterS=N failures=2',
    ]);
    await house.killBroker();
    await run.says(/broker lost/);
    await house.startBroker();
    await run.says(/broker back/);
    assert.equal(run.text.match(/broker lost/g)?.length, 1);
  });
});

/** What the log says of the broker, without times. */
function brokerLines({ text }: Program): readonly string[] {
  return text
    .split('\n')
    .filter((line) => / broker /.test(line))
    .map((line) => line.replace(/^.*? broker/, 'broker').replace(/afterS=\d+/, 'afterS=N'));
}
