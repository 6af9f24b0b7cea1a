import type { Finding } from '../src/extract/report.ts';
import type { Locator } from '../src/read/document.ts';
import type { Provenance } from '../src/extract/report.ts';
import { parseSha256 } from '../src/original/sha256.ts';
import type { Corpus } from './corpus.ts';
import { explainingFailures } from './database.ts';
import { revisionsOf, type ReportRow } from './report-rows.ts';

/** A finding with the number it is known by. */
export interface NumberedFinding extends Finding {
  readonly id: number;
}

interface FindingRow extends Omit<NumberedFinding, 'codes'> {
  readonly codesJson: string;
}

/** Every finding on a report, those that rest on further reports too, in the order they were stated. */
export function findingsOn(corpus: Corpus, reportId: number): NumberedFinding[] {
  return explainingFailures(corpus.file, () =>
    corpus.db
      .prepare<[number], FindingRow>(
        `SELECT id, rule, subject, severity, verdict, codes_json AS codesJson, expected, actual, message
         FROM findings WHERE report_id = ? ORDER BY id`,
      )
      .all(reportId)
      .map(({ codesJson, ...finding }) => ({ ...finding, codes: JSON.parse(codesJson) as string[] })),
  );
}

/** All revisions of one body's year, newest first. */
export function revisionsBeside(corpus: Corpus, organizationId: number, fiscalYear: number): ReportRow[] {
  return explainingFailures(corpus.file, () => revisionsOf(corpus.db, organizationId, fiscalYear));
}

/** The years for which a body has a report that stands, and its id. */
export function yearsOf(
  corpus: Corpus,
  organizationId: number,
): { readonly year: number; readonly reportId: number }[] {
  return explainingFailures(corpus.file, () =>
    corpus.db
      .prepare<[number], { year: number; reportId: number }>(
        `SELECT fiscal_year AS year, id AS reportId FROM reports
         WHERE organization_id = ? AND state <> 'superseded' ORDER BY fiscal_year`,
      )
      .all(organizationId),
  );
}

/** Where one cell was read from; undefined where the report has no such cell. */
export function placeOfCell(
  corpus: Corpus,
  reportId: number,
  code: string,
): (Provenance & { readonly locator: Locator | null }) | undefined {
  return explainingFailures(corpus.file, () => {
    const row = corpus.db
      .prepare<[number, string], { url: string; sha256: string; locator: string | null }>(
        'SELECT url, sha256, locator FROM cells WHERE report_id = ? AND code = ?',
      )
      .get(reportId, code);
    if (row === undefined) return undefined;
    const locator = row.locator === null ? null : (JSON.parse(row.locator) as Locator);
    return { url: row.url, sha256: parseSha256(row.sha256), locator };
  });
}
