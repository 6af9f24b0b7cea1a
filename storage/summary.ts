import type { CellStatus } from '../src/extract/report.ts';
import type { OrganizationLevel } from '../src/identity/organization.ts';
import type { Corpus } from './corpus.ts';
import { explainingFailures } from './database.ts';
import type { FetchOutcome } from './records.ts';

/** What `coverage` can say of an organization and year. */
export type CoverageStatus =
  'found' | 'not_published' | 'withdrawn' | 'blocked' | 'unreachable' | 'unreadable' | 'unknown';

export interface CoverageCell {
  readonly name: string;
  readonly level: OrganizationLevel;
  readonly division: string | null;
  readonly fiscalYear: number;
  readonly status: CoverageStatus;
}

export interface PortalHealth {
  readonly id: string;
  readonly name: string;
  readonly province: string | null;
  readonly family: string | null;
  /** UTC ISO-8601, or null when it was never fetched. */
  readonly lastFetchedAt: string | null;
  /** Outcomes of the fetches of the latest run that visited it. */
  readonly outcomes: Readonly<Partial<Record<FetchOutcome, number>>>;
  /** Organizations met on it. */
  readonly organizations: number;
  /** Current reports of these organizations. */
  readonly reports: number;
  /** Findings on the portal as a whole: rule and message. */
  readonly findings: readonly { readonly rule: string; readonly message: string }[];
}

/** How a province is chosen: by its name or the start of it (宁夏 for 宁夏回族自治区), as the portal's row writes it. */
const OF_PROVINCE = "(@province IS NULL OR p.province = @province OR p.province LIKE @province || '%')";

/** Provinces of the stored portals, in order. */
export function storedProvinces(corpus: Corpus): string[] {
  return read(corpus, () =>
    corpus.db
      .prepare<[], string>('SELECT DISTINCT province FROM portals WHERE province IS NOT NULL ORDER BY 1')
      .pluck()
      .all(),
  );
}

/** The view `coverage`, of one province or of all, in order of division, name and year. */
export function coverageCells(corpus: Corpus, province: string | null): CoverageCell[] {
  return read(corpus, () =>
    corpus.db
      .prepare<{ province: string | null }, CoverageCell>(
        `SELECT c.name, c.level, c.division, c.fiscal_year AS fiscalYear, c.status
         FROM coverage c LEFT JOIN portals p ON p.id = c.portal_id WHERE ${OF_PROVINCE}
         ORDER BY coalesce(c.division, '~'), CASE c.level WHEN 'county' THEN 1 WHEN 'department' THEN 2 ELSE 3 END, c.name, c.fiscal_year`,
      )
      .all({ province }),
  );
}

/** Cells of the current reports, by status. */
export function cellCounts(corpus: Corpus, province: string | null): Partial<Record<CellStatus, number>> {
  return read(corpus, () =>
    counted(
      corpus.db
        .prepare<{ province: string | null }, [CellStatus, number]>(
          `SELECT c.status, count(*) FROM cells c JOIN reports r ON r.id = c.report_id AND r.state = 'current'
           JOIN organizations o ON o.id = r.organization_id LEFT JOIN portals p ON p.id = o.portal_id
           WHERE ${OF_PROVINCE} GROUP BY c.status ORDER BY count(*) DESC, c.status`,
        )
        .raw()
        .all({ province }),
    ),
  );
}

/** Reports by state, all revisions counted. */
export function reportCounts(corpus: Corpus): Partial<Record<'current' | 'superseded' | 'withdrawn', number>> {
  return read(corpus, () =>
    counted(
      corpus.db
        .prepare<[], ['current' | 'superseded' | 'withdrawn', number]>(
          'SELECT state, count(*) FROM reports GROUP BY state ORDER BY state',
        )
        .raw()
        .all(),
    ),
  );
}

/** Findings on current reports, by rule. */
export function findingCounts(corpus: Corpus, province: string | null): Partial<Record<string, number>> {
  return read(corpus, () =>
    counted(
      corpus.db
        .prepare<{ province: string | null }, [string, number]>(
          `SELECT f.rule, count(*) FROM findings f JOIN reports r ON r.id = f.report_id AND r.state = 'current'
           JOIN organizations o ON o.id = r.organization_id LEFT JOIN portals p ON p.id = o.portal_id
           WHERE ${OF_PROVINCE} GROUP BY f.rule ORDER BY f.rule`,
        )
        .raw()
        .all({ province }),
    ),
  );
}

interface PortalRow {
  id: string;
  name: string;
  province: string | null;
  family: string | null;
  lastRun: number | null;
  lastFetchedAt: string | null;
  organizations: number;
  reports: number;
}

/** How each portal fared when it was last visited, in order of id. */
export function portalHealth(corpus: Corpus, province: string | null): PortalHealth[] {
  return read(corpus, () => {
    const rows = corpus.db
      .prepare<{ province: string | null }, PortalRow>(
        `SELECT p.id, p.name, p.province, p.family,
           (SELECT max(x.run_id) FROM fetches x WHERE x.portal_id = p.id) AS lastRun,
           (SELECT max(x.fetched_at) FROM fetches x WHERE x.portal_id = p.id) AS lastFetchedAt,
           (SELECT count(*) FROM organizations o WHERE o.portal_id = p.id) AS organizations,
           (SELECT count(*) FROM reports r JOIN organizations o ON o.id = r.organization_id
            WHERE o.portal_id = p.id AND r.state = 'current') AS reports
         FROM portals p WHERE ${OF_PROVINCE} ORDER BY p.id`,
      )
      .all({ province });
    const outcomes = corpus.db
      .prepare<[string, number | null], [FetchOutcome, number]>(
        'SELECT outcome, count(*) FROM fetches WHERE portal_id = ? AND run_id = ? GROUP BY outcome ORDER BY count(*) DESC, outcome',
      )
      .raw();
    const findings = corpus.db.prepare<[string], { rule: string; message: string }>(
      'SELECT rule, message FROM findings WHERE portal_id = ? AND report_id IS NULL ORDER BY rule, subject',
    );
    return rows.map(({ lastRun, ...portal }) => ({
      ...portal,
      outcomes: counted(outcomes.all(portal.id, lastRun)),
      findings: findings.all(portal.id),
    }));
  });
}

function counted<Key extends string>(rows: readonly (readonly [Key, number])[]): Partial<Record<Key, number>> {
  const counts: Partial<Record<Key, number>> = {};
  for (const [key, count] of rows) counts[key] = count;
  return counts;
}

function read<Result>(corpus: Corpus, work: () => Result): Result {
  return explainingFailures(corpus.file, work);
}
