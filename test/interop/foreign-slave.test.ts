// The daemon against a slave that is not ours: pymodbus with the register image of a charging wallbox.
import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { needs } from '../support/needs';
import { freePort, House, MOSQUITTO, until } from './house';

const PYTHON = '/usr/bin/python3';

describe('a foreign slave', function () {
  this.timeout(60_000);
  const house = new House();
  const { hub } = house;
  let slave: ChildProcess | undefined;

  before(async function () {
    needs(this, MOSQUITTO);
    const hasPymodbus = spawnSync(PYTHON, ['-c', 'import pymodbus']).status === 0;
    if (!hasPymodbus) needs(this, 'python3-pymodbus');
    await house.build();
    const port = await freePort();
    let text = '';
    slave = spawn(PYTHON, [join(__dirname, 'foreign-slave.py'), String(port)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    slave.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
    slave.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await until(
      () => text.includes('ready'),
      () => text,
    );
    house.program('run', '--config', await house.config(`{ tcp: "127.0.0.1:${port}" }`));
    await hub.sees('evt.state.report');
  });
  after(async () => {
    if (slave !== undefined) {
      const ended = once(slave, 'exit');
      slave.kill('SIGKILL');
      await ended;
    }
    await house.tearDown();
  });

  it('is told as it is', async () => {
    assert.equal((await hub.sees('evt.state.report')).val, 'charging');
    assert.equal((await hub.sees('evt.current_session.report')).val, 1.23);
    assert.equal((await hub.sees('evt.cable_lock.report')).val, true);
    const inclusion = (await hub.sees('evt.thing.inclusion_report')).val as { device_id: string };
    assert.equal(inclusion.device_id, '5422040049200025');
  });

  it('is stopped and started', async () => {
    const [stopped] = await hub.answers(await hub.command('cmd.charge.stop'), 2);
    assert.deepEqual([stopped?.type, stopped?.val], ['evt.state.report', 'ready_to_charge']);
    const [started] = await hub.answers(await hub.command('cmd.charge.start'), 2);
    assert.deepEqual([started?.type, started?.val], ['evt.state.report', 'charging']);
  });
});
