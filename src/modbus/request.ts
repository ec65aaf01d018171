// What a request asks for: its function code, the size of the answer, and whether the protocol allows it at all.
import { READ_FUNCTION } from './exchange';
import type { ReadRequest, Request, WriteRequest } from './exchange';

/** Most addresses in one request (Modbus Application Protocol V1.1b3, 6.1 to 6.12). */
const MOST = { readBits: 2000, readWords: 125, writeBits: 1968, writeWords: 123 } as const;

/** The function code that goes on the wire. */
export function functionOf(request: Request): number {
  return request.kind === 'read' ? READ_FUNCTION[request.space] : request.function;
}

/** Bytes of values that the answer to a read carries: two per word, one per eight bits. */
export function valueBytes(request: ReadRequest): number {
  const isBits = request.space === 'coil' || request.space === 'discrete';
  return isBits ? Math.ceil(request.length / 8) : 2 * request.length;
}

/** Length of the request as an RTU frame, checksum included. */
export function requestLength(request: Request): number {
  if (request.kind === 'read' || request.function === 5 || request.function === 6) return 8;
  const count = request.values.length;
  return 9 + (request.function === 15 ? Math.ceil(count / 8) : 2 * count);
}

/** Length of the answer as an RTU frame, checksum included; an exception is 5. */
export function replyLength(request: Request): number {
  return request.kind === 'read' ? 5 + valueBytes(request) : 8;
}

/**
 * What tells the answer to one request from the answer to another of the same unit when nothing else does: function
 * and length of a read, function and echo of a write. Answers of one shape cannot be told apart.
 */
export function replyShape(request: Request): string {
  if (request.kind === 'read') return `${functionOf(request)}:${valueBytes(request)}`;
  const echo = request.function === 5 || request.function === 6 ? request.values[0] : request.values.length;
  return `${request.function}@${request.address}=${echo ?? ''}`;
}

/** Why a request must not go on the wire, or undefined. The codec would round, wrap or send it as it is. */
export function requestProblem(request: Request): string | undefined {
  const { unitId, address } = request;
  if (!isWhole(unitId, 1, 255)) return `unit id ${unitId} is not a whole number from 1 to 255`;
  if (!isWhole(address, 0, 0xffff)) return `address ${address} is not a whole number from 0 to 65535`;
  const count = request.kind === 'read' ? request.length : request.values.length;
  const most = mostAddresses(request);
  if (!isWhole(count, 1, most)) return `${count} addresses in one request; from 1 to ${most} are possible`;
  if (address + count > 0x10000) return `addresses ${address} to ${address + count - 1} reach over 65535`;
  return request.kind === 'write' ? valueProblem(request) : undefined;
}

function mostAddresses(request: Request): number {
  if (request.kind === 'read') {
    return request.space === 'coil' || request.space === 'discrete' ? MOST.readBits : MOST.readWords;
  }
  if (request.function === 5 || request.function === 6) return 1;
  return request.function === 15 ? MOST.writeBits : MOST.writeWords;
}

function valueProblem(request: WriteRequest): string | undefined {
  const most = request.function === 5 || request.function === 15 ? 1 : 0xffff;
  const wrong = request.values.find((value) => !isWhole(value, 0, most));
  return wrong === undefined ? undefined : `value ${wrong} is not a whole number from 0 to ${most}`;
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
