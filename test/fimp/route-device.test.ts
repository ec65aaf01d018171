// The chargepoint's commands: fimp.md c.1 (the rows of 2022) and c.4.
import assert from 'node:assert/strict';
import type { Capabilities } from '../../src/wallbox/vocabulary';
import { command, errorOf, houseWith, messageTo, NOW, orderOf, routed, CHARGEPOINT } from './house';

const ARGUMENTLESS = [
  ['cmd.charge.start', { kind: 'start' }],
  ['cmd.charge.stop', { kind: 'stop' }],
  ['cmd.state.get_report', { kind: 'refresh', reports: ['state'] }],
  ['cmd.current_session.get_report', { kind: 'refresh', reports: ['session'] }],
  ['cmd.cable_lock.get_report', { kind: 'refresh', reports: ['lock'] }],
] as const;

function mode(charging_mode: unknown) {
  return command('cmd.charge.start', { props: { charging_mode } });
}

describe('a command without an argument', () => {
  for (const [type, order] of ARGUMENTLESS) {
    for (const fields of [
      { val_t: 'null', val: null },
      { val_t: 'string', val: null },
      { val_t: 'string', val: '' },
      { val_t: 'int', val: 10.5 },
      { val_t: 'bool', val: null },
      { val_t: 'colour', val: { a: 1 } },
      { val_t: 'null', val: undefined },
    ]) {
      it(`${type} is taken with ${JSON.stringify(fields)}`, () =>
        assert.deepEqual(orderOf(routed(command(type, fields))), order));
    }
  }
});

describe('cmd.charge.start', () => {
  for (const [name, message, capabilities, order] of [
    ['without props takes the default mode', command('cmd.charge.start'), {}, { kind: 'start' }],
    [
      'with null props takes the default mode',
      command('cmd.charge.start', { props: null }),
      {},
      { kind: 'start' },
    ],
    ['with an empty mode takes the default one', mode(''), {}, { kind: 'start' }],
    ['with a null mode takes the default one', mode(null), {}, { kind: 'start' }],
    ['takes a listed mode', mode('slow'), {}, { kind: 'start', mode: 'slow' }],
    ['takes a mode whatever its case', mode('SLOW'), {}, { kind: 'start', mode: 'slow' }],
    ['hands on the spelling of the list', mode('eco'), { modes: ['Eco'] }, { kind: 'start', mode: 'Eco' }],
    ['takes a number for a mode named so', mode(1), { modes: ['1'] }, { kind: 'start', mode: '1' }],
    ['ignores any mode where there are none', mode('warp'), { modes: [] }, { kind: 'start' }],
  ] as const satisfies readonly (readonly [string, unknown, Partial<Capabilities>, unknown])[]) {
    it(name, () => assert.deepEqual(orderOf(routed(message, houseWith(capabilities))), order));
  }

  for (const bad of ['warp', ' slow', 'slow ', 'normal,slow', '__proto__']) {
    it(`refuses the mode ${JSON.stringify(bad)} and names the choice`, () =>
      assert.match(errorOf(routed(mode(bad))), /^charging mode ".*" is not one of normal, slow$/));
  }

  it('is refused where the wallbox is only observed', () => {
    assert.match(
      errorOf(routed(command('cmd.charge.start'), houseWith({ canControl: false }))),
      /does not offer cmd\.charge\.start: it needs a wallbox that may be controlled/,
    );
  });
});

describe('cmd.cable_lock.set', () => {
  for (const isLocked of [true, false]) {
    it(`takes ${isLocked}`, () => {
      const message = command('cmd.cable_lock.set', { val_t: 'bool', val: isLocked });
      assert.deepEqual(orderOf(routed(message)), { kind: 'lock', isLocked });
    });
  }

  for (const [val_t, val] of [
    ['string', 'true'],
    ['int', 1],
    ['bool', 'true'],
    ['bool', 1],
    ['bool', null],
    ['bool', undefined],
    ['null', null],
    ['string', null],
  ] as const) {
    it(`refuses ${val_t} ${JSON.stringify(val)}`, () =>
      assert.match(
        errorOf(routed(command('cmd.cable_lock.set', { val_t, val }))),
        /lock must be true or false \(val_t bool\)/,
      ));
  }

  for (const capabilities of [{ lock: 'readable' }, { lock: 'none' }, { canControl: false }] as const) {
    it(`is refused with ${JSON.stringify(capabilities)}`, () => {
      const message = command('cmd.cable_lock.set', { val_t: 'bool', val: false });
      assert.match(errorOf(routed(message, houseWith(capabilities))), /needs a cable lock that can be set/);
    });
  }
});

describe('cmd.cable_lock.get_report', () => {
  it('works on a lock that can only be read, also when the wallbox is only observed', () => {
    const house = houseWith({ lock: 'readable', canControl: false });
    assert.equal(routed(command('cmd.cable_lock.get_report'), house).kind, 'order');
  });

  it('is refused without a lock that can be read', () => {
    const result = routed(command('cmd.cable_lock.get_report'), houseWith({ lock: 'none' }));
    assert.match(errorOf(result), /needs a cable lock that can be read/);
  });
});

describe('commands of later years', () => {
  for (const [type, fields] of [
    ['cmd.current_session.set_current', { val_t: 'int', val: 10 }],
    ['cmd.max_current.set', { val_t: 'int', val: 10 }],
    ['cmd.max_current.get_report', {}],
    ['cmd.phase_mode.set', { val_t: 'string', val: 'NL1' }],
    ['cmd.phase_mode.get_report', {}],
  ] as const) {
    it(`${type} is refused in words while it is not offered`, () =>
      assert.match(errorOf(routed(command(type, fields))), /^this wallbox does not offer cmd\./));
  }
});

describe('a late command', () => {
  const late = { ctime: '2026-03-01T10:04:00.999Z' };

  it('that starts charging is refused after more than 60 s', () => {
    assert.match(errorOf(routed(command('cmd.charge.start', late))), /created 60 s ago .* too late/);
    assert.equal(routed(command('cmd.charge.start', { ctime: '2026-03-01T10:04:01.000Z' })).kind, 'order');
  });

  it('that unlocks is refused, one that locks is not', () => {
    const lock = (val: boolean) =>
      routed(command('cmd.cable_lock.set', { val_t: 'bool', val, ...late })).kind;
    assert.deepEqual([lock(false), lock(true)], ['reply', 'order']);
  });

  for (const type of ['cmd.charge.stop', 'cmd.state.get_report']) {
    it(`is carried out when it is ${type}`, () => assert.equal(routed(command(type, late)).kind, 'order'));
  }

  for (const ctime of [
    undefined,
    null,
    '',
    'yesterday',
    12,
    '0001-01-01T00:00:00Z',
    '2026-03-01T11:05:00+01:00',
    '2027-01-01T00:00:00Z',
  ]) {
    it(`is not what a start with ctime ${JSON.stringify(ctime)} is`, () =>
      assert.equal(routed(command('cmd.charge.start', { ctime })).kind, 'order'));
  }

  it('is carried out while our own clock may be wrong', () => {
    const now = { ...NOW, isWallSynchronised: false };
    assert.equal(routed(command('cmd.charge.start', late), houseWith(), now).kind, 'order');
  });
});

describe('a command from a real client', () => {
  it('of the Futurehome app starts charging (h.2)', () => {
    const message = messageTo(CHARGEPOINT, {
      corid: null,
      ctime: '2026-03-01T10:05:00.120Z',
      props: { charging_mode: 'normal' },
      resp_to: 'pt:j1/mt:rsp/rt:cloud/rn:remote-client/ad:smarthome-app',
      serv: 'chargepoint',
      src: 'smarthome-app',
      tags: [],
      type: 'cmd.charge.start',
      uid: '7f2f8a54-0f0c-4d3c-9a53-3b8c1fd2a102',
      ver: '1',
    });
    assert.deepEqual(orderOf(routed(message)), { kind: 'start', mode: 'normal' });
  });

  it('with val_t string and val null is understood (g.22)', () => {
    const message = command('cmd.charge.stop', {
      corid: null,
      props: {},
      tags: [],
      val_t: 'string',
      val: null,
    });
    assert.deepEqual(orderOf(routed(message)), { kind: 'stop' });
  });
});
