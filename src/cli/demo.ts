// `chargepointd demo`: the whole main job on embedded parts, to be watched.
import type { Command } from 'commander';
import { loadDriver } from '../app/driver-library';
import { startDemo, type DemoPlace } from '../app/demo';
import { openJournal } from '../io/journal';
import { coloursFor, type Colours } from '../io/terminal';
import { messageLine, wallboxLine } from './demo-lines';
import { untilTold } from './signals';
import { positive, whole } from './simulate';
import { CommandFailure, EXIT, print, type ExitCode, type Terminal } from './terminal';

interface DemoFlags {
  readonly mqttPort: number;
  readonly modbusPort: number;
  readonly driver: string;
  readonly speed: number;
}

export function addDemo(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  program
    .command('demo')
    .description('run broker, simulated wallbox and daemon together and show what happens')
    .option('--mqtt-port <port>', 'of the embedded broker; a free one if taken', whole, 18883)
    .option('--modbus-port <port>', 'of the simulated wallbox; a free one if taken', whole, 15020)
    .option('--driver <id>', 'wallbox model to simulate', 'abb/terra-ac')
    .option('--speed <n>', 'how many times faster than real time car and meter run', positive, 10)
    .action(async (flags: DemoFlags) => {
      await demo(flags, terminal);
      end(EXIT.ok);
    });
}

async function demo(flags: DemoFlags, terminal: Terminal): Promise<void> {
  const { driver, cause } = await loadDriver(flags.driver, process.cwd());
  if (driver === undefined)
    throw new CommandFailure(`there is no usable driver ${flags.driver} (${cause ?? 'see check'})`);
  const colours = coloursFor(terminal.out, terminal.environment);
  const told = untilTold();
  const demo = await startDemo(
    { ...flags, driver },
    {
      onReady: (place) => print(terminal, welcome(place, flags.driver, colours)),
      onWallbox: (sentence) => print(terminal, wallboxLine(time(), sentence, colours)),
      onMessage: (message) => print(terminal, messageLine(time(), message, colours)),
    },
    openJournal('warning'),
  );
  if (typeof demo === 'string') throw new CommandFailure(demo);
  await told;
  await demo.stop();
}

/** Where everything is, and how to send a command to it. */
export function welcome(place: DemoPlace, driver: string, colours: Colours): string {
  const topic = 'pt:j1/mt:cmd/rt:dev/rn:wallbox/ad:1/sv:chargepoint/ad:wb1';
  const publish = (type: string) =>
    `  mosquitto_pub -h 127.0.0.1 -p ${place.mqttPort} -t ${topic} -m '{"type":"${type}","serv":"chargepoint","val_t":"null","val":null}'`;
  return [
    colours.bold('chargepointd demo'),
    `  broker    mqtt://127.0.0.1:${place.mqttPort}   (subscribe to #)`,
    `  wallbox   127.0.0.1:${place.modbusPort} unit ${place.unitId}   (simulated ${driver})`,
    '',
    'Stop and start the car (paste into another terminal; Ctrl+C here ends the demo):',
    publish('cmd.charge.stop'),
    publish('cmd.charge.start'),
    '',
  ].join('\n');
}

function time(): string {
  return new Date().toTimeString().slice(0, 8);
}
