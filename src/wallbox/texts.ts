// Failures and refusals in words for a person: register, value and the wallbox's answer.
import type { Failure } from '../modbus/exchange';
import type { Span } from '../modbus/register';
import type { Driver } from '../driver/definition';
import type { Write } from './write';

/** Modbus application protocol v1.1b3, section 7. */
const EXCEPTIONS: Readonly<Record<number, string>> = {
  1: 'illegal function',
  2: 'illegal data address',
  3: 'illegal data value',
  4: 'device failure',
  5: 'acknowledged, still working',
  6: 'device busy',
  7: 'negative acknowledge',
  8: 'memory parity error',
  10: 'gateway path unavailable',
  11: 'gateway target does not answer',
};

export function exceptionText(code: number): string {
  return `exception ${code} (${EXCEPTIONS[code] ?? 'unknown code'})`;
}

function whatFailed(failure: Failure): string {
  switch (failure.kind) {
    case 'timeout':
      return `no answer within ${failure.afterMs} ms`;
    case 'exception':
      return exceptionText(failure.code);
    case 'corrupt':
      return `damaged answer (${failure.detail})`;
    case 'desync':
      return `answer to another question (${failure.detail})`;
    case 'down':
      return failure.detail;
  }
}

/** `holding 0x4008 (24 words): no answer within 1000 ms`. */
export function failureText(failure: Failure, span: Span): string {
  if (failure.kind === 'down') return failure.detail;
  return `${span.space} ${hex(span.address)} (${span.length} words): ${whatFailed(failure)}`;
}

/** `limit (0x4100) = 16 A: exception 4 (device failure)`. */
export function writeFailureText(write: Write, driver: Driver, failure: Failure): string {
  return `${writeText(write, driver)}: ${whatFailed(failure)}`;
}

export function writeText(write: Write, driver: Driver): string {
  const unit = driver.registers[write.register]?.unit;
  return `${write.register} (${hex(write.request.address)}) = ${write.value}${unit ? ` ${unit}` : ''}`;
}

export function hex(address: number): string {
  return `0x${address.toString(16).toUpperCase().padStart(4, '0')}`;
}
