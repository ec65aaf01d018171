// Any report of a wallbox as the messages that tell it: the one place that knows which service speaks.
import type { Report } from '../wallbox/vocabulary';
import { encodeReport } from './chargepoint';
import type { Draft } from './envelope';
import { meterDrafts } from './meter';
import { parameterDraft } from './parameters';
import type { ReportContext } from './report-context';

/** One message for most reports, several for the meter. */
export function reportDrafts(report: Report, context: ReportContext): readonly Draft[] {
  switch (report.kind) {
    case 'meter':
      return meterDrafts(report, context);
    case 'parameter':
      return [parameterDraft(report.id, report.value, context)];
    case 'state':
    case 'session':
    case 'lock':
    case 'maxCurrent':
    case 'phaseMode':
      return [encodeReport(report, context)];
  }
}
