// Modbus frames as a device makes them, right ones and wrong ones; written apart from the code under test.

export function crcOf(body: Uint8Array): [number, number] {
  let crc = 0xffff;
  for (const byte of body) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1;
  }
  return [crc & 0xff, crc >> 8];
}

export function rtu(...body: number[]): Uint8Array {
  return Uint8Array.from([...body, ...crcOf(Uint8Array.from(body))]);
}

export function mbap(transactionId: number, ...body: number[]): Uint8Array {
  return Uint8Array.from([...pair(transactionId), 0, 0, ...pair(body.length), ...body]);
}

export function pair(word: number): [number, number] {
  return [word >> 8, word & 0xff];
}

/** Unit id and PDU of the answer to a read of words. */
export function wordsBody(unitId: number, code: 3 | 4, words: readonly number[]): number[] {
  return [unitId, code, 2 * words.length, ...words.flatMap(pair)];
}

/** Unit id and PDU of a read request. */
export function readBody(unitId: number, code: number, address: number, count: number): number[] {
  return [unitId, code, ...pair(address), ...pair(count)];
}

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
