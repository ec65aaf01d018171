// The version service: what a wallbox tells of its firmware and hardware (fimp.md e.6).
import type { Draft } from './envelope';
import type { ReportContext } from './report-context';
import { serviceEventTopic } from './topic';

/** Only what is known: `firmware` and `hardware` are the service's own words. */
export function versionReport(context: ReportContext): Draft {
  const { resourceName, address, capabilities, corid } = context;
  const { firmware, hardware } = capabilities?.identity ?? {};
  return {
    topic: serviceEventTopic(resourceName, 'version', address),
    serv: 'version',
    type: 'evt.version.report',
    valT: 'str_map',
    val: { ...(firmware !== undefined && { firmware }), ...(hardware !== undefined && { hardware }) },
    ...(corid !== undefined && { corid }),
  };
}
