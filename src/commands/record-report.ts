import type { Portal } from '../../crawlers/crawler.ts';
import type { Corpus } from '../../storage/corpus.ts';
import type { ReportLead } from '../../storage/frontier.ts';
import type { Listing } from '../../storage/listings.ts';
import type { FailedLead, ReportJob, ReportVerdict } from '../crawl/report-job.ts';
import { fileFailure, fileReport } from './file-report.ts';

/** What the portal's list said of a report. */
export function listingOfLead(portal: Portal, lead: ReportLead): Listing {
  const { title, organization, year, publishedOn, column } = lead;
  const { name, division } = portal;
  return {
    listedTitle: title,
    ...(organization !== undefined && { listedOrganization: organization }),
    ...(year !== undefined && { listedYear: year }),
    ...(publishedOn !== undefined && { listedOn: publishedOn }),
    ...(column !== undefined && { column }),
    portal: { name, ...(division !== undefined && { division }) },
  };
}

/** Reads, checks and files a report that the crawl has kept whole. */
export async function recordReport(corpus: Corpus, { portal, lead, sources }: ReportJob): Promise<ReportVerdict> {
  const pageUrl = sources[0]?.url ?? lead.url;
  const filed = await fileReport(corpus, {
    portalId: portal.id,
    pageUrl,
    listing: listingOfLead(portal, lead),
    sources,
  });
  return filed.kind;
}

/** Files a listed report that could not be had, so that `coverage` shows the gap and why. */
export function recordFailedLead(corpus: Corpus, { portal, lead, outcome, detail }: FailedLead): void {
  fileFailure(
    corpus,
    { portalId: portal.id, pageUrl: lead.url, listing: listingOfLead(portal, lead) },
    outcome,
    detail,
    null,
  );
}
