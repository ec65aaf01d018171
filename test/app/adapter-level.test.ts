// Things come and go: inclusion, deletion, reset, and what a restart must not undo (fimp.md e.1, e.2).
import assert from 'node:assert/strict';
import { withExcluded, NO_HUB_MEMORY, withIncluded } from '../../src/fimp/hub-memory';
import { CONFIG, TWO } from '../support/sample-config';
import { HubBench, types } from './hub-bench';

const DELETE = { val_t: 'str_map', val: { address: 'wb1' } };

describe('things on the hub', () => {
  it('are told at first, each with its parameters, and never twice the same', async () => {
    const bench = new HubBench({ file: TWO });
    bench.broker.connect();
    await bench.settled();
    const first = types(bench.broker.take());
    assert.equal(first.filter((type) => type === 'evt.thing.inclusion_report').length, 2);
    assert.ok(first.indexOf('evt.thing.inclusion_report') < first.indexOf('evt.sup_params.report'));
    bench.broker.connect();
    await bench.settled();
    assert.ok(!types(bench.broker.take()).includes('evt.thing.inclusion_report'));
    const again = new HubBench({ file: TWO, memory: bench.memory });
    again.broker.connect();
    await again.settled();
    assert.ok(!types(again.broker.take()).includes('evt.thing.inclusion_report'));
  });

  it('are told again when the broker did not take it', async () => {
    const bench = new HubBench();
    bench.broker.takes = false;
    bench.broker.connect();
    await bench.settled();
    assert.deepEqual(bench.memory.included, {});
    bench.broker.takes = true;
    bench.broker.connect();
    await bench.settled();
    assert.ok(types(bench.broker.take()).includes('evt.thing.inclusion_report'));
  });

  it('are told whenever somebody asks', async () => {
    const bench = await new HubBench().connected();
    const answers = await bench.ask('cmd.thing.get_inclusion_report', { val_t: 'string', val: 'wb1' });
    assert.deepEqual(types(answers), ['evt.thing.inclusion_report', 'evt.sup_params.report']);
    assert.deepEqual(
      answers.map(({ corid }) => corid),
      ['u-1', 'u-1'],
    );
  });

  it('are forgotten when the configuration has lost them', async () => {
    const bench = new HubBench({ memory: withIncluded(NO_HUB_MEMORY, 'old', 'x') });
    bench.broker.connect();
    await bench.settled();
    const gone = bench.broker.take().filter(({ type }) => type === 'evt.thing.exclusion_report');
    assert.deepEqual(
      gone.map(({ val }) => val),
      [{ address: 'old' }],
    );
    assert.ok(!('old' in bench.memory.included));
  });
});

describe('a thing that is deleted', () => {
  it('is polled no more, told as excluded, and gone from the nodes', async () => {
    const bench = await new HubBench().connected();
    const answers = await bench.ask('cmd.thing.delete', DELETE);
    assert.deepEqual(types(answers), ['evt.thing.exclusion_report', 'evt.network.all_nodes_report']);
    assert.deepEqual([answers[0]?.val, answers[0]?.corid, answers[1]?.val], [{ address: 'wb1' }, 'u-1', []]);
    assert.deepEqual(bench.forgotten, ['wb1']);
    assert.deepEqual(bench.memory.included, {});
  });

  it('answers no more, and does not come back by itself', async () => {
    const bench = await new HubBench().connected();
    await bench.ask('cmd.thing.delete', DELETE);
    const [answer] = await bench.askService('chargepoint', 'cmd.charge.stop');
    assert.match(answer?.props?.msg ?? '', /no such service/);
    bench.gateway.include(bench.things.get('wb1')!);
    await bench.settled();
    assert.deepEqual(bench.broker.take(), []);
    const again = await new HubBench({ memory: bench.memory }).connected();
    assert.equal(again.things.size, 0);
  });

  it('leaves nobody waiting for an answer', async () => {
    const bench = await new HubBench().connected();
    await bench.askService('chargepoint', 'cmd.charge.start', { uid: 'waiting' });
    const answers = await bench.ask('cmd.thing.delete', DELETE);
    const error = answers.find(({ corid }) => corid === 'waiting');
    assert.equal(error?.props?.msg, 'the thing has been deleted');
  });

  it('comes back when it is included again, as one that must be looked at anew', async () => {
    const bench = await new HubBench().connected();
    await bench.ask('cmd.thing.delete', DELETE);
    const before = bench.things.get('wb1');
    await bench.ask('cmd.thing.inclusion', { val_t: 'bool', val: true });
    assert.deepEqual(bench.memory.excluded, {});
    assert.notEqual(bench.things.get('wb1'), before);
    bench.gateway.include(bench.things.get('wb1')!);
    await bench.settled();
    assert.ok(types(bench.broker.take()).includes('evt.thing.inclusion_report'));
  });

  it('comes back when its entry in the configuration is another', () => {
    const entry = CONFIG.chargepoints[0]!;
    const memory = withExcluded(NO_HUB_MEMORY, 'wb1', entry);
    assert.equal(new HubBench({ memory }).things.size, 0);
    const file = { ...CONFIG, chargepoints: [{ ...entry, unitId: 9 }] };
    assert.equal(new HubBench({ file, memory }).things.size, 1);
  });

  it('may never have been there: the ghost is excluded', async () => {
    const bench = await new HubBench().connected();
    const answers = await bench.ask('cmd.thing.delete', { val_t: 'str_map', val: { address: 'ghost' } });
    assert.deepEqual(
      answers.map(({ type, val }) => [type, val]),
      [['evt.thing.exclusion_report', { address: 'ghost' }]],
    );
    assert.deepEqual(bench.forgotten, []);
    assert.equal(bench.things.size, 1);
  });
});

describe('all things at once', () => {
  it('are told again by an inclusion', async () => {
    const bench = await new HubBench({ file: TWO }).connected();
    const answers = await bench.ask('cmd.thing.inclusion', { val_t: 'bool', val: true });
    assert.equal(types(answers).filter((type) => type === 'evt.thing.inclusion_report').length, 2);
    assert.deepEqual(await bench.ask('cmd.thing.inclusion', { val_t: 'bool', val: false }), []);
  });

  it('are excluded by a reset of the network, which says when it is done', async () => {
    const bench = await new HubBench({ file: TWO }).connected();
    const respTo = 'pt:j1/mt:rsp/rt:app/rn:x/ad:1';
    const answers = await bench.ask('cmd.network.reset', { resp_to: respTo });
    const done = answers.at(-1);
    assert.deepEqual(
      [done?.type, done?.val_t, done?.topic, done?.serv],
      [...['evt.network.reset_done', 'null', respTo, 'wallbox']],
    );
    assert.deepEqual(
      answers.filter(({ type }) => type === 'evt.thing.exclusion_report').map(({ val }) => val),
      [{ address: 'wb1' }, { address: 'wb2' }],
    );
    assert.deepEqual(Object.keys(bench.memory.excluded), ['wb1', 'wb2']);
  });

  it('are excluded when the hub begins anew, and what it had set is forgotten', async () => {
    const bench = await new HubBench({ file: TWO }).connected();
    await bench.ask('cmd.log.set_level', { val_t: 'string', val: 'debug' });
    const topic = 'pt:j1/mt:evt/rt:ad/rn:gateway/ad:1';
    const answers = await bench.sent(topic, { serv: 'gateway', type: 'evt.gateway.factory_reset' });
    assert.equal(types(answers).filter((type) => type === 'evt.thing.exclusion_report').length, 2);
    assert.deepEqual([bench.forgotten, bench.overlay.kept], [['wb1', 'wb2'], []]);
  });
});

describe('two operations', () => {
  it('do not run at the same time: the second is told so', async () => {
    const bench = await new HubBench({ file: TWO }).connected();
    let finish: () => void = () => undefined;
    bench.forgetting = new Promise((resolve) => (finish = resolve));
    assert.deepEqual(await bench.ask('cmd.network.reset', { uid: 'first' }), []);
    const [error] = await bench.ask('cmd.thing.delete', { ...DELETE, uid: 'second' });
    assert.deepEqual([error?.corid, error?.props?.msg], ['second', 'another operation is already running']);
    assert.equal((await bench.ask('cmd.app.get_state')).length, 1);
    finish();
    await bench.settled();
    assert.equal(bench.broker.take().at(-1)?.corid, 'first');
    assert.ok(types(await bench.ask('cmd.thing.delete', DELETE)).includes('evt.thing.exclusion_report'));
  });

  it('do not end the program when one fails', async () => {
    const bench = await new HubBench().connected();
    bench.forgetting = Promise.reject(new Error('no such luck'));
    const answers = await bench.ask('cmd.thing.delete', DELETE);
    assert.equal(answers.at(-1)?.props?.msg, 'no such luck');
    bench.forgetting = Promise.resolve();
    assert.equal(types(await bench.ask('cmd.thing.delete', DELETE))[0], 'evt.thing.exclusion_report');
  });
});
