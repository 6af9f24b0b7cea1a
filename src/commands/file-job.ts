import type { Corpus } from '../../storage/corpus.ts';
import { missedReportAt } from '../../storage/missed-reports.ts';
import type { FailedLead, ReportJob, ReportVerdict } from '../crawl/report-job.ts';
import { fileFailure, fileReport } from './file-report.ts';
import type { Filing, ReportToFile } from './file-report.ts';

/**
 * Files what a portal gave for a report it lists. Where a report stood and the page holds none any more, it counts as gone, and as
 * withdrawn when the run before found it so.
 * @param since when the run began, UTC ISO-8601
 */
export async function fileJob(filing: Filing, job: ReportJob, since: string): Promise<ReportVerdict> {
  const { corpus } = filing;
  const pageUrl = job.sources[0]?.url ?? job.lead.url;
  const found = { ...foundAs(job), pageUrl };
  const missed = missedReportAt(corpus, pageUrl, since);
  const filed = await fileReport(filing, { ...found, sources: job.sources });
  if (filed.kind !== 'not_a_report') return filed.kind;
  return corpus.transaction(() => {
    const missing = job.missing.find(({ outcome }) => outcome !== 'gone');
    if (missing !== undefined) {
      const detail = `The page holds no report, and its attachment ${missing.url} could not be had: ${missing.detail ?? missing.outcome}`;
      fileFailure(corpus, found, 'unreachable', detail, null);
      return 'unreachable';
    }
    if (missed === 'never_had') return 'not_a_report';
    fileFailure(corpus, found, 'gone', `A report stood here, and what stands here now is none: ${filed.reason}`, null);
    if (missed === 'first_time') return 'gone';
    corpus.withdrawReport(pageUrl);
    return 'withdrawn';
  });
}

/** Files a listed report that could not be had, and withdraws it where two runs in a row have missed it. */
export function fileFailedLead(corpus: Corpus, lead: FailedLead): void {
  corpus.transaction(() => {
    fileFailure(corpus, { ...foundAs(lead), pageUrl: lead.lead.url }, lead.outcome, lead.detail, null);
    for (const url of lead.vanishedAt) corpus.withdrawReport(url);
  });
}

/** What the portal's list said of a report. */
function foundAs({ portal, lead }: Pick<FailedLead, 'portal' | 'lead'>): Pick<ReportToFile, 'portalId' | 'listing'> {
  const { title, organization, year, publishedOn, column } = lead;
  const { name, division } = portal;
  return {
    portalId: portal.id,
    listing: {
      listedTitle: title,
      ...(organization === undefined ? {} : { listedOrganization: organization }),
      ...(year === undefined ? {} : { listedYear: year }),
      ...(publishedOn === undefined ? {} : { listedOn: publishedOn }),
      ...(column === undefined ? {} : { column }),
      portal: { name, ...(division === undefined ? {} : { division }) },
    },
  };
}
