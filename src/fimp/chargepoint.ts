// Reports of the chargepoint service: domain words to FIMP messages (fimp.md c.1, c.4, c.5).
import type { Capabilities, Report, SessionReport } from '../wallbox/vocabulary';
import { supportedModes } from './charging-modes';
import type { Draft, Props } from './envelope';
import { advertises } from './interfaces';
import type { ReportContext } from './report-context';
import { rfc3339Seconds } from './time';
import { serviceEventTopic } from './topic';
import type { ValueType } from './value-type';

/** Reports of this service; the meter and the parameters have their own. */
export type ChargepointReport = Exclude<Report, { readonly kind: 'meter' | 'parameter' }>;

type Body = Pick<Draft, 'type' | 'val'> & { readonly valT: ValueType; readonly props: Props };

/** The message that tells a report. Always on the service's own topic: `resp_to` is for direct replies only. */
export function encodeReport(report: ChargepointReport, context: ReportContext): Draft {
  const { resourceName, address, capabilities, corid } = context;
  return {
    topic: serviceEventTopic(resourceName, 'chargepoint', address),
    serv: 'chargepoint',
    ...body(report, capabilities),
    ...(corid !== undefined && { corid }),
  };
}

function body(report: ChargepointReport, capabilities: Capabilities | undefined): Body {
  switch (report.kind) {
    case 'state':
      return {
        type: 'evt.state.report',
        valT: 'string',
        val: report.state,
        props: stateProps(report, capabilities),
      };
    case 'session':
      return {
        type: 'evt.current_session.report',
        valT: 'float',
        val: Number(report.energyKWh.toFixed(2)),
        props: sessionProps(report, capabilities),
      };
    case 'lock':
      return { type: 'evt.cable_lock.report', valT: 'bool', val: report.isLocked, props: lockProps(report) };
    case 'maxCurrent':
      return { type: 'evt.max_current.report', valT: 'int', val: Math.floor(report.amps), props: {} };
    case 'phaseMode':
      return { type: 'evt.phase_mode.report', valT: 'string', val: report.mode, props: {} };
  }
}

/** The mode is told while charging only, and only one that is advertised. */
function stateProps(
  report: Extract<Report, { kind: 'state' }>,
  capabilities: Capabilities | undefined,
): Props {
  const mode = report.mode?.toLowerCase();
  const isTold =
    report.state === 'charging' && mode !== undefined && supportedModes(capabilities).includes(mode);
  return isTold ? { charging_mode: mode } : {};
}

function sessionProps(report: SessionReport, capabilities: Capabilities | undefined): Props {
  const previous = report.previousKWh?.toFixed(2);
  const tellsOffer =
    capabilities !== undefined && advertises(capabilities, 'cmd.current_session.set_current');
  return {
    ...(previous !== undefined && Number(previous) > 0 && { previous_session: previous }),
    ...(report.startedAtMs !== undefined && { started_at: rfc3339Seconds(report.startedAtMs) }),
    ...(report.finishedAtMs !== undefined && { finished_at: rfc3339Seconds(report.finishedAtMs) }),
    ...(tellsOffer && { offered_current: String(Math.floor(report.offeredA)) }),
    ...(report.energySource === 'none' && { energy_source: 'none' }),
  };
}

/** A `cable_current` of 0 says that there is no cable; its absence, that nobody knows. */
function lockProps(report: Extract<Report, { kind: 'lock' }>): Props {
  return {
    ...(report.cableA !== undefined && { cable_current: String(Math.floor(report.cableA)) }),
    ...(report.source !== undefined && { source: report.source }),
  };
}
