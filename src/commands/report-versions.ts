import type { SourcedReport } from '../extract/compare-readings.ts';
import { extractReport, type ExtractionContext, type ReadReport } from '../extract/extract.ts';
import type { Sha256 } from '../original/sha256.ts';
import type { Document } from '../read/document.ts';
import type { SourceRole } from '../../storage/records.ts';
import { readSource, type ReportSource } from './read-source.ts';

/** A source that was read as a report. */
export interface Version extends SourcedReport {
  readonly source: ReportSource;
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

/** Sources of one report that are read; a page with more is a download list. */
const MOST_SOURCES = 40;

/** The page says best whose report it is. */
const ROLE_ORDER: Readonly<Record<SourceRole, number>> = { page: 0, frame: 1, attachment: 2, image: 3 };

/** The order in which sources are read, whatever the order they were found in: an offline run must come to the same. */
function inReadingOrder(a: ReportSource, b: ReportSource): number {
  const spelling = (source: ReportSource): string => `${source.url} ${source.sha256}`;
  return ROLE_ORDER[a.role] - ROLE_ORDER[b.role] || (spelling(a) < spelling(b) ? -1 : 1);
}

/**
 * Reads every source by itself, the page first. The year of the first report found stands in for what a list said: an attachment often
 * states none. The same bytes under two addresses are read once.
 */
export async function readVersions(
  sources: readonly ReportSource[],
  context: ExtractionContext,
): Promise<ReadVersions> {
  const readings = new Map<Sha256, SourceReading>();
  const versions: Version[] = [];
  const misses: Miss[] = [];
  const seen = new Set<Sha256>();
  for (const source of [...sources].sort(inReadingOrder)) {
    if (seen.has(source.sha256) || seen.size >= MOST_SOURCES) continue;
    seen.add(source.sha256);
    const read = await readSource(source);
    if (read.kind === 'unreadable') {
      misses.push({ source, kind: 'unreadable', reason: read.reason, pictures: 0 });
      continue;
    }
    const { reader, readerVersion, pages } = read.document;
    readings.set(source.sha256, { sha256: source.sha256, reader, readerVersion, pages });
    const first = versions[0]?.read;
    const extraction = extractReport(read.document, first ? { ...context, listedYear: first.fiscalYear } : context);
    if (extraction.kind === 'report') versions.push(versionOf(source, read.document, extraction.report));
    else {
      const pictures = read.document.blocks.filter((block) => block.kind === 'image').length;
      misses.push({ source, kind: 'not_a_report', reason: extraction.reason, pictures });
    }
  }
  return { readings: [...readings.values()], versions, misses };
}

function versionOf(source: ReportSource, document: Document, read: ReadReport): Version {
  const { url, sha256 } = source;
  return { source, url, sha256, reader: document.reader, fromPixels: isFromPixels(document), read };
}

function isFromPixels({ blocks }: Document): boolean {
  return blocks.some(
    (block) => block.kind === 'table' && block.cells.some(({ recognition }) => recognition !== undefined),
  );
}
