import { RULES_ACROSS_REPORTS } from '../src/check/rules-across-reports.ts';
import type { Locator } from '../src/read/document.ts';
import type { ExtractedReport, Finding, Provenance, ReportCell, ReportSection } from '../src/extract/report.ts';
import { parseSha256 } from '../src/original/sha256.ts';
import type { Db } from './database.ts';
import type { SourceRecord } from './records.ts';
import { indexSections } from './section-search.ts';

/**
 * Which findings rest on more than one report. They are no part of what a report says by itself: reading it anew neither compares nor
 * replaces them.
 */
export const ACROSS_REPORTS = `rule IN (${RULES_ACROSS_REPORTS.map(({ id }) => `'${id}'`).join(', ')})`;

/** What a revision of a report says: the part that a newer extractor may replace. */
export interface ReportContent {
  readonly cells: readonly ReportCell[];
  readonly sections: readonly ReportSection[];
  readonly findings: readonly Finding[];
}

export interface StoredContent extends ReportContent {
  /** The original most cells were read from; null for a report without cells. */
  readonly cellSource: Provenance | null;
}

interface CellRow extends Omit<ReportCell, 'locator' | 'source'> {
  readonly locator: string | null;
  readonly url: string;
  readonly sha256: string;
}

interface FindingRow extends Omit<Finding, 'codes'> {
  readonly codes_json: string;
}

/** Reads what a revision says: cells in codebook order, each with its source where that is not the one most came from; sections by number, findings in the order they were stated. */
export function readContent(db: Db, reportId: number): StoredContent {
  const rows = db
    .prepare<[number], CellRow>(
      `SELECT c.code, c.printed, c.number, c.status, c.derived, c.basis, c.url, c.sha256, c.locator
       FROM cells c JOIN codebook b ON b.code = c.code WHERE c.report_id = ? ORDER BY b.position`,
    )
    .all(reportId);
  const main = mainSource(rows);
  return {
    cells: rows.map(({ url, sha256, locator, ...cell }) => ({
      ...cell,
      locator: parseLocator(locator),
      ...(url === main?.url && sha256 === main.sha256 ? {} : { source: { url, sha256: parseSha256(sha256) } }),
    })),
    sections: db
      .prepare<[number], ReportSection>(
        'SELECT number, heading, text FROM sections WHERE report_id = ? ORDER BY number',
      )
      .all(reportId),
    findings: db
      .prepare<[number], FindingRow>(
        `SELECT rule, subject, severity, verdict, codes_json, expected, actual, message
         FROM findings WHERE report_id = ? AND NOT (${ACROSS_REPORTS}) ORDER BY id`,
      )
      .all(reportId)
      .map(({ codes_json, ...finding }) => ({ ...finding, codes: JSON.parse(codes_json) as string[] })),
    cellSource: main,
  };
}

/** The original that most cells come from; of two with as many, the one of the first cell. */
function mainSource(rows: readonly CellRow[]): Provenance | null {
  const counts = new Map<string, { readonly row: CellRow; count: number }>();
  for (const row of rows) {
    const key = `${row.sha256} ${row.url}`;
    const known = counts.get(key);
    if (known) known.count += 1;
    else counts.set(key, { row, count: 1 });
  }
  const [most] = [...counts.values()].sort((a, b) => b.count - a.count);
  return most === undefined ? null : { url: most.row.url, sha256: parseSha256(most.row.sha256) };
}

/** Writes what a revision says in place of what it said; cells that name no source of their own are of `cellSource`. To be called inside a transaction. */
export function replaceContent(db: Db, reportId: number, report: ExtractedReport, cellSource: SourceRecord): void {
  for (const table of ['cells', 'sections']) db.prepare(`DELETE FROM ${table} WHERE report_id = ?`).run(reportId);
  db.prepare(`DELETE FROM findings WHERE report_id = ? AND NOT (${ACROSS_REPORTS})`).run(reportId);

  const insertCell = db.prepare(
    `INSERT INTO cells (report_id, code, printed, number, status, derived, basis, url, sha256, locator)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const cell of report.cells) {
    const locator = cell.locator === null ? null : JSON.stringify(cell.locator);
    insertCell.run(
      reportId,
      cell.code,
      cell.printed,
      cell.number,
      cell.status,
      cell.derived,
      cell.basis,
      cell.source?.url ?? cellSource.url,
      cell.source?.sha256 ?? cellSource.sha256,
      locator,
    );
  }

  const insertSection = db.prepare('INSERT INTO sections (report_id, number, heading, text) VALUES (?, ?, ?, ?)');
  for (const section of report.sections) insertSection.run(reportId, section.number, section.heading, section.text);
  indexSections(db, reportId);

  for (const finding of report.findings) insertFinding(db, finding, { reportId, portalId: null });
}

/** Files one finding about a report or about a portal; of a portal's, the same rule and subject is stated anew. */
export function insertFinding(
  db: Db,
  finding: Finding,
  about: { reportId: number | null; portalId: string | null },
): void {
  db.prepare(
    `INSERT INTO findings (report_id, portal_id, rule, subject, severity, verdict, codes_json, expected, actual, message)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (portal_id, rule, subject) WHERE report_id IS NULL DO UPDATE SET severity = excluded.severity,
       verdict = excluded.verdict, codes_json = excluded.codes_json, expected = excluded.expected,
       actual = excluded.actual, message = excluded.message`,
  ).run(
    about.reportId,
    about.portalId,
    finding.rule,
    finding.subject,
    finding.severity,
    finding.verdict,
    JSON.stringify(finding.codes),
    finding.expected,
    finding.actual,
    finding.message,
  );
}

function parseLocator(text: string | null): Locator | null {
  return text === null ? null : (JSON.parse(text) as Locator);
}
