import type { OrganizationLevel } from '../src/identity/organization.ts';
import type { Corpus } from './corpus.ts';
import { explainingFailures } from './database.ts';
import { findingKinds, type FindingCount } from './finding-search.ts';
import type { CoverageStatus } from './summary.ts';

/** One square of the heat map: a body, a year, what is known, and what shows it. */
export interface CoverageSquare {
  /** Names the row of the heat map: the organization's id, or the portal's for a government that gave nothing. */
  readonly body: string;
  readonly fiscalYear: number;
  readonly status: CoverageStatus;
  readonly reportId: number | null;
  readonly detail: string | null;
  readonly fetchId: number | null;
  readonly url: string | null;
  /** UTC ISO-8601. */
  readonly fetchedAt: string | null;
}

/** A row of the heat map. */
export interface CoverageBody {
  readonly body: string;
  readonly organizationId: number | null;
  readonly name: string;
  readonly level: OrganizationLevel;
  readonly division: string | null;
  readonly divisionName: string | null;
}

export interface CoverageCount {
  readonly fiscalYear: number;
  readonly status: CoverageStatus;
  readonly count: number;
}

/** A province by the first two digits of its code, `00` where a body's division is not known. */
export interface CoveredProvince {
  readonly code: string;
  /** Name that the portals' rows give it; null where none does. */
  readonly name: string | null;
  readonly organizations: number;
  readonly counts: readonly CoverageCount[];
}

/** Which rows of the heat map are wanted; null leaves a choice open. */
export interface CoverageFilter {
  readonly province: string | null;
  readonly division: string | null;
  readonly level: OrganizationLevel | null;
  readonly status: CoverageStatus | null;
}

const SQUARES = `
CREATE TEMP TABLE coverage_squares AS
  SELECT coalesce(CAST(organization_id AS TEXT), portal_id) AS body, organization_id, name, level, division, division_name, portal_id,
    coalesce(substr(division, 1, 2), '00') AS province, fiscal_year, status, report_id, detail, fetch_id, url, fetched_at
  FROM coverage;
CREATE INDEX temp.coverage_squares_by_body ON coverage_squares (body, fiscal_year);
CREATE TEMP TABLE coverage_bodies AS
  SELECT body, organization_id, name, level, division, division_name, province,
    row_number() OVER (ORDER BY coalesce(division, '~'),
      CASE level WHEN 'county' THEN 1 WHEN 'department' THEN 2 WHEN 'township' THEN 3 ELSE 0 END, name) AS position
  FROM coverage_squares GROUP BY body;
CREATE UNIQUE INDEX temp.coverage_bodies_by_place ON coverage_bodies (province, position);
CREATE TEMP TABLE coverage_counts AS
  SELECT province, fiscal_year, status, count(*) AS count FROM coverage_squares GROUP BY 1, 2, 3;
CREATE TEMP TABLE coverage_provinces AS
  SELECT b.province AS code, count(*) AS organizations,
    (SELECT p.province FROM portals p WHERE p.division LIKE b.province || '%' AND p.province IS NOT NULL LIMIT 1) AS name
  FROM coverage_bodies b GROUP BY 1 ORDER BY 1;
`;

const MATCHING = `(@province IS NULL OR b.province = @province) AND (@division IS NULL OR b.division = @division)
  AND (@level IS NULL OR b.level = @level)
  AND (@status IS NULL OR EXISTS (SELECT 1 FROM temp.coverage_squares s WHERE s.body = b.body AND s.status = @status
    AND s.fiscal_year >= @since))`;

/** Differs from before once another connection has written; means nothing else. */
export function dataVersion(corpus: Corpus): unknown {
  return corpus.db.pragma('data_version', { simple: true });
}

/**
 * What only the whole corpus can tell, as it stood at one moment: the view `coverage`, the findings by kind, the years. Kept in memory beside
 * the connection, for it takes seconds to gather from a hundred thousand reports, and a page has a tenth of one.
 */
export class CorpusOverview {
  readonly #corpus: Corpus;
  #version: unknown;
  #takenAt = '';
  #took = 0;
  #findingKinds: readonly FindingCount[] = [];
  #years: readonly number[] = [];

  constructor(corpus: Corpus) {
    this.#corpus = corpus;
    this.refresh();
  }

  /** When this was taken; UTC ISO-8601. */
  get takenAt(): string {
    return this.#takenAt;
  }

  /** How long it took to gather, in milliseconds. */
  get took(): number {
    return this.#took;
  }

  /** Has another connection written since this was taken? */
  get isStale(): boolean {
    return dataVersion(this.#corpus) !== this.#version;
  }

  /** Gathers it anew, whole or not at all. Errors: as for any method of the corpus. */
  refresh(): void {
    const { db, file } = this.#corpus;
    explainingFailures(file, () => {
      const start = performance.now();
      const version = dataVersion(this.#corpus);
      const takenAt = this.#corpus.timestamp();
      db.transaction(() => {
        for (const table of ['squares', 'bodies', 'counts', 'provinces']) {
          db.exec(`DROP TABLE IF EXISTS temp.coverage_${table}`);
        }
        db.exec(SQUARES);
        this.#findingKinds = findingKinds(this.#corpus);
        this.#years = db
          .prepare<[], number>("SELECT DISTINCT fiscal_year FROM reports WHERE state = 'current' ORDER BY 1 DESC")
          .pluck()
          .all();
      })();
      this.#version = version;
      this.#takenAt = takenAt;
      this.#took = performance.now() - start;
    });
  }

  /** How many findings there are of each kind. */
  findingKinds(): readonly FindingCount[] {
    return this.#findingKinds;
  }

  /** Years of which there is a current report, the latest first. */
  years(): readonly number[] {
    return this.#years;
  }

  /** Every province that has a body, in order of code, with its squares counted by year and status. */
  provinces(): CoveredProvince[] {
    const { db } = this.#corpus;
    const counts = db.prepare<[string], CoverageCount>(
      'SELECT fiscal_year AS fiscalYear, status, count FROM temp.coverage_counts WHERE province = ? ORDER BY 1, 2',
    );
    return db
      .prepare<[], Omit<CoveredProvince, 'counts'>>('SELECT code, name, organizations FROM temp.coverage_provinces')
      .all()
      .map((province) => ({ ...province, counts: counts.all(province.code) }));
  }

  /** Divisions of a province that have a body, in order of code. */
  divisions(province: string): { readonly division: string; readonly name: string | null }[] {
    return this.#corpus.db
      .prepare<[string], { division: string; name: string | null }>(
        `SELECT division, max(division_name) AS name FROM temp.coverage_bodies
         WHERE province = ? AND division IS NOT NULL GROUP BY 1 ORDER BY 1`,
      )
      .all(province);
  }

  /** How many rows match; `since` is the first year shown. */
  count(filter: CoverageFilter, since: number): number {
    return (
      this.#corpus.db
        .prepare<unknown[], number>(`SELECT count(*) FROM temp.coverage_bodies b WHERE ${MATCHING}`)
        .pluck()
        .get({ ...filter, since }) ?? 0
    );
  }

  /** Rows in order of division, rank and name. */
  bodies(
    filter: CoverageFilter,
    since: number,
    page: { readonly from: number; readonly most: number },
  ): CoverageBody[] {
    return this.#corpus.db
      .prepare<unknown[], CoverageBody>(
        `SELECT b.body, b.organization_id AS organizationId, b.name, b.level, b.division, b.division_name AS divisionName
         FROM temp.coverage_bodies b WHERE ${MATCHING} ORDER BY b.position LIMIT @most OFFSET @from`,
      )
      .all({ ...filter, ...page, since });
  }

  /** The squares of one row, by year. */
  squaresOf(body: string): CoverageSquare[] {
    return this.#corpus.db
      .prepare<[string], CoverageSquare>(
        `SELECT body, fiscal_year AS fiscalYear, status, report_id AS reportId, detail, fetch_id AS fetchId, url,
           fetched_at AS fetchedAt
         FROM temp.coverage_squares WHERE body = ? ORDER BY fiscal_year`,
      )
      .all(body);
  }

  /** One row by its name in the heat map. */
  body(body: string): CoverageBody | undefined {
    return this.#corpus.db
      .prepare<[string], CoverageBody>(
        `SELECT body, organization_id AS organizationId, name, level, division, division_name AS divisionName
         FROM temp.coverage_bodies WHERE body = ?`,
      )
      .get(body);
  }
}
