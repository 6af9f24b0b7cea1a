import { EXTRACTOR_VERSION, type ExtractionContext } from '../extract/extract.ts';
import { classifyTitle, identifyOrganization } from '../identity/index.ts';
import type { Organization } from '../identity/organization.ts';
import type { Corpus } from '../../storage/corpus.ts';
import { recordListing, type Listing } from '../../storage/listings.ts';
import type { LeadOutcome, ReportRecord } from '../../storage/records.ts';
import type { ReportChange } from '../../storage/reports.ts';
import type { ReportSource } from './read-source.ts';
import { readReportSources, type SourcesOutcome } from './report-sources.ts';

/** What is to be read: where it was found and the originals that were kept of it. */
export interface ReportToFile {
  readonly portalId: string | null;
  /** The page, or the file itself where the list links to it. */
  readonly pageUrl: string;
  readonly listing: Listing;
  readonly sources: readonly ReportSource[];
}

export type Filed =
  | { readonly kind: 'recorded'; readonly change: ReportChange; readonly record: ReportRecord }
  | { readonly kind: 'unreadable' | 'not_a_report'; readonly reason: string };

/**
 * Reads the sources of a report, checks it and files it; or files why there is none. `replace` is the id of the stored report
 * whose originals these are, when it is read anew.
 */
export async function fileReport(corpus: Corpus, job: ReportToFile, replace?: number): Promise<Filed> {
  const outcome = await readReportSources(job.sources, job.listing);
  return corpus.transaction(() => {
    for (const reading of outcome.readings) corpus.recordReading(reading.sha256, reading);
    if (outcome.kind === 'report') {
      const record = recordOf(job, outcome);
      recordListing(corpus, job.pageUrl, job.listing);
      const { change } =
        replace === undefined ? corpus.recordReport(record) : corpus.replaceExtraction(replace, record);
      return { kind: 'recorded', change, record };
    }
    if (replace !== undefined) return outcome;
    const sha256 = outcome.kind === 'unreadable' ? outcome.source?.sha256 : job.sources[0]?.sha256;
    fileFailure(corpus, job, outcome.kind, outcome.reason, sha256 ?? null);
    return outcome;
  });
}

function recordOf(job: ReportToFile, outcome: Extract<SourcesOutcome, { kind: 'report' }>): ReportRecord {
  const { url, sha256, role } = outcome.cellSource;
  return {
    report: outcome.report,
    portalId: job.portalId,
    pageUrl: job.pageUrl,
    sources: job.sources.map((source) => ({ url: source.url, sha256: source.sha256, role: source.role })),
    cellSource: { url, sha256, role },
    extractorVersion: EXTRACTOR_VERSION,
  };
}

/** Files a lead that gave no report, under the body and year that its title names, so that `coverage` shows the gap. */
export function fileFailure(
  corpus: Corpus,
  job: Pick<ReportToFile, 'portalId' | 'pageUrl' | 'listing'>,
  outcome: LeadOutcome,
  detail: string,
  sha256: ReportSource['sha256'] | null,
): void {
  const { organization, fiscalYear } = whoseAndWhen(job.listing);
  recordListing(corpus, job.pageUrl, job.listing);
  corpus.recordFailedLead({
    portalId: job.portalId,
    url: job.pageUrl,
    title: job.listing.listedTitle ?? '',
    organization: outcome === 'not_a_report' ? null : organization,
    fiscalYear: outcome === 'not_a_report' ? null : fiscalYear,
    outcome,
    detail,
    sha256,
  });
}

/** What the list alone says of a report that could not be read. */
function whoseAndWhen(listing: ExtractionContext): {
  organization: Organization | null;
  fiscalYear: number | null;
} {
  const title = listing.listedTitle ?? '';
  const told = listing.organization ?? title;
  const known = told !== '' || listing.listedOrganization !== undefined || listing.portal !== undefined;
  const organization = known
    ? identifyOrganization({
        title: told,
        column: listing.column,
        listedAs: listing.listedOrganization,
        portal: listing.portal,
      })
    : undefined;
  return {
    organization: organization ?? null,
    fiscalYear: listing.year ?? listing.listedYear ?? classifyTitle(title).year ?? null,
  };
}
