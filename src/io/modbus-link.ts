// The Link port over modbus-serial, which codes and decodes requests; the only importer of it.
import ModbusRTU from 'modbus-serial';
import type { Clock } from '../base/clock';
import type { Random } from '../base/random';
import type { Failure, Outcome, Request } from '../modbus/exchange';
import type { Framing } from '../modbus/framing';
import type { Link } from '../modbus/link';
import { mbapFraming } from '../modbus/mbap';
import { requestProblem } from '../modbus/request';
import { rtuFraming } from '../modbus/rtu';
import { FramePort } from './frame-port';
import { serialWire } from './serial-port';
import type { SerialOptions } from './serial-port';
import { socketWire } from './socket';
import type { OpenWire, Wire, WireEvents } from './wire';

export interface LinkDeps {
  readonly clock: Clock;
  readonly random: Random;
}

interface Session {
  readonly wire: Wire;
  readonly port: FramePort;
  readonly client: ModbusRTU;
}

export function serialLink(options: SerialOptions, deps: LinkDeps): Link {
  return linkOver(options.path, serialWire(options), rtuFraming, deps);
}

/** `framing: 'rtu'`: a gateway that passes RTU frames through. */
export function socketLink(
  place: { readonly host: string; readonly port: number; readonly framing: 'tcp' | 'rtu' },
  deps: LinkDeps,
): Link {
  const { host, port, framing } = place;
  const open = socketWire(host, port, deps.clock);
  return linkOver(`${host}:${port}`, open, framing === 'tcp' ? mbapFraming : rtuFraming, deps);
}

/** A link over any wire. Exchanges must not overlap; a request that the protocol forbids throws a RangeError. */
export function linkOver(name: string, openWire: OpenWire, framing: Framing, deps: LinkDeps): Link {
  return new ModbusLink(name, openWire, framing, deps);
}

class ModbusLink implements Link {
  readonly name: string;
  readonly #openWire: OpenWire;
  readonly #framing: Framing;
  readonly #deps: LinkDeps;
  #session: Session | undefined;
  /** A port that is still closing cannot be opened again. */
  #closing: Promise<void> = Promise.resolve();
  #lateBefore = 0;
  #tellLost: (cause: string) => void = () => undefined;

  constructor(name: string, openWire: OpenWire, framing: Framing, deps: LinkDeps) {
    this.name = name;
    this.#openWire = openWire;
    this.#framing = framing;
    this.#deps = deps;
  }

  get isOpen(): boolean {
    return this.#session !== undefined;
  }

  get lateReplies(): number {
    return this.#lateBefore + (this.#session?.port.lateReplies ?? 0);
  }

  async open(timeoutMs: number): Promise<string | undefined> {
    this.drop();
    await this.#closing;
    // Events name the port they belong to: a wire that was given up has nothing more to say.
    const holder: { port?: FramePort } = {};
    const events: WireEvents = {
      onBytes: (bytes) => holder.port?.receive(bytes),
      onLost: (cause) => this.#lose(holder.port, cause),
    };
    const wire = await this.#openWire(events, timeoutMs);
    if (typeof wire === 'string') return wire;
    const port = new FramePort(wire, this.#framing, Math.floor(this.#deps.random.fraction() * 0xffff));
    holder.port = port;
    this.#session = { wire, port, client: clientOf(port) };
    return undefined;
  }

  async exchange(
    request: Request,
    timeoutMs: number,
    transactionId: 'echoed' | 'ignored' = 'echoed',
  ): Promise<Outcome> {
    const problem = requestProblem(request);
    if (problem !== undefined) throw new RangeError(`Request cannot be sent: ${problem}`);
    if (this.#session === undefined) return failed({ kind: 'down', detail: `${this.name} is not open` });
    const { port, client } = this.#session;
    port.expect(request, transactionId === 'ignored');
    const timer = this.#deps.clock.after(`reply from unit ${request.unitId}`, timeoutMs, () =>
      port.giveUp(port.atDeadline(timeoutMs)),
    );
    const outcome = await ask(client, port, request);
    timer.cancel();
    return outcome;
  }

  drain(): void {
    this.#session?.port.drain();
  }

  drop(): void {
    this.#forget('the line was dropped');
  }

  onLost(handler: (cause: string) => void): void {
    this.#tellLost = handler;
  }

  #lose(port: FramePort | undefined, cause: string): void {
    if (port === undefined || this.#session?.port !== port) return;
    this.#forget(cause);
    this.#tellLost(cause);
  }

  #forget(cause: string): void {
    if (this.#session === undefined) return;
    const { port, wire } = this.#session;
    this.#session = undefined;
    port.giveUp({ kind: 'down', detail: cause });
    port.drain();
    this.#lateBefore += port.lateReplies;
    this.#closing = wire.drop(!port.isOwed);
  }
}

function clientOf(port: FramePort): ModbusRTU {
  const client = new ModbusRTU(port);
  client.open();
  return client;
}

async function ask(client: ModbusRTU, port: FramePort, request: Request): Promise<Outcome> {
  try {
    return { ok: true, values: await send(client, request) };
  } catch (error) {
    return failed(failureOf(error, port));
  }
}

/** The codec reads the unit id in the same tick in which the request is made. */
async function send(client: ModbusRTU, request: Request): Promise<readonly number[]> {
  client.setID(request.unitId);
  if (request.kind === 'read') return await read(client, request);
  const { address, values } = request;
  const first = values[0] ?? 0;
  if (request.function === 5) await client.writeCoil(address, first === 1);
  else if (request.function === 6) await client.writeRegister(address, first);
  else if (request.function === 15) await client.writeCoils(address, values.map(Boolean));
  else await client.writeRegisters(address, [...values]);
  return [];
}

async function read(
  client: ModbusRTU,
  request: Extract<Request, { kind: 'read' }>,
): Promise<readonly number[]> {
  const { space, address, length } = request;
  if (space === 'holding') return (await client.readHoldingRegisters(address, length)).data;
  if (space === 'input') return (await client.readInputRegisters(address, length)).data;
  const { data } =
    space === 'coil'
      ? await client.readCoils(address, length)
      : await client.readDiscreteInputs(address, length);
  // The last byte is filled up with bits that nobody asked for.
  return data.slice(0, length).map(Number);
}

/** Exceptions come as errors with a code; everything else that ends a request is known to the port. */
function failureOf(error: unknown, port: FramePort): Failure {
  if (port.failure !== undefined) return port.failure;
  const { modbusCode, message } = error as { readonly modbusCode?: unknown; readonly message?: unknown };
  if (typeof modbusCode === 'number') return { kind: 'exception', code: modbusCode };
  return { kind: 'corrupt', detail: typeof message === 'string' ? message : 'the reply cannot be decoded' };
}

function failed(failure: Failure): Outcome {
  return { ok: false, failure };
}
