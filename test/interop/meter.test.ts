// A wallbox without a meter, and a meter beside it: real processes, RTU over TCP, what the hub is told.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { needs } from '../support/needs';
import { CHARGEPOINT, House, MOSQUITTO, freePort, type Program } from './house';

const METER = CHARGEPOINT.replace('sv:chargepoint', 'sv:meter_elec');
const EVENTS = METER.replace('mt:cmd', 'mt:evt');

describe('a wallbox with an external meter over TCP', function () {
  this.timeout(60_000);
  const house = new House();
  const { hub } = house;
  let daemon: Program;
  let meter: Program;

  before(async function () {
    needs(this, MOSQUITTO);
    await house.build();
    const [box, beside] = [await freePort(), await freePort()];
    const line = ['--framing', 'rtu', '--tcp'] as const;
    house.program('simulate', 'evse/din', ...line, `127.0.0.1:${box}`, '--car', 'charges');
    const load = ['--unit', '2', '--load', '7360'] as const;
    meter = house.program('simulate', 'eastron/sdm630', ...line, `127.0.0.1:${beside}`, ...load);
    const file = join(house.folder, 'config.yaml');
    await writeFile(
      file,
      `mqtt: { url: "mqtt://127.0.0.1:${house.brokerPort}" }
buses:
  garage: { tcp: "127.0.0.1:${box}", framing: rtu }
  cellar: { tcp: "127.0.0.1:${beside}", framing: rtu }
chargepoints:
  - { address: wb1, driver: evse/din, bus: garage, max_current: 16, phases: 3, meter: { driver: eastron/sdm630, bus: cellar, unit_id: 2 } }
state_dir: ${join(house.folder, 'state')}
`,
    );
    daemon = house.program('run', '--config', file);
    await hub.sees('evt.state.report', ({ val }) => val === 'charging');
  });
  after(() => house.tearDown());

  it('publishes power and energy of the meter', async () => {
    const power = await hub.sees('evt.meter.report', ({ props }) => props?.['unit'] === 'W');
    const energy = await hub.sees('evt.meter.report', ({ props }) => props?.['unit'] === 'kWh');
    assert.equal(power.topic, EVENTS);
    assert.ok(Math.abs(Number(power.val) - 7360) < 2, String(power.val));
    assert.ok(Number(energy.val) > 0);
  });

  it('answers a request for power with it', async () => {
    const uid = await hub.command(
      'cmd.meter.get_report',
      { serv: 'meter_elec', val_t: 'string', val: 'W' },
      METER,
    );
    const [answer] = await hub.answers(uid, 1);
    assert.equal(answer?.type, 'evt.meter.report');
    assert.ok(Math.abs(Number(answer.val) - 7360) < 2, String(answer.val));
  });

  it('says that the meter is silent, and goes on charging', async () => {
    await meter.end();
    await daemon.says(/the meter .* does not answer: its values are unknown/);
    const uid = await hub.command('cmd.state.get_report');
    const [answer] = await hub.answers(uid, 1);
    assert.equal(answer?.val, 'charging');
    const asked = await hub.command(
      'cmd.meter.get_report',
      { serv: 'meter_elec', val_t: 'string', val: 'W' },
      METER,
    );
    const [refusal] = await hub.answers(asked, 1);
    assert.equal(refusal?.type, 'evt.error.report');
  });
});
