import type { Severity, Verdict } from '../src/extract/report.ts';
import type { Corpus } from './corpus.ts';
import { explainingFailures } from './database.ts';
import type { NumberedFinding } from './report-evidence.ts';

/** Which findings are wanted; null leaves a choice open. */
export interface FindingFilter {
  readonly rule: string | null;
  readonly severity: Severity | null;
  readonly verdict: Verdict | null;
  /** First two digits of the division. */
  readonly province: string | null;
  readonly year: number | null;
}

/** A finding with the report or the portal it is about. */
export interface FoundFinding extends NumberedFinding {
  readonly reportId: number | null;
  readonly portalId: string | null;
  readonly organizationId: number | null;
  /** The body, or the portal's name. */
  readonly name: string;
  readonly fiscalYear: number | null;
}

interface FoundRow extends Omit<FoundFinding, 'codes'> {
  readonly codesJson: string;
}

const COLUMNS = `f.id, f.rule, f.subject, f.severity, f.verdict, f.codes_json AS codesJson, f.expected, f.actual, f.message,
  f.report_id AS reportId, f.portal_id AS portalId, o.id AS organizationId, coalesce(o.name, p.name, f.portal_id) AS name, r.fiscal_year AS fiscalYear`;
const OWN = `(@rule IS NULL OR f.rule = @rule) AND (@severity IS NULL OR f.severity = @severity) AND (@verdict IS NULL OR f.verdict = @verdict)`;

/** By what a page is told from the next: findings are shown latest first, and `before` is the last one seen. */
export interface FindingPage {
  readonly before: number | null;
  readonly most: number;
}

/** Findings on current reports and on portals, the latest first. Those on reports that were superseded are left out. */
export function findFindings(corpus: Corpus, filter: FindingFilter, { before, most }: FindingPage): FoundFinding[] {
  const values = { ...filter, before: before ?? Number.MAX_SAFE_INTEGER, most };
  return explainingFailures(corpus.file, () =>
    corpus.db
      .prepare<Record<string, string | number | null>, FoundRow>(questionFor(filter))
      .all(values)
      .map(({ codesJson, ...finding }) => ({ ...finding, codes: JSON.parse(codesJson) as string[] })),
  );
}

/** Where a province or year is asked for, its reports are few beside the findings, and are asked first. */
function questionFor(filter: FindingFilter): string {
  if (filter.province === null && filter.year === null) {
    return `SELECT ${COLUMNS} FROM findings f LEFT JOIN reports r ON r.id = f.report_id
      LEFT JOIN organizations o ON o.id = r.organization_id LEFT JOIN portals p ON p.id = f.portal_id
      WHERE f.id < @before AND ${OWN} AND (f.report_id IS NULL OR r.state = 'current') ORDER BY f.id DESC LIMIT @most`;
  }
  return `SELECT ${COLUMNS} FROM organizations o CROSS JOIN reports r ON r.organization_id = o.id AND (@year IS NULL OR r.fiscal_year = @year)
      AND r.state = 'current'
    CROSS JOIN findings f ON f.report_id = r.id LEFT JOIN portals p ON p.id = f.portal_id
    WHERE (@province IS NULL OR substr(o.division, 1, 2) = @province) AND f.id < @before AND ${OWN} ORDER BY f.id DESC LIMIT @most`;
}

export interface FindingCount {
  readonly rule: string;
  readonly severity: Severity;
  readonly verdict: Verdict;
  readonly count: number;
}

/** How many findings there are of each kind, those on superseded reports left out. It asks the whole table. */
export function findingKinds(corpus: Corpus): FindingCount[] {
  return explainingFailures(corpus.file, () =>
    corpus.db
      .prepare<[], FindingCount>(
        `SELECT f.rule, f.severity, f.verdict, count(*) AS count FROM findings f LEFT JOIN reports r ON r.id = f.report_id
         WHERE f.report_id IS NULL OR r.state = 'current' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
      )
      .all(),
  );
}
