// What can happen to a command on its way into the wallbox.
import type { CommandName, Driver } from '../../src/driver/definition';
import type { Order } from '../../src/wallbox/vocabulary';
import type { CoreBench } from './core-bench';

/** Changes the line or the wallbox right before the command is given. */
export type Arrange = (bench: CoreBench) => void;

function onWrites(mishap: ReturnType<CoreBench['mishap']>, atMost = Infinity): Arrange {
  return (bench) => {
    let left = atMost;
    bench.mishap = (request) => (request.kind === 'write' && left-- > 0 ? mishap : 'none');
  };
}

/** The line is dead from the first write on. */
function deadLine(mishap: 'lost' | 'answer-lost'): Arrange {
  return (bench) => {
    let isDead = false;
    bench.mishap = (request) => {
      isDead ||= request.kind === 'write';
      return isDead ? mishap : 'none';
    };
  };
}

function rebootAtWrite(when: 'before' | 'after'): Arrange {
  return (bench) => {
    let isOver = false;
    bench.mishap = (request) => {
      if (isOver || (request.kind === 'read') === (when === 'before')) return 'none';
      isOver = when === 'before' || bench.writes.length > writesBefore;
      if (isOver) bench.reboot();
      return 'none';
    };
    const writesBefore = bench.writes.length;
  };
}

const CODES = [1, 2, 3, 4, 5, 6];

const refusals = CODES.map((code): readonly [string, Arrange] => [
  `every write refused with exception ${code}`,
  onWrites({ exception: code }),
]);

/** The bolt alone refuses: an unlock gets as far as its pause. */
const boltRefusals = CODES.map((code): readonly [string, Arrange] => [
  `the bolt refuses with exception ${code}`,
  (bench) => {
    const addresses = boltAddresses(bench.model.driver);
    bench.mishap = (request) =>
      request.kind === 'write' && addresses.includes(request.address) ? { exception: code } : 'none';
  },
]);

function boltAddresses(driver: Driver): readonly (number | undefined)[] {
  const steps = [driver.commands.lock, driver.commands.unlock].flatMap((sequence) => sequence?.steps ?? []);
  return steps.flatMap((step) => ('register' in step ? [driver.registers[step.register]?.address] : []));
}

/** Name and arrangement; all of it is put right again once the command has ended. */
export function mishapsFor(order: Order): readonly (readonly [string, Arrange])[] {
  return [...(order.kind === 'lock' ? boltRefusals : refusals), ...MISHAPS];
}

const MISHAPS: readonly (readonly [string, Arrange])[] = [
  ['nothing in the way', () => undefined],
  ['busy once', onWrites({ exception: 6 }, 1)],
  ['every write acknowledged and ignored', ignoreAll],
  ['no answer to any write', onWrites('lost')],
  ['one write lost', onWrites('lost', 1)],
  ['the answer lost after the write took effect', onWrites('answer-lost', 1)],
  ['no answer at all from the first write on', deadLine('lost')],
  ['no answer at all, but the writes take effect', deadLine('answer-lost')],
  ['a reboot before the write', rebootAtWrite('before')],
  ['a reboot after the write', rebootAtWrite('after')],
];

function ignoreAll(bench: CoreBench): void {
  bench.quirk({ ignored: Object.keys(bench.model.driver.registers) });
}

/** Line and wallbox are as they should be again. */
export function putRight(bench: CoreBench): void {
  bench.mishap = () => 'none';
  bench.quirk({});
}

/** The longest that a command may take by what its driver declares, with a few exchanges around it. */
export function declaredMs(driver: Driver, order: Order): number {
  const slackMs = 6 * driver.link.replyTimeoutMs + 3000;
  if (order.kind === 'start')
    return slackMs + sequenceMs(driver, driver.commands.resume ? 'resume' : 'offer');
  if (order.kind === 'stop') return slackMs + sequenceMs(driver, 'pause');
  if (order.kind !== 'lock') return slackMs;
  const boltMs = slackMs + sequenceMs(driver, order.isLocked ? 'lock' : 'unlock');
  return order.isLocked ? boltMs : boltMs + 60_000;
}

function sequenceMs(driver: Driver, command: CommandName): number {
  const sequence = driver.commands[command];
  if (sequence === undefined) return 0;
  const lagMs = Math.max(...Object.values(driver.registers).map((register) => register.lagMs));
  return sequence.steps.reduce((sumMs, step) => {
    if (step.kind === 'wait') return sumMs + step.ms;
    if (step.kind === 'until') return sumMs + step.withinMs + lagMs;
    if (step.kind === 'run') return sumMs + sequenceMs(driver, step.command);
    return sumMs + (driver.registers[step.register]?.writeTimeoutMs ?? driver.link.replyTimeoutMs);
  }, sequence.landsWithinMs + lagMs);
}
