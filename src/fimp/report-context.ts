// Whose report it is, and which command caused it.
import type { Capabilities } from '../wallbox/vocabulary';

export interface ReportContext {
  readonly resourceName: string;
  readonly address: string;
  /** Absent until the wallbox has answered for the first time. */
  readonly capabilities: Capabilities | undefined;
  /** `uid` of the command; absent when none did. */
  readonly corid?: string;
}
