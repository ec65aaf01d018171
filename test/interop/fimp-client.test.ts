// A client as the hub has them, over an encrypted broker with passwords: the whole life of a wallbox that can do much.
import assert from 'node:assert/strict';
import { needs } from '../support/needs';
import { ADAPTER, CHARGEPOINT, freePort, House, MOSQUITTO, type Program, type Seen } from './house';
import { LOCKED, PASSWORD } from './locked-door';

const METER = CHARGEPOINT.replace('sv:chargepoint', 'sv:meter_elec');
const PARAMETERS = CHARGEPOINT.replace('sv:chargepoint', 'sv:parameters');
const DISCOVERY = 'pt:j1/mt:cmd/rt:discovery';
const GATEWAY = 'pt:j1/mt:evt/rt:ad/rn:gateway/ad:1';
const WB1 = { val_t: 'string', val: 'wb1' };
const int = (val: number) => ({ val_t: 'int', val });
const text = (val: string) => ({ val_t: 'string', val });

interface Service {
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly interfaces: readonly { readonly msg_t: string }[];
}

describe('a client of the hub, over TLS and with a password', function () {
  this.timeout(120_000);
  const house = new House(LOCKED);
  const { hub } = house;
  let modbusPort: number;
  let run: Program;
  let config: string;

  before(async function () {
    for (const part of ['openssl', 'mosquitto_passwd', MOSQUITTO]) needs(this, part);
    await house.build();
    modbusPort = await freePort();
    const bus = `{ tcp: "127.0.0.1:${modbusPort}" }`;
    config = await house.config(bus, ', phases: 3, grid_type: TN', 'alfen/ng9xx');
    house.program('simulate', 'alfen/ng9xx', '--tcp', `127.0.0.1:${modbusPort}`, '--car', 'charges');
    run = house.program('run', '--config', config);
    await hub.sees('evt.state.report', ({ val }) => val === 'charging');
  });
  after(() => house.tearDown());

  /** What one command is answered with, once there are so many messages. */
  async function ask(type: string, fields: object = {}, topic = CHARGEPOINT, count = 1) {
    return hub.answers(await hub.command(type, { ...fields }, topic), count);
  }
  async function one(type: string, fields: object = {}, topic = CHARGEPOINT): Promise<Seen> {
    const [answer] = await ask(type, fields, topic);
    assert.ok(answer);
    return answer;
  }

  it('finds what it can do in the inclusion report', async () => {
    const { val } = await hub.sees('evt.thing.inclusion_report');
    const { services } = val as { services: readonly Service[] };
    assert.deepEqual(
      services.map(({ name }) => name),
      ['chargepoint', 'meter_elec', 'parameters'],
    );
    const { props } = services[0]!;
    assert.deepEqual(props.sup_phase_modes, ['NL1L2L3', 'NL1']);
    assert.deepEqual(props.sup_charging_modes, ['normal', 'slow']);
    assert.equal(props.sup_max_current, 16);
    assert.deepEqual(services[1]?.props.sup_units, ['W', 'kWh']);
  });

  it('stops and starts', async () => {
    const stopped = await ask('cmd.charge.stop', {}, CHARGEPOINT, 2);
    assert.deepEqual(short(stopped), ['evt.state.report ready_to_charge', 'evt.current_session.report']);
    assert.equal(stopped[1]?.props?.offered_current, '0');
    const start = { props: { charging_mode: 'normal' }, resp_to: 'pt:j1/mt:rsp/rt:cloud/rn:c/ad:a' };
    const started = await ask('cmd.charge.start', start, CHARGEPOINT, 2);
    assert.deepEqual(short(started), ['evt.state.report charging', 'evt.current_session.report']);
    assert.equal(started[1]?.props?.offered_current, '16');
  });

  it('sets the current of the session', async () => {
    const set = await one('cmd.current_session.set_current', int(10));
    assert.deepEqual([set.type, set.props?.offered_current], ['evt.current_session.report', '10']);
    const refused = await one('cmd.current_session.set_current', int(17));
    assert.match(refused.props?.msg ?? '', /16/);
    assert.equal((await one('cmd.current_session.set_current', int(0))).type, 'evt.error.report');
  });

  it('sets the largest current, which lowers the session too', async () => {
    const set = await one('cmd.max_current.set', int(8));
    assert.deepEqual([set.type, set.val], ['evt.max_current.report', 8]);
    assert.equal((await one('cmd.max_current.get_report')).val, 8);
    const session = await one('cmd.current_session.get_report');
    assert.equal(session.props?.offered_current, '8');
    assert.equal((await one('cmd.max_current.set', int(16))).val, 16);
  });

  it('switches the phases, there and back', async () => {
    assert.equal((await one('cmd.phase_mode.get_report')).val, 'NL1L2L3');
    for (const mode of ['NL1', 'NL1L2L3']) {
      const set = await one('cmd.phase_mode.set', text(mode));
      assert.deepEqual([set.type, set.val], ['evt.phase_mode.report', mode]);
    }
    const refused = await one('cmd.phase_mode.set', text('nl1'));
    assert.equal(refused.type, 'evt.error.report');
    await one('cmd.charge.start');
  });

  it('reads the meter: one unit, all units, all values', async () => {
    const power = await one('cmd.meter.get_report', text('w'), METER);
    assert.deepEqual([power.type, power.props?.unit], ['evt.meter.report', 'W']);
    const energy = await one('cmd.meter.get_report', text('kWh'), METER);
    assert.ok(typeof energy.val === 'number' && energy.val > 0);
    const both = await ask('cmd.meter.get_report', { val_t: 'null', val: null }, METER, 2);
    assert.deepEqual(
      both.map(({ props }) => props?.unit),
      ['W', 'kWh'],
    );
    const all = await one('cmd.meter_ext.get_report', { val_t: 'str_array', val: [] }, METER);
    assert.deepEqual(Object.keys(all.val as object).sort(), [
      ...['e_import', 'i1', 'i2', 'i3', 'p1', 'p2', 'p3', 'p_import', 'u1', 'u2', 'u3'],
    ]);
    const unknown = { val_t: 'str_array', val: ['u1', 'u9'] };
    assert.equal((await one('cmd.meter_ext.get_report', unknown, METER)).type, 'evt.error.report');
    assert.equal((await one('cmd.meter.get_report', text('furlong'), METER)).type, 'evt.error.report');
    assert.equal((await one('cmd.meter.reset', {}, METER)).type, 'evt.error.report');
  });

  it('sets a parameter', async () => {
    const listed = await one('cmd.sup_params.get_report', {}, PARAMETERS);
    assert.equal(listed.type, 'evt.sup_params.report');
    const value = { parameter_id: 'free_charging', value_type: 'bool', value: false };
    const set = await one('cmd.param.set', { val_t: 'object', val: value }, PARAMETERS);
    assert.deepEqual([set.type, set.val], ['evt.param.report', value]);
    const read = await one('cmd.param.get_report', text('free_charging'), PARAMETERS);
    assert.deepEqual(read.val, value);
    assert.equal((await one('cmd.param.get_report', text('nothing'), PARAMETERS)).type, 'evt.error.report');
  });

  it('talks to it as to an application, which tells no secret', async () => {
    const from = hub.seen.length;
    const state = await one('cmd.app.get_state', {}, ADAPTER);
    assert.deepEqual(state.val, {
      app: 'RUNNING',
      connection: 'CONNECTED',
      config: 'CONFIGURED',
      auth: 'NA',
    });
    for (const [type, fields, answer] of [
      ['cmd.app.get_manifest', text('full'), 'evt.app.manifest_report'],
      ['cmd.app.get_diag', {}, 'evt.app.diag_report'],
      ['cmd.config.get_report', {}, 'evt.config.report'],
      ['cmd.config.get_extended_report', {}, 'evt.config.extended_report'],
      ['cmd.config.extended_set', { val_t: 'object', val: { name: 'Carport' } }, 'evt.app.config_report'],
      ['cmd.config.extended_set', { val_t: 'object', val: { mqtt: {} } }, 'evt.app.config_report'],
      ['cmd.config.get_name', {}, 'evt.config.name_report'],
      ['cmd.log.get_level', {}, 'evt.log.level_report'],
      ['cmd.log.set_level', text('debug'), 'evt.log.level_report'],
      ['cmd.log.set_level', text('loud'), 'evt.error.report'],
      ['cmd.app.reset', {}, 'evt.app.config_action_report'],
    ] as const) {
      assert.equal((await one(type, fields, ADAPTER)).type, answer, type);
    }
    assert.ok(!JSON.stringify(hub.seen.slice(from)).includes(PASSWORD));
  });

  it('finds it, and pings it', async () => {
    const found = await one('cmd.discovery.request', {}, DISCOVERY);
    assert.equal(found.type, 'evt.discovery.report');
    const { resource_name, app_state } = found.val as Record<string, unknown>;
    assert.deepEqual([resource_name, (app_state as { app: string }).app], ['wallbox', 'RUNNING']);
    const pong = await one('cmd.ping.send', WB1, ADAPTER);
    assert.equal((pong.val as { status: string }).status, 'SUCCESS');
    assert.equal(
      ((await one('cmd.network.get_node', WB1, ADAPTER)).val as { address: string }).address,
      'wb1',
    );
    assert.equal(
      (await one('cmd.thing.get_inclusion_report', WB1, ADAPTER)).type,
      'evt.thing.inclusion_report',
    );
    assert.equal((await one('cmd.ping.send', text('wb9'), ADAPTER)).type, 'evt.error.report');
  });

  it('deletes it for good, and takes it back', async () => {
    const gone = await one('cmd.thing.delete', { val_t: 'str_map', val: { address: 'wb1' } }, ADAPTER);
    assert.deepEqual([gone.type, gone.val], ['evt.thing.exclusion_report', { address: 'wb1' }]);
    assert.equal((await one('cmd.state.get_report')).type, 'evt.error.report');
    const from = await restart();
    await hub.sees('evt.network.all_nodes_report', ({ val }) => (val as unknown[]).length === 0, from);
    await hub.command('cmd.thing.inclusion', { val_t: 'bool', val: true }, ADAPTER);
    await hub.sees('evt.thing.inclusion_report', () => true, from);
    await hub.sees('evt.state.report', ({ val }) => val === 'charging', from);
  });

  it('resets the network, and the gateway resets everything', async () => {
    const reset = await ask('cmd.network.reset', {}, ADAPTER, 2);
    assert.deepEqual(short(reset), ['evt.thing.exclusion_report', 'evt.network.reset_done']);
    let from = hub.seen.length;
    await hub.command('cmd.thing.inclusion', { val_t: 'bool', val: true }, ADAPTER);
    await hub.sees('evt.thing.inclusion_report', () => true, from);
    from = hub.seen.length;
    await hub.command('evt.gateway.factory_reset', { serv: 'gateway' }, GATEWAY);
    await hub.sees('evt.thing.exclusion_report', () => true, from);
    const nodes = await one('cmd.network.get_all_nodes', {}, ADAPTER);
    assert.deepEqual(nodes.val, []);
    assert.deepEqual((await one('cmd.app.uninstall', {}, ADAPTER)).type, 'evt.app.uninstall_report');
  });

  it('leaves no secret in the log', () => {
    assert.ok(!run.text.includes(PASSWORD), run.text);
  });

  /** How much had been said when the old one was gone. */
  async function restart(): Promise<number> {
    const before = run.text;
    await run.end();
    const from = hub.seen.length;
    run = house.program('run', '--config', config);
    run.text = before;
    return from;
  }
});

/** Type, and the value where it is a text. */
function short(messages: readonly Seen[]): readonly string[] {
  return messages.map(({ type, val }) => (typeof val === 'string' ? `${type} ${val}` : type));
}
