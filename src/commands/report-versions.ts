import type { SourcedReport } from '../extract/compare-readings.ts';
import { extractReport, isFromPixels, type ReadReport } from '../extract/extract.ts';
import type { Sha256 } from '../original/sha256.ts';
import type { Document } from '../read/document.ts';
import type { Listing } from '../../storage/listings.ts';
import type { SourceRole } from '../../storage/records.ts';
import { isUnpackedAmong, listingOfSource, readSource, type ReportSource } from './read-source.ts';

/** A source that was read as a report. */
export interface Version extends SourcedReport {
  readonly source: ReportSource;
  /** Its own words, or its file's name, say whose report it is and of which year: not only the list or the page it was found on. */
  readonly namesItself: boolean;
}

/** What a reader made of a source, for `documents`. */
export interface SourceReading {
  readonly sha256: Sha256;
  readonly reader: string;
  readonly readerVersion: string;
  readonly pages?: number | undefined;
}

/** A source that gave no report, and why. */
export interface Miss {
  readonly source: ReportSource;
  readonly kind: 'unreadable' | 'not_a_report';
  readonly reason: string;
  /** Pictures in a document without tables: the tables may be among them. */
  readonly pictures: number;
}

/** All that the sources hold, each read by itself. */
export interface ReadVersions {
  readonly readings: readonly SourceReading[];
  readonly versions: readonly Version[];
  readonly misses: readonly Miss[];
}

/** Documents read of one page: a county's townships in one archive are some tens. */
const MOST_DOCUMENTS = 200;

/** The page says best whose report it is. */
const ROLE_ORDER: Readonly<Record<SourceRole, number>> = { page: 0, frame: 1, attachment: 2, image: 3 };

/** The order in which sources are read, whatever the order they were found in: an offline run must come to the same. */
function inReadingOrder(a: ReportSource, b: ReportSource): number {
  const spelling = (source: ReportSource): string => `${source.url} ${source.sha256}`;
  return ROLE_ORDER[a.role] - ROLE_ORDER[b.role] || (spelling(a) < spelling(b) ? -1 : 1);
}

/**
 * Reads every source by itself, the page first, and the files of archives as sources of their own. The year of the first report
 * found stands in for what a list said: an attachment often states none. The same bytes under two addresses are read once.
 */
export async function readVersions(sources: readonly ReportSource[], context: Listing): Promise<ReadVersions> {
  const readings = new Map<Sha256, SourceReading>();
  const versions: Version[] = [];
  const misses: Miss[] = [];
  const seen = new Set<Sha256>();
  const queue = [...sources].sort(inReadingOrder);
  for (let source = queue.shift(); source !== undefined; source = queue.shift()) {
    if (seen.has(source.sha256) || isUnpackedAmong(source, sources)) continue;
    seen.add(source.sha256);
    const miss = { source, pictures: 0 };
    if (seen.size > MOST_DOCUMENTS) {
      misses.push({ ...miss, kind: 'unreadable', reason: `it is beyond the first ${MOST_DOCUMENTS} documents` });
      continue;
    }
    const read = await readSource(source);
    if (read.kind === 'unreadable') {
      misses.push({ ...miss, kind: 'unreadable', reason: read.reason });
    } else if (read.kind === 'archive') {
      queue.unshift(...[...read.members].sort(inReadingOrder));
      misses.push(
        ...read.unread.map(({ url, reason }): Miss => ({ ...miss, kind: 'unreadable', reason: `${url}: ${reason}` })),
      );
    } else {
      const { document } = read;
      const { reader, readerVersion, pages } = document;
      readings.set(source.sha256, { sha256: source.sha256, reader, readerVersion, pages });
      const extraction = extractReport(document, listingOfSource(source, context, versions[0]?.read.fiscalYear));
      if (extraction.kind === 'report') {
        versions.push(versionOf(source, document, extraction.report, { context, first: versions[0]?.read }));
      } else {
        const pictures = document.blocks.filter((block) => block.kind === 'image').length;
        misses.push({ source, kind: 'not_a_report', reason: extraction.reason, pictures });
      }
    }
  }
  return { readings: [...readings.values()], versions, misses };
}

function versionOf(
  source: ReportSource,
  document: Document,
  read: ReadReport,
  { context, first }: { readonly context: Listing; readonly first: ReadReport | undefined },
): Version {
  const { url, sha256 } = source;
  const namesItself = first === undefined || isSameReport(first, read) || confirmsItself();
  return { source, url, sha256, reader: document.reader, fromPixels: isFromPixels(document), read, namesItself };

  function confirmsItself(): boolean {
    const itself = extractReport(
      document,
      listingOfSource(source, context.portal === undefined ? {} : { portal: context.portal }),
    );
    return itself.kind === 'report' && isSameReport(itself.report, read);
  }
}

/** Of the same body and year, as far as they say. */
export function isSameReport(a: ReadReport, b: ReadReport): boolean {
  return a.fiscalYear === b.fiscalYear && a.organization.name === b.organization.name;
}
