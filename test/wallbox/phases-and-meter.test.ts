// Phase modes by the driver's own guarded sequence, and the meter's values.
import assert from 'node:assert/strict';
import { CoreBench } from '../support/core-bench';

const TN = { gridType: 'TN', phases: 3 } as const;

function charging(driver: string, settings: object = TN): CoreBench {
  const bench = new CoreBench({ driver, settings }).pass(6000).plugIn().pass(60_000);
  assert.equal(bench.state, 'charging');
  return bench;
}

describe('set_phase_mode', () => {
  it('is offered where grid, wiring, driver and read-back allow it', () => {
    const { capabilities } = charging('alfen/ng9xx').model;
    assert.deepEqual(capabilities?.phaseModes, ['NL1L2L3', 'NL1']);
    assert.equal(capabilities.canSetPhaseMode, true);
    assert.deepEqual(charging('abb/terra-ac').model.capabilities?.phaseModes ?? [], []);
    assert.deepEqual(charging('alfen/ng9xx', { ...TN, phases: 1 }).model.capabilities?.phaseModes, []);
  });

  it('pauses, switches without load, resumes, and is answered with the mode then in use', () => {
    const bench = charging('alfen/ng9xx');
    let underLoad = 0;
    bench.mishap = (request) => {
      const isSwitch =
        request.kind === 'write' &&
        request.address === bench.model.driver.registers['phaseSelection']?.address;
      if (isSwitch && bench.flowingA > 0.5) underLoad += 1;
      return 'none';
    };
    const id = bench.order({ kind: 'setPhaseMode', mode: 'NL1' });
    bench.pass(60_000);
    assert.deepEqual(bench.states.slice(-4), ['charging', 'ready_to_charge', 'requesting', 'charging']);
    assert.equal(bench.ending(id), 'done');
    assert.deepEqual(bench.answers(id), [{ kind: 'phaseMode', mode: 'NL1' }]);
    assert.equal(underLoad, 0);
    assert.equal(bench.box.electrics.phases, 1);
    assert.equal(bench.state, 'charging');
    assert.deepEqual(bench.faults(), []);
  });

  it('is abandoned by a stop', () => {
    const bench = charging('alfen/ng9xx');
    const id = bench.order({ kind: 'setPhaseMode', mode: 'NL1' });
    bench.pass(500);
    bench.order({ kind: 'stop' });
    bench.pass(20_000);
    assert.match(bench.ending(id), /overtaken by a later stop/);
    assert.equal(bench.box.electrics.phases, 3);
    assert.equal(bench.flowingA, 0);
  });

  it('that the wallbox ignores ends with an error, and charging goes on', () => {
    const bench = charging('alfen/ng9xx');
    const address = bench.model.driver.registers['phaseSelection']?.address;
    bench.mishap = (request) =>
      request.kind === 'write' && request.address === address ? { exception: 4 } : 'none';
    const id = bench.order({ kind: 'setPhaseMode', mode: 'NL1' });
    bench.pass(120_000);
    assert.match(bench.ending(id), /phaseSelection \(0x04BF\) = 1: exception 4/);
    assert.equal(bench.state, 'charging');
  });
});

describe('the meter', () => {
  it('tells what the driver declares and nothing else', () => {
    const abb = charging('abb/terra-ac').model.capabilities;
    assert.deepEqual(abb?.meterUnits, ['W']);
    assert.deepEqual(abb.meterKeys, ['p_import', 'u1', 'u2', 'u3', 'i1', 'i2', 'i3']);
    const alfen = charging('alfen/ng9xx').model.capabilities;
    assert.deepEqual(alfen?.meterUnits, ['W', 'kWh']);
  });

  it('never lets the lifetime energy fall', () => {
    const bench = charging('alfen/ng9xx');
    const id = bench.order({ kind: 'refresh', reports: ['meter'] });
    bench.pass(3000);
    const [before] = bench.answers(id);
    const energy = (report: typeof before) =>
      (report?.kind === 'meter' ? report.values.e_import : undefined) ?? NaN;
    bench.alter({ totalKWh: 1 }).pass(30_000);
    const again = bench.order({ kind: 'refresh', reports: ['meter'] });
    bench.pass(3000);
    assert.ok(energy(bench.answers(again)[0]) >= energy(before));
  });
});
