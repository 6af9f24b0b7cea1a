import type { CellOfYear, ReportOfYear } from '../src/check/across-years.ts';
import type { Finding } from '../src/extract/report.ts';
import type { OrganizationLevel } from '../src/identity/organization.ts';
import type { Corpus } from './corpus.ts';
import { ACROSS_REPORTS, insertFinding } from './report-content.ts';

/** The current report of a body and year that is held against others. */
export interface ReportAcross extends ReportOfYear {
  readonly reportId: number;
}

/** A body with its current reports, oldest first. */
export interface BodyAcross {
  readonly name: string;
  readonly level: OrganizationLevel;
  readonly division: string | null;
  readonly reports: readonly ReportAcross[];
}

/**
 * Divisions one of whose reports was met, or came to another state, at `since` (UTC ISO-8601) or later; of all times where null. Bodies
 * without a division stand under null.
 */
export function divisionsTouched(corpus: Corpus, since: string | null): (string | null)[] {
  return corpus.db
    .prepare<{ since: string | null }, string | null>(
      `SELECT DISTINCT o.division FROM organizations o JOIN reports r ON r.organization_id = o.id
       WHERE @since IS NULL OR r.last_seen_at >= @since
         OR EXISTS (SELECT 1 FROM report_states s WHERE s.report_id = r.id AND s.since >= @since)
       ORDER BY 1`,
    )
    .pluck()
    .all({ since });
}

interface ReportRow {
  readonly reportId: number;
  readonly organizationId: number;
  readonly name: string;
  readonly level: OrganizationLevel;
  readonly division: string | null;
  readonly fiscalYear: number;
  readonly pageUrl: string;
  readonly sha256: string | null;
  readonly text: string;
}

/** The bodies of one division with what their reports say. */
export function bodiesOfDivision(corpus: Corpus, division: string | null): BodyAcross[] {
  const rows = corpus.db
    .prepare<[string | null], ReportRow>(
      `SELECT r.id AS reportId, o.id AS organizationId, o.name, o.level, o.division, r.fiscal_year AS fiscalYear, r.page_url AS pageUrl,
         (SELECT c.sha256 FROM cells c WHERE c.report_id = r.id LIMIT 1) AS sha256,
         coalesce((SELECT group_concat(s.text, char(10)) FROM sections s WHERE s.report_id = r.id), '') AS text
       FROM organizations o JOIN reports r ON r.organization_id = o.id AND r.state = 'current'
       WHERE o.division IS ? ORDER BY o.id, r.fiscal_year`,
    )
    .all(division);
  const cellsOf = corpus.db.prepare<[number], [string, number | null, CellOfYear['status']]>(
    "SELECT code, number, status FROM cells WHERE report_id = ? AND status <> 'absent'",
  );
  const bodies = new Map<number, BodyAcross & { reports: ReportAcross[] }>();
  for (const { organizationId, name, level, reportId, fiscalYear, pageUrl, sha256, text, ...row } of rows) {
    const body = bodies.get(organizationId) ?? { name, level, division: row.division, reports: [] };
    bodies.set(organizationId, body);
    const cells = new Map(
      cellsOf
        .raw()
        .all(reportId)
        .map(([code, number, status]) => [code, { number, status }]),
    );
    body.reports.push({ reportId, fiscalYear, pageUrl, sha256, text, cells });
  }
  return [...bodies.values()];
}

/** Puts findings across reports in place of those that the reports of a division had. To be called once all of it was checked. */
export function replaceFindingsAcross(
  corpus: Corpus,
  division: string | null,
  findings: readonly { readonly reportId: number; readonly finding: Finding }[],
): void {
  corpus.transaction(() => {
    corpus.db
      .prepare(
        `DELETE FROM findings WHERE ${ACROSS_REPORTS} AND report_id IN (
           SELECT r.id FROM reports r JOIN organizations o ON o.id = r.organization_id WHERE o.division IS ?)`,
      )
      .run(division);
    for (const { reportId, finding } of findings) insertFinding(corpus.db, finding, { reportId, portalId: null });
  });
}
