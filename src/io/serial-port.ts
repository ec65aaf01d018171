// A serial port as a wire; the only importer of serialport.
import { SerialPort } from 'serialport';
import { serialProblem } from '../modbus/open-problem';
import type { CharacterFormat } from '../modbus/rtu';
import type { OpenWire, Wire, WireEvents } from './wire';

export interface SerialOptions extends CharacterFormat {
  readonly path: string;
}

/** Locked against other programs, 8 data bits. An object that has failed once is never opened again. */
export function serialWire(options: SerialOptions): OpenWire {
  return (events) =>
    new Promise((resolve) => {
      const { path, baudRate, parity, stopBits } = options;
      const port = new SerialPort({ path, baudRate, parity, stopBits, dataBits: 8, autoOpen: false });
      port.open((error) => {
        if (error === null) resolve(wireOf(port, events));
        else resolve(serialProblem(path, error.message));
      });
    });
}

function wireOf(port: SerialPort, events: WireEvents): Wire {
  let isOver = false;
  const lose = (cause: string): void => {
    if (isOver) return;
    isOver = true;
    events.onLost(cause);
  };
  port.on('data', (bytes: Uint8Array) => {
    if (!isOver) events.onBytes(bytes);
  });
  // Stays on the port to the end: an error that nobody listens to ends the process.
  port.on('error', (error: Error) => lose(error.message));
  port.on('close', (error?: Error | null) => lose(error?.message ?? 'the port was closed'));
  return {
    write: (bytes) => {
      // A closed port would keep the bytes and send them after the next opening.
      if (port.isOpen) port.write(bytes);
    },
    drop: () => {
      isOver = true;
      return new Promise((resolve) => {
        if (!port.isOpen) resolve();
        else port.flush(() => port.close(() => resolve()));
      });
    },
  };
}
