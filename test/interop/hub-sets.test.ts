// What the hub deletes and sets outlives a restart of the daemon.
import assert from 'node:assert/strict';
import { needs } from '../support/needs';
import { ADAPTER, freePort, House, MOSQUITTO } from './house';

const FIRST = { val_t: 'string', val: 'wb1' };

describe('what the hub has decided', function () {
  this.timeout(60_000);
  let house: House;
  let port: number;

  beforeEach(async function () {
    needs(this, MOSQUITTO);
    house = new House();
    await house.build();
    port = await freePort();
    house.program('simulate', 'abb/terra-ac', '--tcp', `127.0.0.1:${port}`, '--car', 'charges');
  });
  afterEach(() => house.tearDown());

  async function daemon() {
    return house.program('run', '--config', await house.config(`{ tcp: "127.0.0.1:${port}" }`));
  }

  it('holds after a restart: a deleted thing stays away until it is included again', async () => {
    const { hub } = house;
    const run = await daemon();
    await hub.sees('evt.thing.inclusion_report');
    await hub.command('cmd.thing.delete', { val_t: 'str_map', val: { address: 'wb1' } }, ADAPTER);
    await hub.sees('evt.thing.exclusion_report');
    await run.end();
    const from = hub.seen.length;
    await daemon();
    await hub.sees('evt.network.all_nodes_report', ({ val }) => (val as unknown[]).length === 0, from);
    const [error] = await hub.answers(await hub.command('cmd.network.get_node', FIRST, ADAPTER), 1);
    assert.equal(error?.type, 'evt.error.report');
    await hub.command('cmd.thing.inclusion', { val_t: 'bool', val: true }, ADAPTER);
    await hub.sees('evt.thing.inclusion_report', () => true, from);
    await hub.sees('evt.state.report', ({ val }) => val === 'charging', from);
  });

  it('holds after a restart: a setting', async () => {
    const { hub } = house;
    const run = await daemon();
    await hub.sees('evt.state.report', ({ val }) => val === 'charging');
    const val = { free_charging: false, name: 'Carport' };
    const set = await hub.command('cmd.config.extended_set', { val_t: 'object', val }, ADAPTER);
    const answers = await hub.answers(set, 1);
    assert.equal((answers[0]?.val as { op_status: string }).op_status, 'ok');
    await run.end();
    const from = hub.seen.length;
    await daemon();
    const isUp = ({ val: node }: { val: unknown }) => (node as { status: string }).status === 'UP';
    await hub.sees('evt.network.node_report', isUp, from);
    const [report] = await hub.answers(await hub.command('cmd.config.get_report', {}, ADAPTER), 1);
    const shown = report?.val as Record<string, unknown>;
    assert.deepEqual([shown.free_charging_wb1, shown.name_wb1], [false, 'Carport']);
  });
});
