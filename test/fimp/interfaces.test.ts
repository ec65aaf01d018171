// The table of interfaces: fimp.md c.1.
import assert from 'node:assert/strict';
import { advertises, findCommand, INTERFACES, offered } from '../../src/fimp/interfaces';
import type { Capabilities } from '../../src/wallbox/vocabulary';
import { CAPABILITIES } from './house';

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

  it('offer no current to set so far', () => {
    assert.equal(advertises(CAPABILITIES, 'cmd.current_session.set_current'), false);
    assert.equal(advertises(CAPABILITIES, 'cmd.charge.start'), true);
  });

  it('are found by service and type, and only the commands', () => {
    assert.equal(findCommand('chargepoint', 'cmd.charge.stop')?.valT, 'null');
    assert.equal(findCommand('meter_elec', 'cmd.charge.stop'), undefined);
    assert.equal(findCommand('chargepoint', 'evt.state.report'), undefined);
  });
});
