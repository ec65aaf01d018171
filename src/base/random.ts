// The Random port: jitter and message ids, injected so that a run can be repeated from a seed.

export interface Random {
  /** A number in [0, 1). */
  fraction(): number;
  /** A fresh UUID version 4. */
  uuid(): string;
}
