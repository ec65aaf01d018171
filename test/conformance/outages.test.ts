// Every driver: its watchdog is fed on a healthy line and falls back on a dead one; afterwards all is as it was.
import assert from 'node:assert/strict';
import type { Driver } from '../../src/driver/definition';
import { settingsIn } from '../../src/simulator/watchdog';
import type { CoreBench } from '../support/core-bench';
import { specimens } from '../support/wallboxes';

const CONVERGES_MS = 180_000;
/** A watchdog slower than this is proven by its first minutes. */
const MOST_MS = 900_000;

/** How long the wallbox waits before it falls back; 0 where its watchdog is off. */
function timeoutMs({ box }: CoreBench): number {
  return box.driver.watchdog === undefined ? 0 : settingsIn(box.driver, box.memory).watchdogMs;
}

function isContent(bench: CoreBench): boolean {
  return bench.box.electrics.fallbackA === undefined;
}

/** So long with a look every few seconds; says whether the watchdog stayed content. */
function staysContent(bench: CoreBench, ms: number): boolean {
  return !bench.passUntil(() => !isContent(bench), ms);
}

function outage(bench: CoreBench, driver: Driver): void {
  bench.mishap = () => 'lost';
  const expiresMs = timeoutMs(bench);
  bench.pass(Math.max(Math.min(expiresMs, MOST_MS), 3 * driver.link.fastMs) + 20_000);
  assert.equal(bench.state, 'unknown');
  if (expiresMs > 0 && expiresMs < MOST_MS) assert.ok(!isContent(bench), 'the watchdog did not expire');
  bench.mishap = () => 'none';
}

for (const specimen of specimens()) {
  const { driver } = specimen;

  describe(`${specimen.title}: outages`, () => {
    let charging: CoreBench;
    let stopped: CoreBench;
    before(() => {
      charging = specimen.bench().pass(3000).plugIn().pass(30_000);
      stopped = charging.fork();
      stopped.order({ kind: 'stop' });
      stopped.pass(20_000);
    });

    if (driver.watchdog !== undefined) {
      it('the watchdog is kept on a healthy line, charging and stopped', () => {
        for (const start of [charging, stopped]) {
          const bench = start.fork();
          assert.ok(
            staysContent(bench, 2.5 * Math.min(timeoutMs(bench), MOST_MS)),
            `expired while ${bench.state}`,
          );
          assert.deepEqual(bench.faults(), []);
        }
      });
    }

    it('after an outage a car that charged charges again as before', () => {
      const bench = charging.fork();
      const beforeA = bench.box.electrics.setpointA;
      outage(bench, driver);
      const isBack = () => bench.state === 'charging' && bench.flowingA === beforeA;
      assert.ok(bench.passUntil(isBack, CONVERGES_MS), `${bench.state}, ${bench.flowingA} A`);
      bench.pass(20_000);
      assert.equal(bench.state, 'charging');
      assert.equal(bench.session.offeredA, Math.floor(beforeA));
    });

    it('after an outage a car that was stopped is still stopped', () => {
      const bench = stopped.fork();
      outage(bench, driver);
      const isBack = () => bench.state === 'ready_to_charge';
      assert.ok(bench.passUntil(isBack, CONVERGES_MS), bench.state);
      bench.pass(30_000);
      assert.equal(bench.state, 'ready_to_charge');
      assert.equal(bench.flowingA, 0);
    });

    it('after a reboot a stopped car is paused again, and a charging one held to its limit', () => {
      for (const start of [charging, stopped]) {
        const bench = start.fork();
        const { state, flowingA } = bench;
        bench.reboot().pass(10_000);
        const isBack = () => bench.state === state && bench.flowingA === flowingA;
        assert.ok(
          bench.passUntil(isBack, CONVERGES_MS),
          `${bench.state} instead of ${state}, ${bench.flowingA} A`,
        );
      }
    });
  });
}
