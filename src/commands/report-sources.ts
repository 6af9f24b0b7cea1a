import { checkReport } from '../check/check.ts';
import { extractReport, type ExtractionContext, type ReadReport } from '../extract/extract.ts';
import type { ExtractedReport } from '../extract/report.ts';
import type { Sha256 } from '../original/sha256.ts';
import type { Document } from '../read/document.ts';
import { readOriginal } from '../read/read-original.ts';
import type { SourceRole } from '../../storage/records.ts';

/** One kept original that may hold the report, or a part of it. */
export interface ReportSource {
  readonly url: string;
  readonly sha256: Sha256;
  readonly role: SourceRole;
  readonly contentType: string | null;
  readonly bytes: () => Promise<Uint8Array>;
}

/** What a reader made of a source, for `documents`. */
export interface SourceReading {
  readonly sha256: Sha256;
  readonly reader: string;
  readonly readerVersion: string;
  readonly pages?: number | undefined;
}

/** What the sources of one report together say. */
export type SourcesOutcome = { readonly readings: readonly SourceReading[] } & (
  | {
      readonly kind: 'report';
      readonly report: ExtractedReport;
      readonly read: ReadReport;
      readonly cellSource: ReportSource;
    }
  | { readonly kind: 'unreadable'; readonly reason: string; readonly source: ReportSource | undefined }
  | { readonly kind: 'not_a_report'; readonly reason: string }
);

interface ReadSource {
  readonly source: ReportSource;
  readonly read: ReadReport;
}

const CONFIDENT = new Set(['verified', 'read', 'conflicting', 'blank']);

/**
 * Reads the sources of a report, the page first. The page's own tables are taken where they are whole; else the attachment whose tables
 * are the most complete, provided that it names the same body and year.
 */
export async function readReportSources(
  sources: readonly ReportSource[],
  context: ExtractionContext,
): Promise<SourcesOutcome> {
  const readings: SourceReading[] = [];
  const reports: ReadSource[] = [];
  const unreadable: { source: ReportSource; reason: string }[] = [];
  let refusal: string | undefined;
  let pictures = 0;
  for (const source of sources) {
    const read = await readDocument(source);
    if (read.kind === 'unreadable') {
      unreadable.push({ source, reason: read.reason });
      continue;
    }
    const { document } = read;
    const { reader, readerVersion, pages } = document;
    readings.push({ sha256: source.sha256, reader, readerVersion, pages });
    const page = reports[0]?.read;
    const extraction = extractReport(document, page ? { ...context, listedYear: page.fiscalYear } : context);
    if (extraction.kind === 'not_a_report') {
      refusal ??= extraction.reason;
      pictures += document.blocks.filter((block) => block.kind === 'image').length;
    } else if (!page || isSameReport(page, extraction.report)) reports.push({ source, read: extraction.report });
    if (reports.length > 0 && isWhole(reports.at(-1)?.read)) break;
  }
  const best = [...reports].sort((a, b) => confidentCells(b.read) - confidentCells(a.read))[0];
  const hasTables = best !== undefined && confidentCells(best.read) > 0;
  if (best && (hasTables || unreadable.length === 0 || best.read.fiscalYear < 2019)) {
    const read = { ...best.read, publishedOn: best.read.publishedOn ?? reports[0]?.read.publishedOn ?? null };
    return { kind: 'report', readings, read, report: withFindings(read), cellSource: best.source };
  }
  const [first] = unreadable;
  if (first) return { kind: 'unreadable', readings, reason: first.reason, source: first.source };
  if (pictures > 0 && refusal?.startsWith('it holds none')) {
    return { kind: 'unreadable', readings, reason: 'its tables are pictures', source: sources[0] };
  }
  return { kind: 'not_a_report', readings, reason: refusal ?? 'there is no document' };
}

type DocumentOutcome =
  { readonly kind: 'document'; readonly document: Document } | { readonly kind: 'unreadable'; readonly reason: string };

async function readDocument(source: ReportSource): Promise<DocumentOutcome> {
  const bytes = await source.bytes();
  if (bytes.byteLength === 0) return { kind: 'unreadable', reason: 'the file is empty' };
  return readOriginal(bytes, { contentType: source.contentType, url: source.url });
}

function isSameReport(page: ReadReport, attachment: ReadReport): boolean {
  return page.fiscalYear === attachment.fiscalYear && page.organization.name === attachment.organization.name;
}

/** All three tables, and every cell of them in its place. */
function isWhole(read: ReadReport | undefined): boolean {
  return (
    read !== undefined &&
    Object.values(read.templates).every((template) => template !== null) &&
    read.cells.every((cell) => CONFIDENT.has(cell.status))
  );
}

function confidentCells(read: ReadReport): number {
  return read.cells.filter((cell) => CONFIDENT.has(cell.status)).length;
}

function withFindings(read: ReadReport): ExtractedReport {
  const { organization, fiscalYear, title, publishedOn, cells, sections } = read;
  return { organization, fiscalYear, title, publishedOn, cells, sections, findings: checkReport(read) };
}
