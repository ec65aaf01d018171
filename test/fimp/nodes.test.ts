// Node reports: fimp.md e.1 and examples h.11 and h.12.
import assert from 'node:assert/strict';
import { allNodesReport, nodeReport, pingReport, type Node } from '../../src/fimp/nodes';
import { ADAPTER_EVENTS } from './house';

const NODE: Node = {
  address: 'wb1',
  name: 'Garage charger',
  identity: { manufacturer: 'Acme', model: 'EV22' },
  isReachable: false,
};
const OBJECT = {
  address: 'wb1',
  hash: 'wallbox - Acme - EV22',
  alias: 'Garage charger',
  power_source: 'ac',
  wakeup_interval: '-1',
  comm_tech: 'local_network',
  status: 'DOWN',
  operationability: [],
  conn_quality: 'undefined',
  conn_type: 'direct',
};
const COMMON = { topic: ADAPTER_EVENTS, serv: 'wallbox', valT: 'object' };

describe('node reports', () => {
  it('tell a wallbox that does not answer, as in h.11', () => {
    assert.deepEqual(nodeReport('wallbox', NODE), {
      ...COMMON,
      type: 'evt.network.node_report',
      val: OBJECT,
    });
  });

  it('tell all nodes in one list, as in h.12', () => {
    assert.deepEqual(allNodesReport('wallbox', [{ ...NODE, isReachable: true }], 'abc'), {
      ...COMMON,
      type: 'evt.network.all_nodes_report',
      val: [{ ...OBJECT, status: 'UP' }],
      corid: 'abc',
    });
  });

  it('tell an empty list where there is nothing', () => {
    assert.deepEqual(allNodesReport('wallbox', []).val, []);
  });

  for (const [isAnswered, status] of [
    [true, 'SUCCESS'],
    [false, 'FAILED'],
  ] as const) {
    it(`tell a ping that ends in ${status}`, () => {
      assert.deepEqual(pingReport('wallbox', { address: 'wb1', isAnswered, delayMs: 12.4 }, 'abc'), {
        ...COMMON,
        type: 'evt.ping.report',
        val: { address: 'wb1', status, delay: 12 },
        corid: 'abc',
      });
    });
  }
});
