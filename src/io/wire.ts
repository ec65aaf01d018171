// An open stream of bytes, serial port or socket alike, as the Modbus link sees it.

/** What the owner of a wire is told. After `onLost`, or after a drop, nothing more comes. */
export interface WireEvents {
  onBytes(bytes: Uint8Array): void;
  /** The other side, or the adapter, went away. */
  onLost(cause: string): void;
}

export interface Wire {
  write(bytes: Uint8Array): void;
  /**
   * Closes at once. `isClean`: every request has had its answer, so the other side may be told politely; otherwise what
   * has not left yet must never be delivered. Resolves when the port may be opened again.
   */
  drop(isClean: boolean): Promise<void>;
}

/** Opens a wire with a new object each time; a text is the sentence that says why not. Never rejects. */
export type OpenWire = (events: WireEvents, timeoutMs: number) => Promise<Wire | string>;
