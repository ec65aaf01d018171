// Answers of the application: fimp.md e.4, e.5 and example h.15.
import assert from 'node:assert/strict';
import * as application from '../../src/fimp/application';
import { applicationState } from '../../src/fimp/application-state';
import { discoveryReport } from '../../src/fimp/discovery';
import { encodeEnvelope } from '../../src/fimp/envelope';
import { successReport } from '../../src/fimp/reply';
import { CONFIG, TWO } from '../support/sample-config';
import { ADAPTER, ADAPTER_EVENTS, CHARGEPOINT } from './house';

const REQUEST = { topic: ADAPTER, serv: 'wallbox', type: 'cmd.x', uid: 'u-1', respTo: '' };
const STATE = applicationState([{ isReachable: true }]);

/** The answer, after a look at its envelope. */
function answered(answer: ReturnType<typeof application.stateReport>): {
  type: string;
  valT: string;
  val: unknown;
} {
  if ('unanswerable' in answer) throw new Error(answer.unanswerable);
  assert.deepEqual([answer.topic, answer.serv, answer.corid], [ADAPTER_EVENTS, 'wallbox', 'u-1']);
  encodeEnvelope(answer, { src: 'wallbox', uid: 'u', ctime: '' });
  return { type: answer.type, valT: answer.valT, val: answer.val };
}

describe('the state of the application', () => {
  for (const [name, things, app, connection, config] of [
    ['without a wallbox', [], 'NOT_CONFIGURED', 'DISCONNECTED', 'NOT_CONFIGURED'],
    ['before the first poll', [undefined], 'STARTING', 'DISCONNECTED', 'CONFIGURED'],
    ['while one has not been tried', [true, undefined], 'STARTING', 'CONNECTED', 'CONFIGURED'],
    ['with one that answers', [true, false], 'RUNNING', 'CONNECTED', 'CONFIGURED'],
    ['with none that answers', [false], 'RUNNING', 'DISCONNECTED', 'CONFIGURED'],
  ] as const) {
    it(name, () => {
      const counted = things.map((isReachable) => ({ isReachable }));
      assert.deepEqual(applicationState(counted), { app, connection, config, auth: 'NA' });
    });
  }
});

describe('an answer of the application', () => {
  it('tells the state', () => {
    assert.deepEqual(answered(application.stateReport(REQUEST, STATE)), {
      type: 'evt.app.state_report',
      valT: 'object',
      val: { app: 'RUNNING', connection: 'CONNECTED', config: 'CONFIGURED', auth: 'NA' },
    });
  });

  it('goes only to where it is wanted', () => {
    const respTo = 'pt:j1/mt:rsp/rt:app/rn:x/ad:1';
    const answer = application.stateReport({ ...REQUEST, respTo }, STATE);
    assert.ok('topic' in answer && answer.topic === respTo);
    assert.ok('unanswerable' in application.stateReport({ ...REQUEST, respTo: 'nonsense' }, STATE));
  });

  it('has a manifest with a field for each setting, and the state only when it is asked for', () => {
    const { type, val } = answered(application.manifestReport(REQUEST, TWO));
    const manifest = val as { configs: { id: string; val_t: string; label: unknown }[] };
    assert.equal(type, 'evt.app.manifest_report');
    assert.deepEqual(Object.keys(manifest), [
      ...['configs', 'ui_blocks', 'ui_buttons', 'auth', 'init_flow', 'services'],
    ]);
    assert.equal(manifest.configs.length, 10);
    assert.deepEqual(
      manifest.configs.find(({ id }) => id === 'free_charging_wb2'),
      {
        id: 'free_charging_wb2',
        label: { en: 'Box wb2: Free charging' },
        val_t: 'bool',
        ui: { type: 'input_switch' },
        val: { default: true },
        is_required: false,
        config_point: 'any',
        hidden: false,
      },
    );
    const full = answered(application.manifestReport(REQUEST, CONFIG, STATE)).val as Record<string, unknown>;
    assert.deepEqual(full.app_state, STATE);
    assert.equal((full.config_state as Record<string, unknown>).log_level, 'info');
  });

  it('shows the whole configuration without its secrets', () => {
    const { type, val } = answered(application.extendedConfigReport(REQUEST, CONFIG));
    assert.equal(type, 'evt.config.extended_report');
    assert.ok(!JSON.stringify(val).includes('topsecret'));
    assert.deepEqual(Object.keys(val as object), [
      ...['log_level', 'states', 'name_wb1', 'free_charging_wb1', 'charging_modes_wb1'],
      ...['mqtt', 'fimp', 'buses', 'chargepoints', 'state_dir'],
    ]);
    assert.equal(answered(application.configReport(REQUEST, CONFIG)).type, 'evt.config.report');
  });

  for (const [key, valT, val] of [
    ['log_level', 'string', 'info'],
    ['states', 'string', 'standard'],
  ] as const) {
    it(`tells ${key} by itself`, () =>
      assert.deepEqual(answered(application.settingReport(REQUEST, CONFIG, key, { key })), {
        ...{ type: `evt.config.${key}_report`, valT, val },
      }));
  }

  for (const [key, valT, val] of [
    ['name', 'string', 'Box wb1'],
    ['free_charging', 'bool', true],
    ['charging_modes', 'int_map', { normal: 16, slow: 6 }],
    ['poll_interval', 'null', null],
  ] as const) {
    it(`tells ${key} of a chargepoint by itself`, () => {
      const answer = application.settingReport(REQUEST, CONFIG, `${key}_wb1`, { key, address: 'wb1' });
      assert.deepEqual(answered(answer), { type: `evt.config.${key}_wb1_report`, valT, val });
    });
  }

  it('tells the log level', () => {
    assert.deepEqual(answered(application.logLevelReport(REQUEST, CONFIG)), {
      ...{ type: 'evt.log.level_report', valT: 'string', val: 'info' },
    });
  });

  it('tells how an operation ended', () => {
    const type = 'evt.app.config_report';
    assert.deepEqual(answered(application.operationReport(REQUEST, type, STATE)).val, {
      ...{ op_status: 'ok', op_error: '', app_state: STATE },
    });
    assert.deepEqual(answered(application.operationReport(REQUEST, type, STATE, 'why')).val, {
      ...{ op_status: 'error', op_error: 'why', app_state: STATE },
    });
    assert.deepEqual(answered(application.resetReport(REQUEST)).val, {
      ...{ op: 'cmd.app.reset', op_status: 'ok', next: 'reload', error_code: '', error_text: '' },
    });
  });

  it('tells a diagnosis in whole seconds', () => {
    const diagnosis = { uptimeMs: 12_999, restarts: 3, errors: ['wb1 does not answer'] };
    assert.deepEqual(answered(application.diagnosisReport(REQUEST, diagnosis)).val, {
      ...{ uptime: 12, restarts_count: 3, errors: ['wb1 does not answer'] },
    });
  });
});

describe('a discovery report', () => {
  const request = { ...REQUEST, topic: 'pt:j1/mt:cmd/rt:discovery', serv: 'anything' };
  const answer = discoveryReport(request, { resourceName: 'wallbox', version: '1.2.3' }, STATE);

  it('goes out in the name of the system, on the topic of discovery', () => {
    assert.ok('topic' in answer);
    assert.deepEqual(
      [answer.topic, answer.type, answer.serv, answer.valT, answer.corid],
      ['pt:j1/mt:evt/rt:discovery', 'evt.discovery.report', 'system', 'object', 'u-1'],
    );
  });

  it('has the keys of h.15', () => {
    const val = ('val' in answer ? answer.val : {}) as Record<string, unknown>;
    assert.deepEqual(Object.keys(val), [
      ...['package_name', 'resource_name', 'resource_type', 'instance_id', 'version', 'resource_full_name'],
      ...['description', 'author', 'doc_url', 'adapter_info'],
      ...['is_instance_configurable', 'config_required', 'app_state'],
    ]);
    assert.deepEqual(
      [val.resource_name, val.resource_type, val.instance_id, val.version, val.app_state],
      ['wallbox', 'ad', '1', '1.2.3', STATE],
    );
    const { services, ...info } = val.adapter_info as {
      services: { address: string; interfaces: unknown[] }[];
    };
    assert.deepEqual(info, {
      ...{ technology: 'local_network', network_management_type: 'inclusion_dev_remove' },
      ...{ fw_version: '', hw_dependency: null },
    });
    assert.equal(services[0]?.address, 'rt:ad/rn:wallbox/ad:1');
    const entry = { intf_t: 'in', msg_t: 'cmd.network.get_all_nodes', val_t: 'null', ver: '1' };
    assert.deepEqual(services[0].interfaces[2], entry);
  });
});

describe('a success report', () => {
  it('names the command, and is not kept by the hub when it is of a device', () => {
    const topic = CHARGEPOINT.replace('chargepoint', 'dev_sys');
    const report = successReport({ ...REQUEST, topic, serv: 'dev_sys', type: 'cmd.thing.reboot' });
    assert.deepEqual(report, {
      topic: topic.replace('cmd', 'evt'),
      type: 'evt.success.report',
      serv: 'dev_sys',
      valT: 'null',
      val: null,
      storage: { strategy: 'skip' },
      props: { cmd_topic: topic, cmd_service: 'dev_sys', cmd_type: 'cmd.thing.reboot' },
      corid: 'u-1',
    });
  });
});
