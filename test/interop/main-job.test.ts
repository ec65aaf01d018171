// The main job with real processes: simulate and run over a pty pair and over TCP, a real mosquitto, every command.
import assert from 'node:assert/strict';
import { needs } from '../support/needs';
import { ADAPTER, CHARGEPOINT, House, MOSQUITTO, freePort, joinedPtys, type Seen } from './house';

const EVENTS = CHARGEPOINT.replace('mt:cmd', 'mt:evt');

for (const line of ['a pty pair', 'TCP'] as const) {
  describe(`the main job over ${line}`, function () {
    this.timeout(60_000);
    const house = new House();
    const { hub } = house;
    let ptys: Awaited<ReturnType<typeof joinedPtys>> | undefined;

    before(async function () {
      needs(this, 'socat');
      needs(this, MOSQUITTO);
      await house.build();
      if (line === 'TCP') {
        const port = await freePort();
        house.program('simulate', 'abb/terra-ac', '--tcp', `127.0.0.1:${port}`, '--car', 'charges');
        house.program('run', '--config', await house.config(`{ tcp: "127.0.0.1:${port}" }`));
      } else {
        ptys = await joinedPtys(house.folder);
        house.program('simulate', 'abb/terra-ac', '--serial', ptys.a, '--car', 'charges');
        house.program('run', '--config', await house.config(`{ serial: ${ptys.b} }`));
      }
      await hub.sees('evt.state.report', ({ val }) => val === 'charging');
    });
    after(async () => {
      await house.tearDown();
      await ptys?.cut();
    });

    it('includes the wallbox before its first report, as a node that is up', () => {
      const types = hub.seen.map(({ type }) => type);
      const inclusion = types.indexOf('evt.thing.inclusion_report');
      assert.ok(inclusion >= 0 && inclusion < types.indexOf('evt.state.report'), types.join());
      const node = hub.seen.find(({ type }) => type === 'evt.network.node_report');
      assert.equal((node?.val as { status: string }).status, 'UP');
    });

    it('stops: state, then session, both with the uid of the command', async () => {
      const answers = await hub.answers(await hub.command('cmd.charge.stop'), 2);
      assert.deepEqual(summary(answers), ['evt.state.report ready_to_charge', 'evt.current_session.report']);
      assert.ok(answers.every(({ topic }) => topic === EVENTS));
    });

    it('starts in the default mode without charging_mode', async () => {
      const answers = await hub.answers(await hub.command('cmd.charge.start'), 2);
      assert.deepEqual(summary(answers), ['evt.state.report charging', 'evt.current_session.report']);
      assert.deepEqual(answers[0]?.props, { charging_mode: 'normal' });
    });

    it('starts in the mode named, whatever its spelling', async () => {
      const uid = await hub.command('cmd.charge.start', { props: { charging_mode: 'SLOW' } });
      const answers = await hub.answers(uid, 2);
      assert.deepEqual(answers[0]?.props, { charging_mode: 'slow' });
    });

    it('refuses a mode that is not listed', async () => {
      const uid = await hub.command('cmd.charge.start', { props: { charging_mode: 'turbo' } });
      await refused(uid, /turbo/);
    });

    it('unlocks: stops first, then opens the bolt', async () => {
      const uid = await hub.command('cmd.cable_lock.set', { val_t: 'bool', val: false });
      const [answer] = await hub.answers(uid, 1);
      assert.equal(answer?.type, 'evt.cable_lock.report');
      assert.equal(answer.val, false);
      await hub.sees('evt.state.report', ({ val }) => val === 'ready_to_charge');
    });

    it('locks', async () => {
      const uid = await hub.command('cmd.cable_lock.set', { val_t: 'bool', val: true });
      const [answer] = await hub.answers(uid, 1);
      assert.deepEqual([answer?.type, answer?.val], ['evt.cable_lock.report', true]);
    });

    for (const [command, report] of [
      ['cmd.state.get_report', 'evt.state.report'],
      ['cmd.current_session.get_report', 'evt.current_session.report'],
      ['cmd.cable_lock.get_report', 'evt.cable_lock.report'],
    ] as const) {
      it(`answers ${command}, also as clients send it: val_t string with null`, async () => {
        for (const fields of [{}, { val_t: 'string', corid: null, props: {} }]) {
          const [answer] = await hub.answers(await hub.command(command, fields), 1);
          assert.equal(answer?.type, report);
        }
      });
    }

    it('answers the adapter commands', async () => {
      const named = { val_t: 'string', val: 'wb1' };
      for (const [command, fields, report] of [
        ['cmd.thing.get_inclusion_report', named, 'evt.thing.inclusion_report'],
        ['cmd.network.get_node', named, 'evt.network.node_report'],
        ['cmd.network.get_all_nodes', {}, 'evt.network.all_nodes_report'],
        ['cmd.ping.send', named, 'evt.ping.report'],
      ] as const) {
        const [answer] = await hub.answers(await hub.command(command, fields, ADAPTER), 1);
        assert.equal(answer?.type, report);
      }
    });

    it('answers an unknown address on the mirrored topic', async () => {
      const topic = CHARGEPOINT.replace('ad:wb1', 'ad:wb9');
      const [error] = await hub.answers(await hub.command('cmd.charge.stop', {}, topic), 1);
      assert.equal(error?.type, 'evt.error.report');
      assert.equal(error.topic, topic.replace('mt:cmd', 'mt:evt'));
    });

    it('refuses a wrong val_t, and answers errors only to resp_to', async () => {
      const respTo = 'pt:j1/mt:rsp/rt:app/rn:tester/ad:1';
      const uid = await hub.command('cmd.cable_lock.set', { val_t: 'string', val: 'true', resp_to: respTo });
      const [error] = await hub.answers(uid, 1);
      assert.equal(error?.topic, respTo);
      assert.equal(error.props?.cmd_type, 'cmd.cable_lock.set');
    });

    it('survives garbage and ignores a retained start', async () => {
      const from = hub.seen.length;
      await hub.raw(CHARGEPOINT, Buffer.from([0xff, 0x00, 0x7b]));
      await hub.raw(CHARGEPOINT, '{"type":"cmd.charge.start"');
      const start = {
        type: 'cmd.charge.start',
        serv: 'chargepoint',
        val_t: 'null',
        val: null,
        uid: 'retained',
      };
      await hub.raw(CHARGEPOINT, JSON.stringify(start), true);
      // Live it is a command like any other; stored and replayed it must not be.
      await hub.answers('retained', 1);
      await hub.command('cmd.charge.stop');
      await hub.sees('evt.state.report', ({ val }) => val === 'ready_to_charge', from);
      await house.killBroker();
      await house.startBroker();
      const back = hub.seen.length;
      await hub.raw(CHARGEPOINT, '', true);
      await hub.sees('evt.state.report', ({ val }) => val === 'ready_to_charge', back);
    });

    async function refused(uid: string, message: RegExp): Promise<void> {
      const [error] = await hub.answers(uid, 1);
      assert.equal(error?.type, 'evt.error.report');
      assert.equal(error.val, 'failed to process incoming message');
      assert.match(error.props?.msg ?? '', message);
    }
  });
}

/** Type, and the value where it is a text. */
function summary(messages: readonly Seen[]): readonly string[] {
  return messages.map(({ type, val }) => (typeof val === 'string' ? `${type} ${val}` : type));
}
