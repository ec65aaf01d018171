// The core meets a wallbox: a whole simulated visit, from plug-in to unplug.
import assert from 'node:assert/strict';
import { CoreBench } from '../support/core-bench';

describe('a visit', () => {
  it('is told as disconnected, requesting, charging, disconnected, with the energy that flowed', () => {
    const bench = new CoreBench();
    bench.pass(3000);
    assert.equal(bench.state, 'disconnected');
    bench.plugIn().pass(60_000);
    assert.equal(bench.state, 'charging');
    bench.pass(600_000);
    const energyKWh = bench.box.electrics.sessionKWh;
    assert.ok(energyKWh > 1);
    assert.ok(Math.abs(bench.session.energyKWh - energyKWh) < 0.02);
    bench.unplug().pass(30_000);
    assert.deepEqual(bench.states, ['disconnected', 'requesting', 'charging', 'disconnected']);
    assert.equal(bench.writes.length, 1, JSON.stringify(bench.writes));
  });
});
