import type { Db } from './database.ts';
import { resolveLeads } from './leads.ts';
import { ensureOrganization } from './organizations.ts';
import type { ReportRecord } from './records.ts';
import { figuresAgree, firmCellCount, isIdentical, saysTheSame } from './report-comparison.ts';
import { readContent, replaceContent } from './report-content.ts';
import { addSources, insertReport, reportRow, revisionsOf, sourcesOf } from './report-rows.ts';
import type { ReportRow, ReportState } from './report-rows.ts';
import { recordStates } from './report-states.ts';

/**
 * What filing a report changed.
 * - `new`: the first report of this organization and year.
 * - `unchanged`: known already; only `last_seen_at` moved.
 * - `reextracted`: known originals, read better or otherwise; cells, sections and findings were replaced.
 * - `further_source`: the same report at another address; the address was added.
 * - `revised`: the original changed; a new revision was made.
 */
export type ReportChange = 'new' | 'unchanged' | 'reextracted' | 'further_source' | 'revised';

export interface RecordedReport {
  readonly reportId: number;
  readonly change: ReportChange;
}

/** What is to be done with an incoming report, given the revisions that are stored. */
type Filing =
  | { readonly kind: 'sighting'; readonly row: ReportRow }
  | { readonly kind: 'replace'; readonly row: ReportRow }
  | { readonly kind: 'attach'; readonly row: ReportRow; readonly better: boolean }
  | { readonly kind: 'revise'; readonly state: ReportState };

/**
 * Files a report. Its organization and year decide which report it is; its originals and figures, whether it is that
 * one again, the same at another address, or a changed one. Nothing is deleted: what a changed original replaces stays as
 * a superseded revision. All originals must have been recorded. To be called inside a transaction; `at` is UTC ISO-8601.
 */
export function recordReport(db: Db, record: ReportRecord, at: string): RecordedReport {
  const organizationId = ensureOrganization(db, record.report.organization, record.portalId);
  const revisions = revisionsOf(db, organizationId, record.report.fiscalYear);
  const recorded = file(db, record, organizationId, revisions, at);
  recordStates(db, organizationId, record.report.fiscalYear, at);
  resolveLeads(db, [record.pageUrl, ...record.sources.map((source) => source.url)], recorded.reportId);
  return recorded;
}

/**
 * Files what a newer extractor reads in the originals of a stored report. Where it now reads another organization or
 * year, the report moves there as a further revision, and what it had superseded in the old place stands again.
 * Throws `TypeError` for a report that is not stored. To be called inside a transaction; `at` is UTC ISO-8601.
 */
export function replaceExtraction(db: Db, reportId: number, record: ReportRecord, at: string): RecordedReport {
  const row = reportRow(db, reportId);
  if (row === undefined) throw new TypeError(`Expected report ${reportId} to be stored`);
  const organizationId = ensureOrganization(db, record.report.organization, record.portalId);
  const moves = organizationId !== row.organizationId || record.report.fiscalYear !== row.fiscalYear;
  if (!moves && row.extractorVersion === record.extractorVersion && isIdentical(readContent(db, reportId), record)) {
    return { reportId, change: 'unchanged' };
  }
  if (moves) {
    move(db, row, record, organizationId);
    recordStates(db, row.organizationId, row.fiscalYear, at);
    recordStates(db, organizationId, record.report.fiscalYear, at);
  }
  replace(db, reportId, record);
  resolveLeads(db, [record.pageUrl, ...record.sources.map((source) => source.url)], reportId);
  return { reportId, change: 'reextracted' };
}

/**
 * Files a report that was met at a further address and read together with all that is stored of it, or met again: one report with
 * several sources. Throws `TypeError` for a report that is not stored. To be called inside a transaction; `at` is UTC ISO-8601.
 */
export function recordVersions(db: Db, reportId: number, record: ReportRecord, at: string): RecordedReport {
  const row = reportRow(db, reportId);
  if (row === undefined) throw new TypeError(`Expected report ${reportId} to be stored`);
  see(db, row, at);
  recordStates(db, row.organizationId, row.fiscalYear, at);
  resolveLeads(db, [record.pageUrl, ...record.sources.map((source) => source.url)], reportId);
  const known = new Set(sourcesOf(db, reportId).map(sourceKey));
  const isFurther = record.sources.some((source) => !known.has(sourceKey(source)));
  const isNothingNew = !isFurther && row.extractorVersion === record.extractorVersion;
  if (isNothingNew && isIdentical(readContent(db, reportId), record)) return { reportId, change: 'unchanged' };
  replace(db, reportId, record);
  return { reportId, change: isFurther ? 'further_source' : 'reextracted' };
}

/**
 * Marks the current report at a page as withdrawn: its publisher took it away. Its rows stay. Returns whether there was one. To be called
 * inside a transaction; `at` is UTC ISO-8601.
 */
export function withdrawReport(db: Db, pageUrl: string, at: string): boolean {
  const rows = db
    .prepare<[string], { organizationId: number; fiscalYear: number }>(
      `UPDATE reports SET state = 'withdrawn' WHERE page_url = ? AND state = 'current'
       RETURNING organization_id AS organizationId, fiscal_year AS fiscalYear`,
    )
    .all(pageUrl);
  for (const { organizationId, fiscalYear } of rows) recordStates(db, organizationId, fiscalYear, at);
  return rows.length > 0;
}

function file(
  db: Db,
  record: ReportRecord,
  organizationId: number,
  revisions: readonly ReportRow[],
  at: string,
): RecordedReport {
  if (revisions.length === 0) {
    return { reportId: insert(db, record, { organizationId, revision: 1, state: 'current' }, at), change: 'new' };
  }
  const filing = decide(db, record, revisions);
  if (filing.kind === 'revise') {
    if (filing.state === 'current') supersedeStanding(db, organizationId, record.report.fiscalYear);
    const revision = (revisions[0]?.revision ?? 0) + 1;
    return { reportId: insert(db, record, { organizationId, revision, state: filing.state }, at), change: 'revised' };
  }

  const { row } = filing;
  see(db, row, at);
  switch (filing.kind) {
    case 'sighting':
      return { reportId: row.id, change: 'unchanged' };
    case 'replace':
      replace(db, row.id, record);
      return { reportId: row.id, change: 'reextracted' };
    case 'attach':
      if (filing.better) replace(db, row.id, record);
      else addSources(db, row.id, record.sources);
      return { reportId: row.id, change: 'further_source' };
  }
}

/** The rules of identity, in order. `revisions` are newest first and not empty. */
function decide(db: Db, record: ReportRecord, revisions: readonly ReportRow[]): Filing {
  const atUrl = revisions.find((row) => sourcesOf(db, row.id).some((source) => source.url === record.cellSource.url));
  const filing = atUrl === undefined ? null : decideAtKnownUrl(db, record, atUrl);
  if (filing !== null) return filing;

  const laterElsewhere = revisions.filter((row) => atUrl === undefined || row.revision > atUrl.revision);
  for (const row of laterElsewhere) {
    const stored = readContent(db, row.id);
    if (figuresAgree(stored, record.report)) {
      return { kind: 'attach', row, better: firmCellCount(record.report) > firmCellCount(stored) };
    }
  }
  const standing = revisions.find((row) => row.state === 'current');
  const supersedes = atUrl !== undefined || standing === undefined || takesPrecedence(db, record, standing);
  return { kind: 'revise', state: supersedes ? 'current' : 'superseded' };
}

/** What is to be done where the newest revision that names this address is `row`; null where the original there changed. */
function decideAtKnownUrl(db: Db, record: ReportRecord, row: ReportRow): Filing | null {
  const { cellSource, report } = record;
  const stored = readContent(db, row.id);
  const known = new Set(sourcesOf(db, row.id).map(sourceKey));
  const isKnown = known.has(sourceKey(cellSource));
  const from = stored.cellSource ?? cellSource;

  if (from.url !== cellSource.url || (isKnown && from.sha256 !== cellSource.sha256)) {
    // The cells were read from another original of this report; this one may be the better.
    if (!isKnown && !figuresAgree(stored, report)) return null;
    return { kind: firmCellCount(report) > firmCellCount(stored) ? 'replace' : 'sighting', row };
  }
  if (!isKnown) return saysTheSame(stored, report) ? { kind: 'sighting', row } : null;

  if (record.sources.every((source) => known.has(sourceKey(source)))) {
    const isNothingNew = row.extractorVersion === record.extractorVersion && isIdentical(stored, record);
    return { kind: isNothingNew ? 'sighting' : 'replace', row };
  }
  // The tables are those of before, and the page around them has other bytes.
  if (saysTheSame(stored, report)) return { kind: 'sighting', row };
  return row.extractorVersion === record.extractorVersion ? null : { kind: 'replace', row };
}

function sourceKey(source: { readonly url: string; readonly sha256: string }): string {
  return `${source.sha256} ${source.url}`;
}

/**
 * Of two addresses that publish different figures for one year, which is current? The one published later; where that is
 * not told, the one of which more can be read; else the one met last.
 */
function takesPrecedence(db: Db, record: ReportRecord, standing: ReportRow): boolean {
  const { publishedOn } = record.report;
  if (publishedOn !== null && standing.publishedOn !== null && publishedOn !== standing.publishedOn) {
    return publishedOn > standing.publishedOn;
  }
  return firmCellCount(record.report) >= firmCellCount(readContent(db, standing.id));
}

function insert(
  db: Db,
  record: ReportRecord,
  place: { organizationId: number; revision: number; state: ReportState },
  at: string,
): number {
  const reportId = insertReport(db, record, place, at);
  addSources(db, reportId, [...record.sources, record.cellSource]);
  replaceContent(db, reportId, record.report, record.cellSource);
  return reportId;
}

function replace(db: Db, reportId: number, record: ReportRecord): void {
  const { report, pageUrl, extractorVersion } = record;
  addSources(db, reportId, [...record.sources, record.cellSource]);
  replaceContent(db, reportId, report, record.cellSource);
  db.prepare(
    'UPDATE reports SET title = ?, published_on = coalesce(?, published_on), page_url = ?, extractor_version = ? WHERE id = ?',
  ).run(report.title, report.publishedOn, pageUrl, extractorVersion, reportId);
}

/** A report that is met again is there again: one that had been withdrawn stands. */
function see(db: Db, row: ReportRow, at: string): void {
  db.prepare('UPDATE reports SET last_seen_at = max(last_seen_at, ?), state = ? WHERE id = ?').run(
    at,
    row.state === 'withdrawn' ? 'current' : row.state,
    row.id,
  );
}

function supersedeStanding(db: Db, organizationId: number, fiscalYear: number): void {
  db.prepare(
    "UPDATE reports SET state = 'superseded' WHERE organization_id = ? AND fiscal_year = ? AND state <> 'superseded'",
  ).run(organizationId, fiscalYear);
}

function move(db: Db, row: ReportRow, record: ReportRecord, organizationId: number): void {
  const { fiscalYear } = record.report;
  const there = revisionsOf(db, organizationId, fiscalYear);
  const standing = there.find((other) => other.state !== 'superseded');
  const stands =
    row.state !== 'superseded' &&
    (standing === undefined || (!agrees(db, record, standing) && takesPrecedence(db, record, standing)));
  if (stands) supersedeStanding(db, organizationId, fiscalYear);
  db.prepare('UPDATE reports SET organization_id = ?, fiscal_year = ?, revision = ?, state = ? WHERE id = ?').run(
    organizationId,
    fiscalYear,
    (there[0]?.revision ?? 0) + 1,
    stands ? row.state : 'superseded',
    row.id,
  );
  if (row.state === 'superseded') return;
  const [previous] = revisionsOf(db, row.organizationId, row.fiscalYear);
  if (previous !== undefined) db.prepare('UPDATE reports SET state = ? WHERE id = ?').run(row.state, previous.id);
}

function agrees(db: Db, record: ReportRecord, other: ReportRow): boolean {
  return figuresAgree(readContent(db, other.id), record.report);
}
