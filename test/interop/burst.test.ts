// Too much at once, over a real broker: a thousand commands, the same one again and again, and a flood of nonsense.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { needs } from '../support/needs';
import { CHARGEPOINT, freePort, House, MOSQUITTO, until, type Program } from './house';

const COMMANDS = 1000;

describe('a burst', function () {
  this.timeout(120_000);
  const house = new House();
  const { hub } = house;
  let run: Program;

  before(async function () {
    needs(this, MOSQUITTO);
    await house.build();
    const port = await freePort();
    house.program('simulate', 'abb/terra-ac', '--tcp', `127.0.0.1:${port}`, '--car', 'charges');
    run = house.program('run', '--config', await house.config(`{ tcp: "127.0.0.1:${port}" }`));
    await hub.sees('evt.state.report', ({ val }) => val === 'charging');
  });
  after(() => house.tearDown());

  it('of a thousand commands: each is answered in order or refused as busy, and the last word holds', async () => {
    const from = hub.seen.length;
    const sending = Array.from({ length: COMMANDS }, (_, index) => {
      const type = index % 2 === 0 ? 'cmd.charge.stop' : 'cmd.charge.start';
      return hub.command(index % 5 === 4 ? 'cmd.state.get_report' : type);
    });
    const uids = await Promise.all(sending);
    const answered = () => new Set(hub.seen.slice(from).map(({ corid }) => corid));
    await until(
      () => uids.every((uid) => answered().has(uid)),
      () => {
        const got = answered();
        const missing = uids.filter((uid) => !got.has(uid));
        return `${missing.length} unanswered: ${missing.slice(0, 20).join()} ... ${missing.at(-1) ?? ''}`;
      },
    );
    const carriedOut = hub.seen
      .slice(from)
      .filter(({ type, corid }) => type !== 'evt.error.report' && corid !== '');
    const order = [...new Set(carriedOut.map(({ corid }) => uids.indexOf(corid)))];
    assert.deepEqual(
      order,
      order.toSorted((a, b) => a - b),
    );
    const errors = hub.seen.slice(from).filter(({ type }) => type === 'evt.error.report');
    for (const { props } of errors) assert.match(props?.msg ?? '', /busy|overtaken/);
    // The last stop among them was refused as busy, and yet it is a stop.
    await hub.sees('evt.state.report', ({ val }) => val === 'ready_to_charge', from);
    const [state] = await hub.answers(await hub.command('cmd.state.get_report'), 1);
    assert.equal(state?.val, 'ready_to_charge');
  });

  it('of one command: it is carried out once and answered each time', async () => {
    await hub.command('cmd.charge.start', { uid: 'first' });
    await hub.answers('first', 1);
    const writes = () => run.text.match(/wrote /g)?.length ?? 0;
    const message = { type: 'cmd.charge.stop', serv: 'chargepoint', val_t: 'null', val: null, uid: 'same' };
    await hub.raw(CHARGEPOINT, JSON.stringify(message));
    await hub.answers('same', 2);
    await hub.command('cmd.charge.start', { uid: 'second' });
    await hub.answers('second', 2);
    const before = writes();
    for (const count of [4, 6]) {
      await hub.raw(CHARGEPOINT, JSON.stringify(message));
      await hub.answers('same', count);
    }
    assert.equal(writes(), before);
    const state = await hub.answers(await hub.command('cmd.state.get_report'), 1);
    assert.equal(state[0]?.val, 'charging');
  });

  it('of nonsense: it goes on, no larger than before', async () => {
    const nonsense = [
      Buffer.from([0xff, 0x00, 0x7b]),
      '{"type":"cmd.charge.start"',
      '[]',
      '{"type":7,"serv":"chargepoint","val_t":"null"}',
      JSON.stringify({ type: 'cmd.charge.start', serv: 'chargepoint', val_t: 'null', props: { a: [1] } }),
      JSON.stringify({
        type: 'cmd.max_current.set',
        serv: 'chargepoint',
        val_t: 'int',
        val: 'x'.repeat(5000),
      }),
      'x'.repeat(70_000),
    ];
    const flood = async () => {
      for (let round = 0; round < 10; round++)
        await Promise.all(
          Array.from({ length: 100 }, (_, index) => hub.raw(CHARGEPOINT, nonsense[index % nonsense.length]!)),
        );
    };
    await flood();
    const before = memoryMB(run);
    await flood();
    await flood();
    const [state] = await hub.answers(await hub.command('cmd.state.get_report'), 1);
    assert.equal(state?.type, 'evt.state.report');
    const complaints = run.text.split('\n').filter((line) => /message (ignored|refused)/.test(line));
    assert.ok(complaints.length <= 20, complaints.join('\n'));
    assert.ok(memoryMB(run) < before + 60, `${before} MB, then ${memoryMB(run)} MB`);
  });
});

/** Resident memory of a program of ours. */
function memoryMB({ child }: Program): number {
  const [, kB] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kB) / 1024);
}
