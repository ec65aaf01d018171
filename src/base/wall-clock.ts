// Whether the wall clock is right: a Raspberry Pi starts with the time at which it was switched off.

export interface WallEvidence {
  /** What systemd-timesyncd says, where it runs. */
  readonly timesync: 'absent' | 'waiting' | 'synchronised';
  readonly wallMs: number;
  /** The later of this program's build and the last time that it saved; the present cannot be before it. */
  readonly notBeforeMs: number;
}

export function isWallSynchronised(evidence: WallEvidence): boolean {
  if (evidence.timesync !== 'absent') return evidence.timesync === 'synchronised';
  return evidence.wallMs > evidence.notBeforeMs;
}
