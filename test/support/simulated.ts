// Short hands for tests that talk to a simulated wallbox without a wire.
import type { Driver } from '../../src/driver/definition';
import { firstMatch } from '../../src/driver/condition';
import type { Rule } from '../../src/driver/definition';
import { encode } from '../../src/modbus/encode';
import type { WriteRequest } from '../../src/modbus/exchange';
import { spanOf } from '../../src/modbus/register';
import { numberReading } from '../../src/driver/reading';
import type { NumberReading } from '../../src/driver/definition';
import { valuesOf } from '../../src/simulator/memory';
import { refreshed, respond } from '../../src/simulator/wallbox';
import type { Reply, Wallbox } from '../../src/simulator/wallbox';

/** The write of one register as the daemon would send it. */
export function writeOf(driver: Driver, name: string, value: number): WriteRequest {
  const register = driver.registers[name];
  const values = register === undefined ? undefined : encode(value, register);
  if (register?.writeFunction === undefined || values === undefined) {
    throw new Error(`${name} cannot be written with ${value}`);
  }
  return { kind: 'write', unitId: 1, function: register.writeFunction, address: register.address, values };
}

/** Writes a register and expects it to be accepted. */
export function written(wallbox: Wallbox, name: string, value: number): Wallbox {
  const answer = respond(wallbox, writeOf(wallbox.driver, name, value));
  if (answer.reply.kind !== 'values') {
    throw new Error(`writing ${name} was refused: ${JSON.stringify(answer.reply)}`);
  }
  return answer.wallbox;
}

/** Reads one register's words. */
export function read(wallbox: Wallbox, name: string): { readonly wallbox: Wallbox; readonly reply: Reply } {
  const register = wallbox.driver.registers[name];
  if (register === undefined) {
    throw new Error(`there is no register ${name}`);
  }
  return respond(wallbox, { kind: 'read', unitId: 1, ...spanOf(register) });
}

export function readingOf(wallbox: Wallbox, name: NumberReading): number | undefined {
  return numberReading(wallbox.driver, name, valuesOf(wallbox.driver, refreshed(wallbox).memory));
}

/** The row of a decision table that the registers of the wallbox select. */
export function rowOf<T extends string>(wallbox: Wallbox, rules: readonly Rule<T>[]): Rule<T> | undefined {
  return firstMatch(rules, valuesOf(wallbox.driver, refreshed(wallbox).memory));
}
