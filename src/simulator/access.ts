// Which requests a wallbox accepts: function codes, holes, write-only and read-only registers, lengths.
import type { Driver, Register } from '../driver/definition';
import { READ_FUNCTION } from '../modbus/exchange';
import type { ReadRequest, WriteRequest } from '../modbus/exchange';
import { MAX_READ_BITS, MAX_READ_WORDS } from '../modbus/plan';
import { spanOf } from '../modbus/register';
import type { Space, Span } from '../modbus/register';

/** Modbus application protocol 1.1b3, 7. */
export const ILLEGAL_FUNCTION = 1;
export const ILLEGAL_ADDRESS = 2;
export const ILLEGAL_VALUE = 3;

/** The exception code with which the wallbox refuses a read; undefined when it answers. `missing`: optional registers it lacks. */
export function refusedRead(
  driver: Driver,
  request: ReadRequest,
  missing: readonly string[],
): number | undefined {
  if (!readFunctions(driver).has(READ_FUNCTION[request.space])) {
    return ILLEGAL_FUNCTION;
  }
  const isBits = request.space === 'coil' || request.space === 'discrete';
  const most = isBits ? MAX_READ_BITS : Math.min(MAX_READ_WORDS, driver.link.maxWords);
  if (request.length < 1 || request.length > most) {
    return ILLEGAL_VALUE;
  }
  const isReadable = addressesOf(request).every((address) =>
    isReadableAt(driver, request.space, address, missing),
  );
  return isReadable && isInOneRange(driver, request) ? undefined : ILLEGAL_ADDRESS;
}

function readFunctions(driver: Driver): ReadonlySet<number> {
  const spaces = [
    ...Object.values(driver.registers).flatMap((register) => (register.access === 'w' ? [] : register.space)),
    ...driver.link.readable.map((range) => range.space),
  ];
  return new Set(spaces.map((space) => READ_FUNCTION[space]));
}

/** What may be read, but not in one go, stands in two ranges. */
function isInOneRange({ link, registers }: Driver, request: ReadRequest): boolean {
  const { space, address, length } = request;
  const isInRange = link.readable.some(
    (range) => range.space === space && range.from <= address && address + length - 1 <= range.to,
  );
  return isInRange || Object.values(registers).some((register) => contains(spanOf(register), request));
}

function isReadableAt(driver: Driver, space: Space, address: number, missing: readonly string[]): boolean {
  const here = Object.values(driver.registers).filter((register) => covers(register, space, address));
  if (here.some((register) => register.access === 'w' || missing.includes(register.name))) {
    return here.some((register) => register.access !== 'w' && !missing.includes(register.name));
  }
  const isInRange = driver.link.readable.some(
    (range) => range.space === space && address >= range.from && address <= range.to,
  );
  return isInRange || here.length > 0;
}

function covers(register: Register, space: Space, address: number): boolean {
  const span = spanOf(register);
  return span.space === space && address >= span.address && address < span.address + span.length;
}

function addressesOf(span: Span): readonly number[] {
  return Array.from({ length: span.length }, (_, index) => span.address + index);
}

/** What a write touches, or the exception code with which it is refused. */
export type WriteCheck =
  | { readonly ok: true; readonly registers: readonly Register[] }
  | { readonly ok: false; readonly code: number };

/** A write has to cover whole registers: half of a 32-bit limit would be another limit. */
export function checkedWrite(driver: Driver, request: WriteRequest): WriteCheck {
  const all = Object.values(driver.registers);
  if (!all.some((register) => register.writeFunction === request.function)) {
    return { ok: false, code: ILLEGAL_FUNCTION };
  }
  const space = request.function === 5 || request.function === 15 ? 'coil' : 'holding';
  const span = { space, address: request.address, length: request.values.length } as const;
  const touched = all.filter((register) => overlaps(spanOf(register), span));
  const writable = touched.filter((register) => register.access !== 'r');
  const isHole = addressesOf(span).some(
    (address) => !writable.some((register) => covers(register, space, address)),
  );
  if (isHole) {
    return { ok: false, code: ILLEGAL_ADDRESS };
  }
  if (writable.some((register) => register.writeFunction !== request.function)) {
    return { ok: false, code: ILLEGAL_FUNCTION };
  }
  const isWhole = writable.every((register) => contains(span, spanOf(register)));
  return isWhole ? { ok: true, registers: writable } : { ok: false, code: ILLEGAL_VALUE };
}

export function overlaps(a: Span, b: Span): boolean {
  return a.space === b.space && a.address < b.address + b.length && b.address < a.address + a.length;
}

function contains(outer: Span, inner: Span): boolean {
  const isBelow = inner.address + inner.length <= outer.address + outer.length;
  return inner.address >= outer.address && isBelow;
}
