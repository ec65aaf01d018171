// The table of interfaces: fimp.md c.1.
import assert from 'node:assert/strict';
import { findCommand, INTERFACES, offered } from '../../src/fimp/interfaces';
import type { Capabilities } from '../../src/wallbox/vocabulary';
import { CAPABILITIES, FULL } from './house';

const REPORTING = [
  'cmd.state.get_report',
  'evt.state.report',
  'cmd.current_session.get_report',
  'evt.current_session.report',
];
const CHARGING = ['cmd.charge.start', 'cmd.charge.stop'];
const LOCK = ['cmd.cable_lock.get_report', 'evt.cable_lock.report'];

function types(changes: Partial<Capabilities>): readonly string[] {
  return offered('chargepoint', { ...CAPABILITIES, ...changes }).map(({ type }) => type);
}

describe('the interfaces of a chargepoint', () => {
  for (const [name, changes, expected] of [
    ['with a lock that can be set', {}, [...CHARGING, ...REPORTING, 'cmd.cable_lock.set', ...LOCK]],
    ['with a lock that can be read', { lock: 'readable' }, [...CHARGING, ...REPORTING, ...LOCK]],
    ['without a lock', { lock: 'none' }, [...CHARGING, ...REPORTING]],
    ['that is only observed', { canControl: false }, [...REPORTING, ...LOCK]],
  ] as const satisfies readonly (readonly [string, Partial<Capabilities>, unknown])[]) {
    it(name, () => assert.deepEqual(types(changes), [...expected, 'evt.error.report']));
  }

  it('each have the value type of the service', () => {
    const valTs = offered('chargepoint', CAPABILITIES).map(({ type, valT }) => [type, valT] as const);
    const valued = valTs.filter(([, valT]) => valT !== 'null');
    assert.deepEqual(valued, [
      ['evt.state.report', 'string'],
      ['evt.current_session.report', 'float'],
      ['cmd.cable_lock.set', 'bool'],
      ['evt.cable_lock.report', 'bool'],
      ['evt.error.report', 'string'],
    ]);
  });

  it('go in as commands and out as events, each once', () => {
    for (const { type, direction } of INTERFACES)
      assert.ok(type.startsWith(direction === 'in' ? 'cmd.' : 'evt.'), type);
    assert.equal(
      new Set(INTERFACES.map(({ service, type }) => `${service} ${type}`)).size,
      INTERFACES.length,
    );
  });

  for (const [name, changes, expected] of [
    [
      'a current that can be set brings its commands and the limit',
      { canSetCurrent: true },
      [
        ...['cmd.current_session.set_current', 'cmd.max_current.set'],
        ...['cmd.max_current.get_report', 'evt.max_current.report'],
      ],
    ],
    [
      'phases that can be switched bring theirs',
      { phaseModes: ['NL1L2L3', 'NL1'], canSetPhaseMode: true },
      ['cmd.phase_mode.set', 'cmd.phase_mode.get_report', 'evt.phase_mode.report'],
    ],
    [
      'phases that can only be read bring no command to set them',
      { phaseModes: ['NL1L2L3', 'NL1'] },
      ['cmd.phase_mode.get_report', 'evt.phase_mode.report'],
    ],
    ['no phase modes bring nothing', { phaseModes: [], canSetPhaseMode: true }, []],
    ['a limit below 6 A can carry no current to set', { canSetCurrent: true, supMaxA: 5 }, []],
  ] as const satisfies readonly (readonly [string, Partial<Capabilities>, readonly string[]])[]) {
    it(name, () => {
      const before = types({});
      assert.deepEqual(
        types(changes).filter((type) => !before.includes(type)),
        expected,
      );
    });
  }

  it('that is only observed offers nothing to set, whatever it can do', () => {
    const observed = types({ ...FULL, canControl: false }).filter((type) =>
      /\.set|charge\.(start|stop)/.test(type),
    );
    assert.deepEqual(observed, []);
    assert.deepEqual(offered('dev_sys', { ...CAPABILITIES, ...FULL, canControl: false }), []);
  });

  it('of other services are there only with what they need', () => {
    const of = (
      service: 'meter_elec' | 'dev_sys' | 'parameters' | 'version',
      changes: Partial<Capabilities>,
    ) => offered(service, { ...CAPABILITIES, ...changes }).map(({ type }) => type);
    const error = 'evt.error.report';
    assert.deepEqual(of('meter_elec', {}), []);
    assert.deepEqual(of('meter_elec', { meterUnits: ['W'] }), [
      'cmd.meter.get_report',
      'evt.meter.report',
      error,
    ]);
    assert.deepEqual(of('meter_elec', { meterKeys: ['u1'] }), [
      'cmd.meter_ext.get_report',
      'evt.meter_ext.report',
      error,
    ]);
    assert.deepEqual(of('dev_sys', {}), []);
    assert.deepEqual(of('dev_sys', { canReboot: true }), ['cmd.thing.reboot', 'evt.success.report', error]);
    assert.deepEqual(of('parameters', { canControl: false }), []);
    assert.deepEqual(of('version', { identity: { manufacturer: 'a', model: 'b' } }), []);
  });

  it('are found by service and type, and only the commands', () => {
    assert.equal(findCommand('chargepoint', 'cmd.charge.stop')?.valT, 'null');
    assert.equal(findCommand('meter_elec', 'cmd.charge.stop'), undefined);
    assert.equal(findCommand('chargepoint', 'evt.state.report'), undefined);
  });
});
