// Commands to a wallbox: handed on once, answered under the id of whoever asked (fimp.md b.4, d, e.6).
import assert from 'node:assert/strict';
import { HubBench, types } from './hub-bench';

const STATE = { kind: 'state', state: 'charging' } as const;
const SESSION = { kind: 'session', energyKWh: 1, offeredA: 16 } as const;
const START = { uid: 'start-1', props: { charging_mode: 'slow' } };

describe('a command to a wallbox', () => {
  it('is answered by its reports, each with the id of the command', async () => {
    const bench = await new HubBench().connected();
    assert.deepEqual(await bench.askService('chargepoint', 'cmd.charge.start', START), []);
    assert.deepEqual(bench.commands.at(-1)?.command.order, { kind: 'start', mode: 'slow' });
    const answers = await bench.done(STATE, SESSION);
    assert.deepEqual(
      answers.map(({ type, corid }) => [type, corid]),
      [
        ['evt.state.report', 'start-1'],
        ['evt.current_session.report', 'start-1'],
      ],
    );
    assert.equal(answers[1]?.props?.offered_current, '16');
  });

  it('is carried out once when it arrives twice, and answered by what is true now', async () => {
    const bench = await new HubBench().connected();
    await bench.askService('chargepoint', 'cmd.charge.start', START);
    await bench.askService('chargepoint', 'cmd.charge.start', START);
    assert.equal(bench.commands.length, 1);
    await bench.done(STATE, SESSION);
    await bench.askService('chargepoint', 'cmd.charge.start', START);
    assert.equal(bench.commands.length, 2);
    assert.deepEqual(bench.commands.at(-1)?.command.order, {
      kind: 'refresh',
      reports: ['state', 'session'],
    });
    const answers = await bench.done({ kind: 'state', state: 'error' });
    assert.deepEqual(
      answers.map(({ val, corid }) => [val, corid]),
      [['error', 'start-1']],
    );
  });

  it('that was refused is refused again', async () => {
    const bench = await new HubBench().connected();
    await bench.askService('chargepoint', 'cmd.charge.start', START);
    await bench.refused('no car');
    const [again] = await bench.askService('chargepoint', 'cmd.charge.start', START);
    assert.equal(again?.props?.msg, 'no car');
    assert.equal(bench.commands.length, 1);
  });

  it('that fails while the broker is away is answered once it is back, if that is soon, and nothing else is', async () => {
    const bench = await new HubBench().connected();
    for (const awayMs of [30_000, 90_000]) {
      await bench.askService('chargepoint', 'cmd.charge.start', { uid: `start-${awayMs}` });
      bench.broker.isOnline = false;
      bench.things.get('wb1')!.onReport(STATE, bench.commands.at(-1)!.command.id);
      assert.deepEqual(await bench.refused('the wallbox does not answer'), []);
      bench.clock.pass(awayMs);
      bench.broker.connect();
      await bench.settled();
      const answers = bench.broker.take().filter(({ corid }) => corid !== '');
      const told = answers.map(({ type, corid }) => [type, corid]);
      assert.deepEqual(told, awayMs === 30_000 ? [['evt.error.report', 'start-30000']] : []);
    }
  });

  it('is another one with another id, without an id, or after a minute', async () => {
    const bench = await new HubBench().connected();
    for (const uid of ['a', 'b', '', '', null])
      await bench.askService('chargepoint', 'cmd.charge.stop', { uid });
    assert.equal(bench.commands.length, 5);
    bench.clock.pass(60_000);
    await bench.askService('chargepoint', 'cmd.charge.stop', { uid: 'a' });
    assert.equal(bench.commands.length, 6);
  });

  it('asks the wallbox anew with every question, whatever its id', async () => {
    const bench = await new HubBench().connected();
    for (let count = 0; count < 3; count++) await bench.askService('chargepoint', 'cmd.state.get_report');
    assert.equal(bench.commands.length, 3);
  });

  it('that restarts it is answered by success, also when it arrives twice', async () => {
    const bench = await new HubBench().connected();
    const fields = { val_t: 'bool', val: true };
    await bench.askService('dev_sys', 'cmd.thing.reboot', fields);
    assert.deepEqual(types(await bench.done()), ['evt.success.report']);
    assert.deepEqual(types(await bench.askService('dev_sys', 'cmd.thing.reboot', fields)), [
      'evt.success.report',
    ]);
    assert.equal(bench.commands.length, 1);
  });

  it('is refused when it would raise the current and was sent too long ago', async () => {
    const bench = await new HubBench().connected();
    bench.clock.pass(120_000);
    bench.things.get('wb1')!.onReports([SESSION, { kind: 'maxCurrent', amps: 16 }]);
    await bench.settled();
    bench.broker.take();
    const set = async (type: string, val: number) =>
      (
        await bench.askService('chargepoint', type, {
          val_t: 'int',
          val,
          ctime: '1970-01-01T00:00:30Z',
          uid: '',
        })
      )[0]?.type;
    assert.equal(await set('cmd.current_session.set_current', 17), 'evt.error.report');
    assert.equal(await set('cmd.current_session.set_current', 10), undefined);
    assert.equal(await set('cmd.max_current.set', 17), 'evt.error.report');
    assert.equal(await set('cmd.max_current.set', 16), undefined);
  });
});

describe('a question to the meter', () => {
  const METER = { kind: 'meter', values: { p_import: 11_040.2, u1: 230.06 } } as const;

  it('is answered by the one unit that was asked for', async () => {
    const bench = await new HubBench().connected();
    await bench.askService('meter_elec', 'cmd.meter.get_report', { val_t: 'string', val: 'w' });
    const answers = await bench.done(METER);
    assert.deepEqual(
      answers.map(({ type, val, props, corid }) => [type, val, props, corid]),
      [['evt.meter.report', 11_040, { unit: 'W' }, 'u-1']],
    );
  });

  it('is answered by all values in one message', async () => {
    const bench = await new HubBench().connected();
    await bench.askService('meter_elec', 'cmd.meter_ext.get_report', { val_t: 'null' });
    const answers = await bench.done(METER);
    assert.deepEqual(
      answers.map(({ type, val }) => [type, val]),
      [['evt.meter_ext.report', { p_import: 11_040, u1: 230.1 }]],
    );
  });

  it('is answered by one error and nothing else when the value was never read', async () => {
    const bench = await new HubBench().connected();
    await bench.askService('meter_elec', 'cmd.meter.get_report', { val_t: 'string', val: 'kWh' });
    const answers = await bench.done(METER);
    assert.deepEqual(types(answers), ['evt.error.report']);
    assert.match(answers[0]?.props?.msg ?? '', /has not told e_import yet/);
  });

  it('is not needed: changes are told by themselves on both interfaces', async () => {
    const bench = await new HubBench().connected();
    bench.things.get('wb1')!.onReports([METER]);
    bench.things.get('wb1')!.onReports([METER]);
    await bench.settled();
    assert.deepEqual(types(bench.broker.take()), ['evt.meter.report', 'evt.meter_ext.report']);
  });
});

describe('what this program knows of a wallbox itself', () => {
  it('is free charging: told and set without the wallbox', async () => {
    const bench = await new HubBench().connected();
    const value = (isFree: boolean) => ({ parameter_id: 'free_charging', value_type: 'bool', value: isFree });
    const [now] = await bench.askService('parameters', 'cmd.param.get_report', {
      val_t: 'string',
      val: 'free_charging',
    });
    assert.deepEqual([now?.type, now?.val], ['evt.param.report', value(true)]);
    const [then] = await bench.askService('parameters', 'cmd.param.set', {
      val_t: 'object',
      val: value(false),
    });
    assert.deepEqual([then?.type, then?.val, then?.corid], ['evt.param.report', value(false), 'u-1']);
    assert.equal(bench.configs.at(-1)?.chargepoints[0]?.freeCharging, false);
    assert.deepEqual(bench.commands, []);
  });

  it('is a parameter of the wallbox only when the wallbox has told it', async () => {
    const bench = await new HubBench().connected();
    await bench.askService('parameters', 'cmd.param.get_report', { val_t: 'string', val: 'led_brightness' });
    const [report] = await bench.done({ kind: 'parameter', id: 'led_brightness', value: 40 });
    assert.deepEqual((report?.val as { value: number }).value, 40);
  });

  it('is its version, while it answers', async () => {
    const bench = await new HubBench().connected();
    const [report] = await bench.askService('version', 'cmd.version.get_report');
    assert.deepEqual(
      [report?.type, report?.val],
      ['evt.version.report', { firmware: '1.14', hardware: '2' }],
    );
    bench.things.get('wb1')!.onReachable(false);
    await bench.settled();
    bench.broker.take();
    const [error] = await bench.askService('version', 'cmd.version.get_report');
    assert.equal(error?.props?.msg, 'the wallbox does not answer');
  });

  it('is its node, its parameters, and how fast it answers', async () => {
    const bench = await new HubBench().connected();
    const address = { val_t: 'string', val: 'wb1' };
    assert.deepEqual(types(await bench.ask('cmd.network.get_node', address)), ['evt.network.node_report']);
    assert.deepEqual(types(await bench.ask('cmd.network.get_all_nodes')), ['evt.network.all_nodes_report']);
    assert.deepEqual(types(await bench.askService('parameters', 'cmd.sup_params.get_report')), [
      'evt.sup_params.report',
    ]);
    await bench.ask('cmd.ping.send', address);
    bench.clock.pass(20);
    const [pong] = await bench.done();
    assert.deepEqual(pong?.val, { address: 'wb1', status: 'SUCCESS', delay: 20 });
  });

  it('is DOWN when the program ends', async () => {
    const bench = await new HubBench().connected();
    await bench.gateway.stop(1_000);
    const [node, all] = bench.broker.take();
    assert.equal((node?.val as { status: string }).status, 'DOWN');
    assert.equal(all?.type, 'evt.network.all_nodes_report');
  });
});
