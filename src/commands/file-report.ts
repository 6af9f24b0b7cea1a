import { EXTRACTOR_VERSION, type ExtractionContext } from '../extract/extract.ts';
import { classifyTitle, identifyOrganization } from '../identity/index.ts';
import type { Organization } from '../identity/organization.ts';
import { sniffMediaType } from '../original/media-type.ts';
import type { Corpus } from '../../storage/corpus.ts';
import { recordListing, type Listing } from '../../storage/listings.ts';
import type { Originals } from '../../storage/originals.ts';
import type { LeadOutcome, ReportRecord } from '../../storage/records.ts';
import type { ReportChange } from '../../storage/reports.ts';
import { foundIn, listingOfSource, type ReportSource } from './read-source.ts';
import { readReportSources, type FoundReport, type SourcesOutcome } from './report-sources.ts';
import type { Miss, SourceReading } from './report-versions.ts';
import { withStoredVersions, type JoinedReport } from './stored-versions.ts';

/** What is to be read: where it was found and the originals that were kept of it. */
export interface ReportToFile {
  readonly portalId: string | null;
  /** The page, or the file itself where the list links to it. */
  readonly pageUrl: string;
  readonly listing: Listing;
  readonly sources: readonly ReportSource[];
}

export interface FiledReport {
  readonly change: ReportChange;
  readonly record: ReportRecord;
}

export type Filed =
  | ({ readonly kind: 'recorded'; readonly others: readonly FiledReport[] } & FiledReport)
  | { readonly kind: 'unreadable' | 'not_a_report'; readonly reason: string };

/** What reports are filed into. */
export interface Filing {
  readonly corpus: Corpus;
  readonly originals: Originals;
}

/** Begins `fileReport` ahead of its turn: nothing is looked up in the corpus or filed. */
export function readJob(job: ReportToFile): Promise<SourcesOutcome> {
  return readReportSources(job.sources, job.listing, job.pageUrl);
}

/**
 * Reads the sources of a report, together with what is stored of it under other addresses, checks it and files it; or files why
 * there is none. Reports of other bodies that stood beside it are filed too. `replace` is the id of the stored report whose originals
 * these are, when it is read anew; `reading` is its reading, where that has begun already.
 */
export async function fileReport(
  { corpus, originals }: Filing,
  job: ReportToFile,
  replace?: number,
  reading = readJob(job),
): Promise<Filed> {
  const outcome = await reading;
  if (outcome.kind !== 'report') {
    return corpus.transaction(() => {
      recordReadings(corpus, outcome.readings, job.sources);
      if (replace === undefined) {
        const source = outcome.kind === 'unreadable' ? outcome.source : job.sources[0];
        fileFailure(corpus, job, outcome.kind, outcome.reason, source === undefined ? null : outermost(source).sha256);
      }
      return { kind: outcome.kind, reason: outcome.reason };
    });
  }
  const reports: JoinedReport[] = [];
  for (const found of [outcome.report, ...outcome.others]) {
    reports.push(replace === undefined ? await withStoredVersions(found, job.listing, corpus, originals) : found);
  }
  const gaps = outcome.others.length === 0 || replace !== undefined ? [] : outcome.misses.filter(isGap);
  const unpacked = [...reports.flatMap(({ sources }) => sources), ...gaps.map(({ source }) => source)].filter(
    (source) => foundIn(source).length > 0,
  );
  const sizes = new Map<ReportSource, { bytes: number; mediaType: string }>();
  for (const source of unpacked) {
    const bytes = await source.bytes();
    await originals.put(bytes, source.sha256);
    sizes.set(source, { bytes: bytes.byteLength, mediaType: sniffMediaType(bytes, { url: source.url }) });
  }
  return corpus.transaction(() => {
    for (const [{ sha256 }, size] of sizes) corpus.recordDocument({ sha256, ...size });
    recordReadings(corpus, outcome.readings, [...job.sources, ...unpacked]);
    for (const { source, reason } of gaps) {
      const listing = listingOfSource(source, job.listing);
      fileFailure(corpus, { ...job, pageUrl: source.url, listing }, 'unreadable', reason, source.sha256);
    }
    const [main, ...others] = reports.map((found, index) =>
      fileOne(corpus, job, found, index === 0 ? replace : undefined),
    );
    if (main === undefined) throw new TypeError('Expected a report to be filed');
    return { kind: 'recorded', ...main, others };
  });
}

function fileOne(corpus: Corpus, job: ReportToFile, found: JoinedReport, replace: number | undefined): FiledReport {
  const record = recordOf(job, found);
  const { versionOf } = found;
  if (versionOf === undefined) recordListing(corpus, found.pageUrl, job.listing);
  else for (const { url, listing } of found.sources) if (listing) recordListing(corpus, url, listing);
  const changed = versionOf?.sources.some(({ url, sha256 }) =>
    found.sources.some((source) => source.url === url && source.sha256 !== sha256),
  );
  const { change } =
    replace !== undefined
      ? corpus.replaceExtraction(replace, record)
      : versionOf === undefined || changed === true
        ? corpus.recordReport(record)
        : corpus.recordVersions(versionOf.id, record);
  return { change, record };
}

/** A file of an archive of several reports that may be one more. */
function isGap({ source, kind }: Miss): boolean {
  return kind === 'unreadable' && source.archive !== undefined;
}

/** What is kept of a file in an archive that gave no report is the archive. */
function outermost(source: ReportSource): ReportSource {
  return foundIn(source).at(-1) ?? source;
}

/** Only of originals that are kept: not of what else was in an archive. */
function recordReadings(corpus: Corpus, readings: readonly SourceReading[], kept: readonly ReportSource[]): void {
  const hashes = new Set(kept.map(({ sha256 }) => sha256));
  for (const reading of readings) if (hashes.has(reading.sha256)) corpus.recordReading(reading.sha256, reading);
}

function recordOf(job: ReportToFile, { report, cellSource, sources, pageUrl }: FoundReport): ReportRecord {
  const { url, sha256, role } = cellSource;
  return {
    report,
    portalId: job.portalId,
    pageUrl,
    sources: sources.map((source) => ({ url: source.url, sha256: source.sha256, role: source.role })),
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
