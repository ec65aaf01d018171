// Every driver with a meter: the session's energy never falls, never leaps, and adds up while the counter is honest.
import assert from 'node:assert/strict';
import type { Driver, NumberSource } from '../../src/driver/definition';
import { registersOf } from '../../src/driver/reading';
import { convert } from '../../src/driver/unit';
import { spanOf } from '../../src/modbus/register';
import type { CoreBench } from '../support/core-bench';
import { specimens } from '../support/wallboxes';

/** What a counter may be behind, and what a wrong value may cost. */
const SLACK_KWH = 0.15;

function counterOf({ readings }: Driver): NumberSource | undefined {
  return readings.numbers.sessionKWh ?? readings.numbers.totalKWh;
}

/** The smallest step that the counter can show, kWh. */
function resolutionKWh(driver: Driver): number {
  const source = counterOf(driver);
  const steps = (source === undefined ? [] : registersOf(source)).map((name) => {
    const register = driver.registers[name];
    return convert(Math.abs(register?.scale ?? 1), register?.unit ?? 'kWh', 'kWh') ?? 0;
  });
  return steps.reduce((sum, step) => sum + step, 0);
}

/** Lets time pass and watches the energy; `flowed` is what really flowed since the car came. */
class Watch {
  readonly #bench: CoreBench;
  readonly #baseKWh: number;
  #lastKWh = 0;

  constructor(bench: CoreBench, baseKWh: number) {
    this.#bench = bench;
    this.#baseKWh = baseKWh;
  }

  get flowedKWh(): number {
    return this.#bench.box.electrics.totalKWh - this.#baseKWh;
  }

  pass(ms: number): this {
    const { driver } = this.#bench.model;
    for (const endMs = this.#bench.nowMs + ms; this.#bench.nowMs < endMs;) {
      this.#bench.pass(1000);
      const { energyKWh } = this.#bench.session;
      assert.ok(energyKWh >= this.#lastKWh, `fell from ${this.#lastKWh} to ${energyKWh}`);
      const mostKWh = this.flowedKWh + SLACK_KWH + resolutionKWh(driver);
      assert.ok(energyKWh <= mostKWh, `${energyKWh} kWh told, ${this.flowedKWh} flowed`);
      this.#lastKWh = energyKWh;
    }
    return this;
  }

  addsUp(slackKWh: number): void {
    const { energyKWh } = this.#bench.session;
    const atMostKWh = slackKWh + resolutionKWh(this.#bench.model.driver);
    assert.ok(
      Math.abs(energyKWh - this.flowedKWh) <= atMostKWh,
      `${energyKWh} kWh told, ${this.flowedKWh} flowed`,
    );
  }
}

/** The counter's registers show these words, or the truth again. */
function force(bench: CoreBench, word: number | undefined): void {
  const { driver } = bench.model;
  const source = counterOf(driver);
  const names = word === undefined || source === undefined ? [] : registersOf(source);
  const forced = names.flatMap((name) => {
    const register = driver.registers[name];
    return register === undefined ? [] : [[name, Array(spanOf(register).length).fill(word)] as const];
  });
  bench.quirk({ forced: Object.fromEntries(forced) });
}

for (const specimen of specimens().filter(({ driver }) => counterOf(driver) !== undefined)) {
  describe(`${specimen.title}: energy`, () => {
    let charging: CoreBench;
    let baseKWh: number;
    /** What a slow poll class may be behind, kWh. */
    let behindKWh: number;
    before(() => {
      charging = specimen.bench().pass(35_000);
      baseKWh = charging.box.electrics.totalKWh;
      behindKWh = 0.02 + (12 * specimen.driver.link.slowMs) / 3_600_000;
      charging.plugIn().pass(180_000);
    });
    const watch = (bench: CoreBench) => new Watch(bench, baseKWh).pass(2000);

    it('adds up to what flowed, from plug-in to unplug', () => {
      const bench = charging.fork();
      const watched = watch(bench).pass(120_000);
      watched.addsUp(behindKWh);
      bench.order({ kind: 'stop' });
      watched.pass(40_000).addsUp(0.02);
      bench.unplug().pass(40_000);
      watched.addsUp(0.02);
    });

    for (const [name, word] of [
      ['all ones', 0xffff],
      ['the largest positive number', 0x7fff],
      ['the smallest negative number', 0x8000],
      ['zero', 0],
    ] as const) {
      it(`survives a counter that shows ${name} for a moment, and for long`, () => {
        for (const ms of [1200, 10_000]) {
          const bench = charging.fork();
          const watched = watch(bench);
          force(bench, word);
          watched.pass(ms);
          force(bench, undefined);
          watched.pass(15_000);
        }
      });

      it(`survives ${name} at plug-in`, () => {
        const bench = specimen.bench().pass(35_000);
        const watched = new Watch(bench, bench.box.electrics.totalKWh);
        force(bench, word);
        bench.plugIn();
        watched.pass(10_000);
        force(bench, undefined);
        watched.pass(20_000);
      });
    }

    it('survives a counter that falls back a little, wavers, or starts over', () => {
      const bench = charging.fork();
      const watched = watch(bench);
      const { sessionKWh, totalKWh } = bench.box.electrics;
      for (const stepKWh of [0.02, 0.01, 0.02, 0.03]) {
        bench.alter({ sessionKWh: sessionKWh - stepKWh, totalKWh: totalKWh - stepKWh });
        watched.pass(3000);
      }
    });

    it('survives a counter that leaps, and goes on from there', () => {
      for (const word of [3, 5000]) {
        const bench = charging.fork();
        const watched = watch(bench);
        const { energyKWh } = bench.session;
        force(bench, word);
        watched.pass(15_000);
        assert.ok(bench.session.energyKWh < energyKWh + SLACK_KWH + 0.2);
      }
    });

    it('survives a restart of the daemon while the counter has fallen', () => {
      const bench = charging.fork();
      watch(bench);
      const { sessionKWh, totalKWh } = bench.box.electrics;
      bench.alter({ sessionKWh: sessionKWh - 0.02, totalKWh: totalKWh - 0.02 });
      const { energyKWh } = bench.session;
      bench.restart();
      bench.pass(3000);
      // What the counter no longer knows is lost with the daemon's memory of it, and nothing beside.
      assert.ok(bench.session.energyKWh > energyKWh - 0.03);
      watch(bench).pass(60_000);
    });
  });
}
