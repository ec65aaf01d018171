// The checksum of an RTU frame: CRC-16, polynomial 0xA001, low byte first (Modbus over Serial Line V1.02, 6.2.2).

const TABLE: readonly number[] = Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  return crc;
});

/** CRC-16 of `bytes` from `start` up to, not including, `end`. */
export function crc16(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let crc = 0xffff;
  for (let at = start; at < end; at += 1) {
    crc = (crc >> 8) ^ (TABLE[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
  }
  return crc;
}

/** `body` (unit id and PDU) with its checksum behind it. */
export function withCrc(body: Uint8Array): Uint8Array {
  const frame = new Uint8Array(body.length + 2);
  const crc = crc16(body);
  frame.set(body);
  frame[body.length] = crc & 0xff;
  frame[body.length + 1] = crc >> 8;
  return frame;
}

/** Whether the last two of the `length` bytes at `start` are the checksum of those before them. */
export function hasCrc(bytes: Uint8Array, start: number, length: number): boolean {
  const end = start + length - 2;
  const crc = crc16(bytes, start, end);
  return bytes[end] === (crc & 0xff) && bytes[end + 1] === crc >> 8;
}
