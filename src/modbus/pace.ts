// When the next request may go out, and how long its reply may take.
import type { Request } from './exchange';
import type { Line, Queued, Unit } from './line-state';
import { replyLength, requestLength } from './request';
import { frameTimeMs, quietFloorMs } from './rtu';

/** Behind a gateway that passes RTU frames through, the speed is unknown; this one is the most common and slow. */
const GATEWAY_FORMAT = { baudRate: 9600, parity: 'none', stopBits: 1 } as const;

/** The earliest moment for a request to this unit: quiet time, unit-switch gap, and what a failure asked for. */
export function earliestSendMs(line: Line, unit: Unit): number {
  const { profile } = unit;
  const isSwitch = line.lastUnitId !== undefined && line.lastUnitId !== profile.unitId;
  const gap = Math.max(profile.quietMs, floorMs(line)) + (isSwitch ? profile.unitSwitchGapMs : 0);
  return Math.max(line.lastEndMs + gap, line.quietUntilMs, unit.quietUntilMs);
}

function floorMs(line: Line): number {
  return line.options.framing === 'tcp' ? 0 : quietFloorMs(line.options.format ?? GATEWAY_FORMAT);
}

/** The reply timeout of a job: the turnaround allowed and, on a serial line, the time of both frames on the wire. */
export function exchangeTimeoutMs(line: Line, unit: Unit, job: Queued, request: Request): number {
  const turnaroundMs = job.timeoutMs ?? unit.profile.replyTimeoutMs;
  const { format } = line.options;
  if (format === undefined) return turnaroundMs;
  return turnaroundMs + frameTimeMs(requestLength(request) + replyLength(request), format);
}
