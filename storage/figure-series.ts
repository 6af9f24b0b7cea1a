import type { CellStatus } from '../src/extract/report.ts';
import type { OrganizationLevel } from '../src/identity/organization.ts';
import type { Corpus } from './corpus.ts';
import { explainingFailures } from './database.ts';

/** A body as the explorer heads its pages. */
export interface OrganizationHead {
  readonly id: number;
  readonly name: string;
  readonly level: OrganizationLevel;
  readonly division: string | null;
  readonly divisionName: string | null;
  readonly portalId: string | null;
}

const HEAD = 'o.id, o.name, o.level, o.division, o.division_name AS divisionName, o.portal_id AS portalId';

/** A body by its id, or undefined. */
export function organizationHead(corpus: Corpus, id: number): OrganizationHead | undefined {
  return explainingFailures(corpus.file, () =>
    corpus.db.prepare<[number], OrganizationHead>(`SELECT ${HEAD} FROM organizations o WHERE o.id = ?`).get(id),
  );
}

/** Names that a body has had, with the years in which it had them; empty where it kept one. */
export function namesOf(
  corpus: Corpus,
  id: number,
): { readonly name: string; readonly division: string; readonly from: number | null; readonly to: number | null }[] {
  return explainingFailures(corpus.file, () =>
    corpus.db
      .prepare<[number], { name: string; division: string; from: number | null; to: number | null }>(
        `SELECT name, division, valid_from AS "from", valid_to AS "to" FROM organization_names
         WHERE organization_id = ? ORDER BY coalesce(valid_from, 0)`,
      )
      .all(id),
  );
}

/** Bodies whose name, or one they had, holds the words; those of governments first. */
export function organizationsNamed(corpus: Corpus, words: string, most: number): OrganizationHead[] {
  return explainingFailures(corpus.file, () =>
    corpus.db
      .prepare<{ words: string; most: number }, OrganizationHead>(
        `SELECT ${HEAD} FROM organizations o WHERE instr(o.name, @words) > 0
           OR o.id IN (SELECT organization_id FROM organization_names WHERE instr(name, @words) > 0)
         ORDER BY o.name <> @words, CASE o.level WHEN 'county' THEN 0 WHEN 'department' THEN 2 WHEN 'township' THEN 3 ELSE 1 END,
           coalesce(o.division, '~'), o.name LIMIT @most`,
      )
      .all({ words, most }),
  );
}

/** One figure, without the place it stands in. */
export interface Figure {
  readonly number: number | null;
  readonly status: CellStatus;
  /** What the sums force where nothing was printed. */
  readonly derived: number | null;
}

/** The figures of one body's year. */
export interface FiguresOfYear {
  readonly year: number;
  readonly reportId: number;
  readonly state: 'current' | 'withdrawn';
  readonly figures: ReadonlyMap<string, Figure>;
}

/** The figures asked for, of every report of a body that stands, by year. */
export function figuresOfBody(corpus: Corpus, organizationId: number, codes: readonly string[]): FiguresOfYear[] {
  return explainingFailures(corpus.file, () => {
    const cells = corpus.db.prepare<[number, string], Figure & { code: string }>(
      'SELECT code, number, status, derived FROM cells WHERE report_id = ? AND code IN (SELECT value FROM json_each(?))',
    );
    return corpus.db
      .prepare<[number], Omit<FiguresOfYear, 'figures'>>(
        `SELECT fiscal_year AS year, id AS reportId, state FROM reports
         WHERE organization_id = ? AND state <> 'superseded' ORDER BY fiscal_year`,
      )
      .all(organizationId)
      .map((report) => ({
        ...report,
        figures: new Map(
          cells.all(report.reportId, JSON.stringify(codes)).map(({ code, ...figure }) => [code, figure]),
        ),
      }));
  });
}

/** Some figures of one report; those that it does not have are left out. */
export function figuresOfReport(corpus: Corpus, reportId: number, codes: readonly string[]): Map<string, Figure> {
  return explainingFailures(corpus.file, () => {
    const cells = corpus.db
      .prepare<[number, string], Figure & { code: string }>(
        'SELECT code, number, status, derived FROM cells WHERE report_id = ? AND code IN (SELECT value FROM json_each(?))',
      )
      .all(reportId, JSON.stringify(codes));
    return new Map(cells.map(({ code, ...figure }) => [code, figure]));
  });
}

/** Which bodies are compared. */
export interface ComparedBodies {
  /** First two digits of the division; null is the whole corpus. */
  readonly province: string | null;
  readonly level: OrganizationLevel;
  readonly year: number;
}

/** A body with the figures it is compared by. */
export interface ComparedBody extends OrganizationHead {
  readonly reportId: number;
  readonly figures: FiguresOfYear['figures'];
}

/** The figures asked for, of every body with a current report of that year, in order of division and name. */
export function figuresOfBodies(
  corpus: Corpus,
  { province, level, year }: ComparedBodies,
  codes: readonly string[],
): ComparedBody[] {
  return explainingFailures(corpus.file, () => {
    const rows = corpus.db
      .prepare<
        Record<string, string | number | null>,
        OrganizationHead & Figure & { reportId: number; code: string | null }
      >(
        `SELECT ${HEAD}, r.id AS reportId, c.code, c.number, c.status, c.derived
         FROM organizations o CROSS JOIN reports r ON r.organization_id = o.id AND r.fiscal_year = @year AND r.state = 'current'
         LEFT JOIN cells c ON c.report_id = r.id AND c.code IN (${codes.map((_, index) => `@code${index}`).join(', ')})
         WHERE o.level = @level AND (@province IS NULL OR substr(o.division, 1, 2) = @province)
         ORDER BY coalesce(o.division, '~'), o.name, o.id`,
      )
      .all({
        year,
        level,
        province,
        ...Object.fromEntries(codes.map((code, index) => [`code${index}`, code])),
      });
    const bodies = new Map<number, ComparedBody & { figures: Map<string, Figure> }>();
    for (const { code, number, status, derived, reportId, ...head } of rows) {
      let body = bodies.get(head.id);
      if (body === undefined) bodies.set(head.id, (body = { ...head, reportId, figures: new Map() }));
      if (code !== null) body.figures.set(code, { number, status, derived });
    }
    return [...bodies.values()];
  });
}
