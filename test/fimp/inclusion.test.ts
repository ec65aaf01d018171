// The inclusion report: fimp.md e.2 and example h.1.
import assert from 'node:assert/strict';
import {
  checksumSource,
  exclusionReport,
  inclusionReport,
  productHash,
  type IncludedThing,
} from '../../src/fimp/inclusion';
import type { Capabilities } from '../../src/wallbox/vocabulary';
import { ADAPTER_EVENTS, CAPABILITIES, FULL } from './house';

const THING: IncludedThing = {
  address: 'wb1',
  name: 'Garage charger',
  capabilities: CAPABILITIES,
  transport: 'modbus_tcp',
};

interface Description {
  readonly services: readonly {
    readonly name: string;
    readonly props: Readonly<Record<string, unknown>>;
    readonly interfaces: unknown;
  }[];
}

function described(changes: Partial<Capabilities>): Description {
  return inclusionReport('wallbox', { ...THING, capabilities: { ...CAPABILITIES, ...changes } })
    .val as Description;
}

function props(changes: Partial<Capabilities>) {
  return described(changes).services[0]?.props;
}

/** What services without properties of their own have in common. */
const PLAIN = {
  ...{ alias: '', enabled: true, groups: ['ch_0'], tags: null, prop_set_ref: '', props: {} },
};

const entry = (intf_t: string, msg_t: string, val_t: string) => ({ intf_t, msg_t, val_t, ver: '1' });

describe('an inclusion report', () => {
  it('has the shape of h.1', () => {
    const { val, ...envelope } = inclusionReport('wallbox', THING, 'abc');
    assert.deepEqual(envelope, {
      topic: ADAPTER_EVENTS,
      type: 'evt.thing.inclusion_report',
      serv: 'wallbox',
      valT: 'object',
      corid: 'abc',
    });
    assert.deepEqual(val, {
      address: 'wb1',
      groups: ['ch_0'],
      product_name: 'Garage charger',
      product_hash: 'wallbox - Acme - EV22',
      product_id: 'EV22',
      manufacturer_id: 'Acme',
      device_id: 'AC22001234',
      hw_ver: '2',
      sw_ver: '1.14',
      comm_tech: 'local_network',
      power_source: 'ac',
      wakeup_interval: '-1',
      security: 'insecure',
      tech_specific_props: { transport: 'modbus_tcp' },
      prop_set: null,
      services: [
        {
          name: 'chargepoint',
          alias: '',
          address: '/rt:dev/rn:wallbox/ad:1/sv:chargepoint/ad:wb1',
          enabled: true,
          groups: ['ch_0'],
          tags: null,
          prop_set_ref: '',
          props: {
            sup_states: [
              'disconnected',
              'requesting',
              'charging',
              'ready_to_charge',
              'finished',
              'reserved',
              'unavailable',
              'error',
              'unknown',
            ],
            sup_charging_modes: ['normal', 'slow'],
            grid_type: 'TN',
            phases: 3,
          },
          interfaces: [
            entry('in', 'cmd.charge.start', 'null'),
            entry('in', 'cmd.charge.stop', 'null'),
            entry('in', 'cmd.state.get_report', 'null'),
            entry('out', 'evt.state.report', 'string'),
            entry('in', 'cmd.current_session.get_report', 'null'),
            entry('out', 'evt.current_session.report', 'float'),
            entry('in', 'cmd.cable_lock.set', 'bool'),
            entry('in', 'cmd.cable_lock.get_report', 'null'),
            entry('out', 'evt.cable_lock.report', 'bool'),
            entry('out', 'evt.error.report', 'string'),
          ],
        },
        {
          ...PLAIN,
          name: 'parameters',
          address: '/rt:dev/rn:wallbox/ad:1/sv:parameters/ad:wb1',
          interfaces: [
            entry('in', 'cmd.sup_params.get_report', 'null'),
            entry('out', 'evt.sup_params.report', 'object'),
            entry('in', 'cmd.param.set', 'object'),
            entry('in', 'cmd.param.get_report', 'string'),
            entry('out', 'evt.param.report', 'object'),
            entry('out', 'evt.error.report', 'string'),
          ],
        },
        {
          ...PLAIN,
          name: 'version',
          address: '/rt:dev/rn:wallbox/ad:1/sv:version/ad:wb1',
          interfaces: [
            entry('in', 'cmd.version.get_report', 'null'),
            entry('out', 'evt.version.report', 'str_map'),
            entry('out', 'evt.error.report', 'string'),
          ],
        },
      ],
    });
  });

  it('offers what a settable current, phases and a meter bring', () => {
    const { services } = described(FULL);
    assert.deepEqual(
      services.map(({ name }) => name),
      ['chargepoint', 'meter_elec', 'parameters', 'dev_sys', 'version'],
    );
    const [chargepoint, meter] = services;
    assert.equal(chargepoint?.props.sup_max_current, 32);
    assert.deepEqual(chargepoint.props.sup_phase_modes, ['NL1L2L3', 'NL1']);
    assert.deepEqual(meter?.props, {
      sup_units: ['W', 'kWh'],
      sup_extended_vals: ['p_import', 'e_import', 'u1', 'i1'],
      is_virtual: false,
    });
    assert.deepEqual(meter.interfaces, [
      entry('in', 'cmd.meter.get_report', 'string'),
      entry('out', 'evt.meter.report', 'float'),
      entry('in', 'cmd.meter_ext.get_report', 'str_array'),
      entry('out', 'evt.meter_ext.report', 'float_map'),
      entry('out', 'evt.error.report', 'string'),
    ]);
  });

  it('says no extended values where the meter has none', () => {
    const meter = described({ meterUnits: ['kWh'] }).services[1];
    assert.deepEqual(meter?.props, { sup_units: ['kWh'], is_virtual: false });
  });

  it('is taken back by an exclusion report as in h.14', () => {
    assert.deepEqual(exclusionReport('wallbox', 'wb1', 'abc'), {
      topic: ADAPTER_EVENTS,
      type: 'evt.thing.exclusion_report',
      serv: 'wallbox',
      valT: 'object',
      val: { address: 'wb1' },
      corid: 'abc',
    });
  });

  it('has every key also when the wallbox tells little of itself', () => {
    const identity = { manufacturer: 'Acme', model: 'EV22' };
    const val = described({ identity }) as unknown as Record<string, unknown>;
    assert.deepEqual([val.device_id, val.hw_ver, val.sw_ver], ['', '', '']);
  });

  it('lists the whole extended set of states when that is chosen', () => {
    const states = props({ states: 'extended' })?.sup_states as string[];
    assert.deepEqual(states.slice(-3), ['suspended_by_ev', 'suspended_by_evse', 'switching_phases']);
    assert.equal(states.length, 12);
  });

  it('lists modes in lower case, each once, in their order', () => {
    assert.deepEqual(props({ modes: ['Fast', 'ECO', 'eco'] })?.sup_charging_modes, ['fast', 'eco']);
  });

  it('leaves out what is not known or not there', () => {
    const { phases, gridType, ...rest } = CAPABILITIES;
    assert.ok(phases !== undefined && gridType !== undefined);
    const capabilities = { ...rest, modes: [] };
    const val = inclusionReport('wallbox', { ...THING, capabilities }).val as Description;
    assert.deepEqual(Object.keys(val.services[0]?.props ?? {}), ['sup_states']);
  });

  it('has a product hash of three parts, whatever the names', () => {
    assert.equal(
      productHash({ manufacturer: 'ABB', model: 'Terra AC - W22' }),
      'wallbox - ABB - Terra AC-W22',
    );
  });

  it('has the same checksum source for the same content, whoever asked', () => {
    const source = checksumSource(inclusionReport('wallbox', THING));
    assert.equal(source, checksumSource(inclusionReport('wallbox', THING, 'abc')));
    assert.notEqual(source, checksumSource(inclusionReport('wallbox', { ...THING, name: 'Other' })));
    const capabilities = { ...CAPABILITIES, lock: 'none' } as const;
    assert.notEqual(source, checksumSource(inclusionReport('wallbox', { ...THING, capabilities })));
  });
});
