// What an outage costs: nothing that a restart of anything would have to mend.
import assert from 'node:assert/strict';
import { needs } from '../support/needs';
import { freePort, House, MOSQUITTO, type Program } from './house';

describe('outages', function () {
  this.timeout(60_000);
  let house: House;
  let port: number;

  beforeEach(async function () {
    needs(this, MOSQUITTO);
    house = new House();
    await house.build();
    port = await freePort();
  });
  afterEach(() => house.tearDown());

  function wallbox(): Program {
    return house.program('simulate', 'abb/terra-ac', '--tcp', `127.0.0.1:${port}`, '--car', 'charges');
  }
  async function daemon(): Promise<Program> {
    return house.program('run', '--config', await house.config(`{ tcp: "127.0.0.1:${port}" }`));
  }

  it('of the broker: polling goes on, and the present truth is told once it is back', async () => {
    const { hub } = house;
    wallbox();
    const run = await daemon();
    await hub.sees('evt.state.report', ({ val }) => val === 'charging');
    await house.killBroker();
    await run.says(/broker lost/);
    const from = hub.seen.length;
    await house.startBroker();
    await hub.sees('evt.state.report', ({ val }) => val === 'charging', from);
    await hub.sees('evt.network.all_nodes_report', () => true, from);
    await run.says(/broker back/);
    assert.equal(run.text.match(/broker lost/g)?.length, 1, run.text);
  });

  it('of the wallbox: DOWN and one unknown, errors for commands, and the true state when it is back', async () => {
    const { hub } = house;
    const first = wallbox();
    const run = await daemon();
    await hub.sees('evt.state.report', ({ val }) => val === 'charging');
    const from = hub.seen.length;
    await first.end('SIGKILL');
    await hub.sees('evt.state.report', ({ val }) => val === 'unknown', from);
    await hub.sees(
      'evt.network.node_report',
      ({ val }) => (val as { status: string }).status === 'DOWN',
      from,
    );
    for (const command of ['cmd.state.get_report', 'cmd.charge.start', 'cmd.charge.stop']) {
      const [error] = await hub.answers(await hub.command(command), 1);
      assert.equal(error?.type, 'evt.error.report', command);
    }
    const unknowns = hub.seen
      .slice(from)
      .filter(({ type, val }) => type === 'evt.state.report' && val === 'unknown');
    assert.equal(unknowns.length, 1);
    const back = hub.seen.length;
    wallbox();
    // The stop that could not be written stayed wanted.
    await hub.sees('evt.state.report', ({ val }) => val === 'ready_to_charge', back);
    await hub.sees('evt.network.node_report', ({ val }) => (val as { status: string }).status === 'UP', back);
    assert.equal(run.text.match(/wallbox lost/g)?.length, 1, run.text);
  });

  it('of both at the start: one line each, and everything comes by itself', async () => {
    const { hub } = house;
    await house.killBroker();
    const run = await daemon();
    await run.says(/broker/);
    await run.says(/127\.0\.0\.1/);
    await house.startBroker();
    await hub.sees('evt.network.node_report', ({ val }) => (val as { status: string }).status === 'DOWN');
    const [error] = await hub.answers(
      await hub.command(
        'cmd.thing.get_inclusion_report',
        { val_t: 'string', val: 'wb1' },
        'pt:j1/mt:cmd/rt:ad/rn:wallbox/ad:1',
      ),
      1,
    );
    assert.match(error?.props?.msg ?? '', /never answered/);
    assert.ok(!hub.seen.some(({ type }) => type === 'evt.thing.inclusion_report'));
    wallbox();
    await hub.sees('evt.thing.inclusion_report');
    await hub.sees('evt.state.report', ({ val }) => val === 'charging');
  });

  it('of the daemon: it ends within two seconds of SIGTERM, and tells the node DOWN', async () => {
    const { hub } = house;
    wallbox();
    const run = await daemon();
    await hub.sees('evt.state.report');
    const from = hub.seen.length;
    const before = process.hrtime.bigint();
    assert.equal(await run.end('SIGTERM'), 0);
    // The figure is the product's promise; the machine's own slowness has a second on top.
    assert.ok(process.hrtime.bigint() - before < 3_000_000_000n);
    await hub.sees(
      'evt.network.node_report',
      ({ val }) => (val as { status: string }).status === 'DOWN',
      from,
    );
  });

  it('a second daemon on the same state folder ends with 1 and one line', async () => {
    wallbox();
    await daemon();
    await house.hub.sees('evt.state.report');
    const second = await daemon();
    await second.says(/in use by another chargepointd/);
    assert.equal(await second.ends(), 1);
  });
});
