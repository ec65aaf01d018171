// Error reports: fimp.md b.5, and examples h.6 and h.7.
import assert from 'node:assert/strict';
import { encodeEnvelope } from '../../src/fimp/envelope';
import { errorReport, faultReport } from '../../src/fimp/errors';
import type { Request } from '../../src/fimp/request';
import { ADAPTER, ADAPTER_EVENTS, CHARGEPOINT, CHARGEPOINT_EVENTS, messageTo, routed } from './house';

const REQUEST: Request = {
  topic: CHARGEPOINT,
  serv: 'chargepoint',
  type: 'cmd.charge.start',
  uid: 'abc',
  respTo: '',
  address: 'wb1',
};

describe('an error report', () => {
  it('goes to the mirrored topic when no other is asked for', () => {
    assert.deepEqual(errorReport(REQUEST, 'no car'), {
      topic: CHARGEPOINT_EVENTS,
      type: 'evt.error.report',
      serv: 'chargepoint',
      valT: 'string',
      val: 'failed to process incoming message',
      storage: { strategy: 'skip' },
      props: {
        msg: 'no car',
        src: 'wb1',
        cmd_topic: CHARGEPOINT,
        cmd_service: 'chargepoint',
        cmd_type: 'cmd.charge.start',
      },
      corid: 'abc',
    });
  });

  for (const respTo of [
    'pt:j1/mt:rsp/rt:app/rn:tpflow/ad:1',
    'pt:j1/mt:rsp/rt:cloud/rn:remote-client/ad:smarthome-app',
  ]) {
    it(`goes only to ${respTo} when that is asked for`, () => {
      const report = errorReport({ ...REQUEST, respTo }, 'no car');
      assert.ok('topic' in report && report.topic === respTo);
    });
  }

  for (const respTo of ['nonsense', 'pt:j1/mt:rsp/#', 'pt:j1c1/mt:rsp/rt:app/rn:a/ad:1', 'not a string']) {
    it(`goes nowhere when ${respTo} is asked for`, () => {
      assert.deepEqual(errorReport({ ...REQUEST, respTo }, 'no car'), {
        unanswerable: `resp_to is not a FIMP topic: ${respTo}`,
      });
    });
  }

  it('of the adapter has no storage, and no src when no thing is meant', () => {
    const report = errorReport(
      { topic: ADAPTER, serv: 'wallbox', type: 'cmd.ping.send', uid: '', respTo: '' },
      'x',
    );
    assert.ok('topic' in report);
    assert.deepEqual(
      [report.topic, report.storage, report.props?.src, report.corid],
      [ADAPTER_EVENTS, undefined, undefined, ''],
    );
  });

  it('answers a current that is a string as in h.6 and h.7', () => {
    const respTo = 'pt:j1/mt:rsp/rt:app/rn:tpflow/ad:1';
    const uid = 'e2a9f8d3-1b6a-47b1-8f0d-9a7c6b5e4f06';
    const type = 'cmd.current_session.set_current';
    const fields = { type, serv: 'chargepoint', val_t: 'string', val: '10', props: null, tags: null };
    const result = routed(
      messageTo(CHARGEPOINT, { ...fields, resp_to: respTo, src: 'tpflow', ver: '1', uid }),
    );
    assert.ok(result.kind === 'reply');
    const stamp = {
      src: 'wallbox',
      uid: '91b8c7d6-e5f4-4a3b-92c1-d0e9f8a7b607',
      ctime: '2026-03-01T10:06:00.015Z',
    };
    assert.deepEqual(encodeEnvelope(result.message, stamp), {
      topic: respTo,
      payload:
        '{"type":"evt.error.report","serv":"chargepoint","val_t":"string","val":"failed to process incoming message",' +
        '"storage":{"strategy":"skip"},"props":{"msg":"current must be an integer (val_t int), got string","src":"wb1",' +
        '"cmd_topic":"pt:j1/mt:cmd/rt:dev/rn:wallbox/ad:1/sv:chargepoint/ad:wb1","cmd_service":"chargepoint",' +
        '"cmd_type":"cmd.current_session.set_current"},"tags":null,"src":"wallbox","ver":"1",' +
        '"corid":"e2a9f8d3-1b6a-47b1-8f0d-9a7c6b5e4f06","uid":"91b8c7d6-e5f4-4a3b-92c1-d0e9f8a7b607",' +
        '"ctime":"2026-03-01T10:06:00.015Z"}',
    });
  });
});

describe('a fault', () => {
  it('is told on the chargepoint topic, with its code, and no command', () => {
    assert.deepEqual(faultReport('wallbox', 'wb1', { code: 'overTemperature', message: 'too hot' }), {
      topic: CHARGEPOINT_EVENTS,
      type: 'evt.error.report',
      serv: 'chargepoint',
      valT: 'string',
      val: 'overTemperature',
      storage: { strategy: 'skip' },
      props: { msg: 'too hot', src: 'wb1' },
    });
  });
});
