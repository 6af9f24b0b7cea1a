import { shareOfEqualFigures } from '../extract/compare-readings.ts';
import type { ExtractedReport } from '../extract/report.ts';
import type { Corpus } from '../../storage/corpus.ts';
import { listingOf, statedContentType, type Listing } from '../../storage/listings.ts';
import type { Originals } from '../../storage/originals.ts';
import type { SourceRecord } from '../../storage/records.ts';
import { figuresAgree } from '../../storage/report-comparison.ts';
import type { StoredReport } from '../../storage/report-rows.ts';
import type { ReportSource } from './read-source.ts';
import { readReportSources, type FoundReport } from './report-sources.ts';

/** A report read together with what is stored of it under other addresses. */
export interface JoinedReport extends FoundReport {
  /** The stored report it is a version of; undefined where it stands alone. */
  readonly versionOf?: StoredReport;
}

/** A kept original as a source that can be read again, with what its list said of it. */
export function keptSource(corpus: Corpus, originals: Originals, record: SourceRecord): ReportSource {
  const listing = listingOf(corpus, record.url);
  return {
    ...record,
    contentType: statedContentType(corpus, record.sha256),
    bytes: () => originals.get(record.sha256),
    ...(Object.keys(listing).length === 0 ? {} : { listing }),
  };
}

/**
 * Reads a report together with the kept originals of the one that stands for its body and year, where that is the same report at
 * other addresses: 文字版 beside 图片版, one report in two columns. What was found at the addresses of before stays as it is.
 */
export async function withStoredVersions(
  found: FoundReport,
  listing: Listing,
  corpus: Corpus,
  originals: Originals,
): Promise<JoinedReport> {
  const { organization, fiscalYear } = found.report;
  const stored = corpus.standingReport(organization, fiscalYear);
  if (stored === undefined) return found;
  const urls = new Set(found.sources.map(({ url }) => url));
  const further = stored.sources.filter(({ url }) => !urls.has(url));
  if (further.length === 0 || !isVersionOf(stored, corpus, found.report)) return found;
  const sources = [
    ...found.sources.map((source): ReportSource => ({ listing, ...source })),
    ...further.map((record) => keptSource(corpus, originals, record)),
  ];
  const outcome = await readReportSources(sources, listingOf(corpus, stored.pageUrl), stored.pageUrl);
  if (outcome.kind !== 'report') return found;
  const { report } = outcome.report;
  if (report.fiscalYear !== fiscalYear || report.organization.name !== organization.name) return found;
  return { ...outcome.report, versionOf: stored };
}

/** A report that says so corrects another, and is not a version of it. */
const CORRECTION = /更正|修订|修正|勘误|补正|重新发布/u;
/** Versions of one report are put online together. */
const MOST_DAYS_APART = 7;
/** Of the figures of two versions that differ somewhere; misread pictures share more. */
const FEWEST_EQUAL = 0.75;

/** Is it the same statement at another address, rather than a later one? Where all figures agree it is, whenever published. */
function isVersionOf(stored: StoredReport, corpus: Corpus, report: ExtractedReport): boolean {
  const content = corpus.contentOf(stored.id);
  if (figuresAgree(content, report)) return true;
  if (CORRECTION.test(stored.title) !== CORRECTION.test(report.title)) return false;
  const dates = [stored.publishedOn, report.publishedOn].flatMap((date) => (date === null ? [] : [Date.parse(date)]));
  const [one = 0, other = one] = dates;
  if (Math.abs(one - other) > MOST_DAYS_APART * 24 * 3600 * 1000) return false;
  return shareOfEqualFigures(content.cells, report.cells) >= FEWEST_EQUAL;
}
