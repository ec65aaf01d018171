// The hub asks this program about itself, and sets what it may (fimp.md e.4, e.5).
import assert from 'node:assert/strict';
import { NO_HUB_MEMORY } from '../../src/fimp/hub-memory';
import { CONFIG } from '../support/sample-config';
import { HubBench, types } from './hub-bench';

interface Operation {
  readonly op_status: string;
  readonly op_error: string;
  readonly app_state: Readonly<Record<string, string>>;
}

const object = (val: unknown) => ({ val_t: 'object', val });

describe('the application on the hub', () => {
  it('is starting until each wallbox was tried, then running', async () => {
    const bench = new HubBench();
    bench.broker.connect();
    await bench.settled();
    bench.broker.take();
    const state = async () => (await bench.ask('cmd.app.get_state'))[0]?.val;
    const known = { config: 'CONFIGURED', auth: 'NA' };
    assert.deepEqual(await state(), { app: 'STARTING', connection: 'DISCONNECTED', ...known });
    bench.things.get('wb1')!.onReachable(true);
    bench.broker.take();
    assert.deepEqual(await state(), { app: 'RUNNING', connection: 'CONNECTED', ...known });
    bench.things.get('wb1')!.onReachable(false);
    bench.broker.take();
    assert.deepEqual(await state(), { app: 'RUNNING', connection: 'DISCONNECTED', ...known });
  });

  it('says who it is', async () => {
    const bench = await new HubBench().connected();
    const message = { type: 'cmd.discovery.request', serv: 'system' };
    const [report] = await bench.sent('pt:j1/mt:cmd/rt:discovery', message);
    assert.deepEqual([report?.topic, report?.type], ['pt:j1/mt:evt/rt:discovery', 'evt.discovery.report']);
    assert.equal((report?.val as { version: string }).version, '1.2.3');
  });

  it('tells how long it runs, how often it was started, and who does not answer', async () => {
    const bench = await new HubBench({ memory: { ...NO_HUB_MEMORY, starts: 4 } }).connected();
    bench.clock.pass(5_000);
    bench.things.get('wb1')!.onReachable(false);
    await bench.settled();
    bench.broker.take();
    const [report] = await bench.ask('cmd.app.get_diag');
    assert.deepEqual(report?.val, { uptime: 5, restarts_count: 4, errors: ['wb1 does not answer'] });
    assert.equal(bench.memory.starts, 5);
  });

  it('sets what may be set, keeps it, and hands it on', async () => {
    const bench = await new HubBench().connected();
    const given = { free_charging: false, charging_modes: { eco: 6 }, log_level: 'debug' };
    const [report] = await bench.ask('cmd.config.extended_set', object(given));
    assert.equal(report?.type, 'evt.app.config_report');
    assert.deepEqual((report.val as Operation).op_status, 'ok');
    const config = bench.configs.at(-1);
    assert.deepEqual([config?.logLevel, config?.chargepoints[0]?.freeCharging], ['debug', false]);
    assert.equal(bench.overlay.kept.length, 3);
    const again = await new HubBench({ overlay: bench.overlay }).connected();
    const [shown] = await again.ask('cmd.config.get_report');
    assert.equal((shown?.val as Record<string, unknown>).free_charging_wb1, false);
  });

  for (const [what, fields, error] of [
    ['what is read-only', object({ max_current: 32, log_level: 'debug' }), /^max_current is read-only/],
    ['a mode above the limit', object({ charging_modes: { fast: 32 } }), /from 6 to 16/],
    ['what is no object', { val_t: 'string', val: '{}' }, /must be an object/],
  ] as const) {
    it(`refuses ${what}, by a report and not by an error, and changes nothing`, async () => {
      const bench = await new HubBench().connected();
      const [report, ...more] = await bench.ask('cmd.config.extended_set', fields);
      const { op_status, op_error } = report?.val as Operation;
      assert.deepEqual([report?.type, op_status, more], ['evt.app.config_report', 'error', []]);
      assert.match(op_error, error);
      assert.deepEqual([bench.configs, bench.overlay.kept], [[], []]);
    });
  }

  it('tells a new name with a new inclusion report', async () => {
    const bench = await new HubBench().connected();
    const answers = await bench.ask('cmd.config.set_name', { val_t: 'string', val: 'Carport' });
    const inclusion = answers.find(({ type }) => type === 'evt.thing.inclusion_report');
    assert.equal((inclusion?.val as { product_name: string }).product_name, 'Carport');
    const nodes = answers.find(({ type }) => type === 'evt.network.all_nodes_report');
    assert.equal((nodes?.val as { alias: string }[])[0]?.alias, 'Carport');
    assert.deepEqual(
      [answers.at(-1)?.type, answers.at(-1)?.val, answers.at(-1)?.val_t],
      ['evt.config.name_report', 'Carport', 'string'],
    );
  });

  for (const [type, fields, cause] of [
    ['cmd.config.set_poll_interval', { val_t: 'int', val: 1 }, /^poll_interval must be a string/],
    ['cmd.config.set_poll_interval', { val_t: 'string', val: '1ms' }, /at least 100ms/],
    ['cmd.config.set_max_current', { val_t: 'int', val: 32 }, /^max_current is read-only/],
    ['cmd.config.get_password', {}, /cannot be asked for by itself/],
    ['cmd.log.set_level', { val_t: 'string', val: 'loud' }, /^log level must be one of/],
  ] as const) {
    it(`${type} with ${JSON.stringify(fields)} is an error`, async () => {
      const bench = await new HubBench().connected();
      const [report] = await bench.ask(type, fields);
      assert.equal(report?.type, 'evt.error.report');
      assert.match(report.props?.msg ?? '', cause);
      assert.deepEqual(bench.configs, []);
    });
  }

  it('sets and tells single settings and the log level', async () => {
    const bench = await new HubBench().connected();
    for (const [type, fields, told, val] of [
      ['cmd.config.set_poll_interval_wb1', { val_t: 'string', val: '60s' }, 'poll_interval_wb1', '1m'],
      ['cmd.config.get_poll_interval', {}, 'poll_interval', '1m'],
      ['cmd.config.set_states', { val_t: 'string', val: 'extended' }, 'states', 'extended'],
    ] as const) {
      const [report] = await bench.ask(type, fields);
      assert.deepEqual([report?.type, report?.val], [`evt.config.${told}_report`, val]);
    }
    const [level] = await bench.ask('cmd.log.set_level', { val_t: 'string', val: 'trace' });
    assert.deepEqual([level?.type, level?.val], ['evt.log.level_report', 'trace']);
    assert.equal((await bench.ask('cmd.log.get_level'))[0]?.val, 'trace');
  });

  it('goes back to the file by a reset', async () => {
    const bench = await new HubBench().connected();
    await bench.ask('cmd.log.set_level', { val_t: 'string', val: 'trace' });
    const [report] = await bench.ask('cmd.app.reset');
    assert.equal(report?.type, 'evt.app.config_action_report');
    assert.deepEqual([bench.overlay.kept, bench.configs.at(-1)], [[], CONFIG]);
    assert.equal(bench.things.size, 1);
  });

  it('excludes everything when it is uninstalled', async () => {
    const bench = await new HubBench().connected();
    const answers = await bench.ask('cmd.app.uninstall');
    assert.equal(types(answers)[0], 'evt.thing.exclusion_report');
    const report = answers.at(-1);
    assert.equal(report?.type, 'evt.app.uninstall_report');
    assert.equal((report.val as Operation).app_state.app, 'NOT_CONFIGURED');
  });

  it('drops what it had set when the file changes there, and says so', async () => {
    const bench = await new HubBench().connected();
    await bench.ask('cmd.log.set_level', { val_t: 'string', val: 'trace' });
    const again = new HubBench({ file: { ...CONFIG, logLevel: 'error' }, overlay: bench.overlay });
    assert.ok(again.journal.some((line) => line.includes('is dropped')));
  });
});
