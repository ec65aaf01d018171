// A driver file of a person's own, outside the catalogue: checked, simulated and run by its path, over TCP.
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { needs } from '../support/needs';
import { freePort, House, MOSQUITTO } from './house';

const SHIPPED = join(__dirname, '../../drivers/abb/terra-ac.json');

describe('a driver file of its own', function () {
  this.timeout(60_000);
  const house = new House();
  const { hub } = house;
  let path = '';
  let config = '';

  before(async function () {
    needs(this, MOSQUITTO);
    await house.build();
    await mkdir(join(house.folder, 'models'));
    path = join(house.folder, 'models', 'own.json');
    const shipped = await readFile(SHIPPED, 'utf8');
    await writeFile(path, shipped.replace('"abb/terra-ac"', '"own/box"').replace('"ABB"', '"Own"'));
    const port = await freePort();
    house.program('simulate', path, '--tcp', `127.0.0.1:${port}`, '--car', 'charges');
    // As a person writes it: from the folder of the configuration file.
    config = await house.config(`{ tcp: "127.0.0.1:${port}" }`, '', './models/own.json');
  });
  after(() => house.tearDown());

  it('is checked by its path and in the configuration', async () => {
    const driver = house.program('check', '--driver', path);
    assert.equal(await driver.ends(), 0, driver.text);
    assert.match(driver.text, /own\.json: can be used \(driver own\/box, 2 variants, 0 errors, 0 warnings\)/);
    const whole = house.program('check', '--config', config);
    assert.equal(await whole.ends(), 0, whole.text);
    assert.match(whole.text, /config\.yaml: can be used \(1 chargepoint, 0 errors/);
  });

  it('is included, charges, stops and starts', async () => {
    house.program('run', '--config', config);
    await hub.sees('evt.state.report', ({ val }) => val === 'charging');
    const inclusion = (await hub.sees('evt.thing.inclusion_report')).val as { manufacturer_id: string };
    assert.match(JSON.stringify(inclusion), /Own/i);
    const [stopped] = await hub.answers(await hub.command('cmd.charge.stop'), 2);
    assert.deepEqual([stopped?.type, stopped?.val], ['evt.state.report', 'ready_to_charge']);
    const [started] = await hub.answers(await hub.command('cmd.charge.start'), 2);
    assert.deepEqual([started?.type, started?.val], ['evt.state.report', 'charging']);
  });

  it('with a mistake ends the service with 78 and names its place', async () => {
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('"powerW": "power"', '"powerW": "powr"'));
    const run = house.program('run', '--config', config);
    assert.equal(await run.ends(), 78, run.text);
    assert.match(
      run.text,
      /models\/own\.json:\d+:\d+ readings\.powerW: no register is named `powr`; write `power`/,
    );
  });
});
