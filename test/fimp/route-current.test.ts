// The chargepoint's commands of 2023: current, limit and phases (fimp.md c.4, c.6).
import assert from 'node:assert/strict';
import type { Capabilities } from '../../src/wallbox/vocabulary';
import { command, errorOf, FULL, houseWith, NOW, orderOf, routed } from './house';

const HOUSE = houseWith(FULL);

const CURRENT = [
  ['cmd.current_session.set_current', 'setCurrent'],
  ['cmd.max_current.set', 'setMaxCurrent'],
] as const;

describe('a current', () => {
  for (const [type, kind] of CURRENT) {
    for (const amps of [6, 10, 32]) {
      it(`${type} takes ${amps} A`, () => {
        const result = routed(command(type, { val_t: 'int', val: amps }), HOUSE);
        assert.deepEqual(orderOf(result), { kind, amps });
      });
    }

    for (const amps of [5, 33, 0, -6, 1_000_000]) {
      it(`${type} refuses ${amps} A`, () =>
        assert.equal(
          errorOf(routed(command(type, { val_t: 'int', val: amps }), HOUSE)),
          `current must be 6 to 32 A, got ${amps}`,
        ));
    }

    for (const [val_t, val] of [
      ['string', '10'],
      ['float', 10],
      ['int', 10.5],
      ['int', '10'],
      ['int', null],
      ['null', null],
      ['bool', true],
      ['int', [10]],
    ] as const) {
      it(`${type} refuses ${val_t} ${JSON.stringify(val)}`, () =>
        assert.match(
          errorOf(routed(command(type, { val_t, val }), HOUSE)),
          /^current must be an integer \(val_t int\), got /,
        ));
    }

    it(`${type} stops at the whole amperes of what is supported`, () => {
      const house = houseWith({ ...FULL, supMaxA: 15.8 });
      assert.match(errorOf(routed(command(type, { val_t: 'int', val: 16 }), house)), /6 to 15 A/);
    });

    it(`${type} is refused where no current can be set`, () => {
      const result = routed(command(type, { val_t: 'int', val: 10 }));
      assert.match(errorOf(result), /it needs a current that can be set/);
    });
  }

  it('bad set_current is answered as in h.7', () => {
    const result = routed(
      command('cmd.current_session.set_current', {
        ...{ val_t: 'string', val: '10', resp_to: 'pt:j1/mt:rsp/rt:app/rn:tpflow/ad:1' },
      }),
      HOUSE,
    );
    assert.ok(result.kind === 'reply');
    assert.equal(result.message.topic, 'pt:j1/mt:rsp/rt:app/rn:tpflow/ad:1');
    assert.deepEqual(
      [result.message.props?.msg, result.message.props?.src, result.message.storage],
      ['current must be an integer (val_t int), got string', 'wb1', { strategy: 'skip' }],
    );
  });
});

describe('a current that was sent too long ago', () => {
  const LATE = '2026-03-01T10:04:00Z';
  const thing = {
    address: 'wb1',
    capabilities: HOUSE.things[0]!.capabilities,
    offeredA: 10,
    maxCurrentA: 16,
  };
  const house = { ...HOUSE, things: [thing] };

  for (const [type, amps, isTaken] of [
    ['cmd.current_session.set_current', 11, false],
    ['cmd.current_session.set_current', 10, true],
    ['cmd.current_session.set_current', 6, true],
    ['cmd.max_current.set', 17, false],
    ['cmd.max_current.set', 16, true],
  ] as const) {
    it(`${type} ${amps} is ${isTaken ? 'taken: it raises nothing' : 'refused: it is a raise'}`, () => {
      const result = routed(command(type, { val_t: 'int', val: amps, ctime: LATE }), house);
      assert.equal(result.kind, isTaken ? 'order' : 'reply');
    });
  }

  it('is refused where the present value is not known, and taken where the clock may be wrong', () => {
    const message = command('cmd.current_session.set_current', { val_t: 'int', val: 6, ctime: LATE });
    assert.match(errorOf(routed(message, HOUSE)), /too late/);
    assert.equal(routed(message, HOUSE, { ...NOW, isWallSynchronised: false }).kind, 'order');
  });
});

describe('the reports of current and phases', () => {
  for (const [type, report] of [
    ['cmd.max_current.get_report', 'maxCurrent'],
    ['cmd.phase_mode.get_report', 'phaseMode'],
  ] as const) {
    for (const fields of [{}, { val_t: 'string', val: null }, { val_t: 'int', val: 1.5 }]) {
      it(`${type} is taken with ${JSON.stringify(fields)}`, () =>
        assert.deepEqual(orderOf(routed(command(type, fields), HOUSE)), {
          kind: 'refresh',
          reports: [report],
        }));
    }

    it(`${type} is refused where there is no such thing`, () =>
      assert.match(errorOf(routed(command(type))), /does not offer/));
  }
});

describe('cmd.phase_mode.set', () => {
  for (const mode of ['NL1L2L3', 'NL1'] as const) {
    it(`takes ${mode}`, () => {
      const result = routed(command('cmd.phase_mode.set', { val_t: 'string', val: mode }), HOUSE);
      assert.deepEqual(orderOf(result), { kind: 'setPhaseMode', mode });
    });
  }

  for (const bad of ['nl1', 'NL2', 'L1L2L3', '', ' NL1', '__proto__']) {
    it(`refuses ${JSON.stringify(bad)} and names the choice`, () =>
      assert.equal(
        errorOf(routed(command('cmd.phase_mode.set', { val_t: 'string', val: bad }), HOUSE)),
        `phase mode ${JSON.stringify(bad)} is not one of NL1L2L3, NL1`,
      ));
  }

  for (const changes of [
    { ...FULL, canSetPhaseMode: false },
    { ...FULL, phaseModes: [] },
    { ...FULL, canControl: false },
  ] as readonly Partial<Capabilities>[]) {
    it(`is refused with ${JSON.stringify({ can: changes.canSetPhaseMode, modes: changes.phaseModes })}`, () =>
      assert.match(
        errorOf(routed(command('cmd.phase_mode.set', { val_t: 'string', val: 'NL1' }), houseWith(changes))),
        /it needs phases that can be switched/,
      ));
  }
});
