// Runs simulated wallboxes on the clock and serves them on a Modbus line.
import type { Clock } from '../base/clock';
import type { Driver } from '../driver/definition';
import { serveTcp, serveWire } from '../io/modbus-server';
import type { ModbusServer, Talker } from '../io/modbus-server';
import type { OpenWire } from '../io/wire';
import { hear, stillOpen } from '../simulator/conversation';
import type { Line } from '../simulator/conversation';
import type { ServerFraming } from '../simulator/frames';
import type { LineFault } from '../simulator/line-faults';
import { story } from '../simulator/story';
import { advance, initial } from '../simulator/wallbox';
import type { Wallbox, WallboxOptions } from '../simulator/wallbox';

export interface SimulatorOptions {
  readonly driver: Driver;
  readonly wallbox: WallboxOptions;
  readonly seed: number;
  /** Unit id of the first wallbox; the others follow. */
  readonly unitId: number;
  readonly count: number;
  readonly faults: readonly LineFault[];
  /** How many times faster than real time car and meter run. */
  readonly speed: number;
  readonly at:
    | {
        readonly kind: 'tcp';
        readonly host: string;
        readonly port: number;
        readonly framing: ServerFraming;
      }
    | { readonly kind: 'serial'; readonly path: string; readonly open: OpenWire };
}

export interface SimulatorDeps {
  readonly clock: Clock;
  /** Told of everything that changes, in a sentence. */
  onChange(unitId: number, sentence: string): void;
  onLost(cause: string): void;
}

export interface Simulator {
  /** `host:port` or the path. */
  readonly place: string;
  /** The TCP port that was taken; undefined on a serial line. */
  readonly port: number | undefined;
  /** A wallbox as it is at this moment. */
  wallbox(unitId: number): Wallbox | undefined;
  /** Interferes: a fault, another car, a reboot. */
  change(unitId: number, edit: (wallbox: Wallbox) => Wallbox): void;
  stop(): Promise<void>;
}

const TICK_MS = 250;

/** Starts wallboxes and their line. A text is the sentence that says why that is not possible. */
export async function startSimulator(
  options: SimulatorOptions,
  deps: SimulatorDeps,
): Promise<Simulator | string> {
  const world = newWorld(options, deps);
  const { at } = options;
  const party = { talker: world.newTalker(), onLost: (cause: string) => deps.onLost(cause) };
  const server =
    at.kind === 'tcp'
      ? await serveTcp(at, world.newTalker, deps.clock)
      : await serveWire(at.path, at.open, party, deps.clock);
  return typeof server === 'string' ? server : running(server, world, deps.clock);
}

function running(server: ModbusServer, world: World, clock: Clock): Simulator {
  const tick = (): void => {
    world.catchUp();
    timer = clock.after('simulator', TICK_MS, tick);
  };
  let timer = clock.after('simulator', TICK_MS, tick);
  return {
    place: server.place,
    port: server.port,
    wallbox: (unitId) => {
      world.catchUp();
      return world.line().wallboxes.get(unitId);
    },
    change: (unitId, edit) => world.change(unitId, edit),
    stop: () => {
      timer.cancel();
      return server.stop();
    },
  };
}

interface World {
  line(): Line;
  /** Brings every wallbox to the present. */
  catchUp(): void;
  change(unitId: number, edit: (wallbox: Wallbox) => Wallbox): void;
  readonly newTalker: () => Talker;
}

function newWorld(options: SimulatorOptions, deps: SimulatorDeps): World {
  let line = firstLine(options);
  let atMs = deps.clock.now().monotonicMs;
  const become = (next: Line): void => {
    tellChanges(line, next, deps);
    line = next;
  };
  const catchUp = (): void => {
    const nowMs = deps.clock.now().monotonicMs;
    become(withEach(line, (wallbox) => advance(wallbox, nowMs - atMs, options.speed)));
    atMs = nowMs;
  };
  const newTalker = (): Talker => {
    let rest: Uint8Array = new Uint8Array();
    let heardMs = 0;
    return {
      receive: (bytes) => {
        catchUp();
        const heard = hear(line, Uint8Array.from([...stillOpen(line, rest, atMs - heardMs), ...bytes]));
        [rest, heardMs] = [heard.rest, atMs];
        become(heard.line);
        return heard.outgoing;
      },
    };
  };
  const change: World['change'] = (unitId, edit) => {
    catchUp();
    become(withEach(line, (wallbox, id) => (id === unitId ? edit(wallbox) : wallbox)));
  };
  return { line: () => line, catchUp, change, newTalker };
}

function firstLine(options: SimulatorOptions): Line {
  const wallboxes = Array.from({ length: options.count }, (_, index) => {
    const wallbox = initial(options.driver, options.wallbox, options.seed + index);
    return [options.unitId + index, wallbox] as const;
  });
  const framing = options.at.kind === 'tcp' ? options.at.framing : 'rtu';
  const { faults, seed } = options;
  return { framing, wallboxes: new Map(wallboxes), faults, replies: 0, seed };
}

function withEach(line: Line, edit: (wallbox: Wallbox, unitId: number) => Wallbox): Line {
  const wallboxes = [...line.wallboxes].map(([id, wallbox]) => [id, edit(wallbox, id)] as const);
  return { ...line, wallboxes: new Map(wallboxes) };
}

function tellChanges(before: Line, after: Line, deps: SimulatorDeps): void {
  for (const [unitId, wallbox] of after.wallboxes) {
    const was = before.wallboxes.get(unitId) ?? wallbox;
    for (const sentence of story(was.electrics, wallbox.electrics)) {
      deps.onChange(unitId, sentence);
    }
  }
}
