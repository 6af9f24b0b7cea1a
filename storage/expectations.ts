import type { Corpus } from './corpus.ts';
import { explainingFailures } from './database.ts';

/** How many reports a portal listed in the last run before this one that searched it to its end for the same years. */
export interface EarlierHarvest {
  readonly runId: number;
  readonly startedAt: string;
  readonly reports: number;
}

/** A portal's government without the report of a year, and what others and its own past make one expect. */
export interface MissingReport {
  readonly portalId: string;
  readonly name: string;
  /** Portals of the same province and rank with a report of their government of any year. */
  readonly neighbours: number;
  /** Those of them that have one of this year. */
  readonly published: number;
  /** The day by which they had published it, where that is known of any. */
  readonly publishedBy: string | null;
  /** Did this government publish in each of the two years before? */
  readonly wasRegular: boolean;
}

/** See `EarlierHarvest`; undefined where there is none. */
export function earlierHarvest(corpus: Corpus, runId: number, portalId: string): EarlierHarvest | undefined {
  return explainingFailures(corpus.file, () =>
    corpus.db
      .prepare<{ runId: number; portalId: string }, EarlierHarvest>(
        `SELECT r.id AS runId, r.started_at AS startedAt, 
           (SELECT coalesce(sum(l.reports), 0) FROM lists l WHERE l.portal_id = @portalId AND l.read_at >= r.started_at) AS reports
         FROM runs r JOIN runs now ON now.id = @runId, json_each(r.summary_json, '$.portals') p
         WHERE r.id < @runId AND r.outcome IN ('done', 'partial') AND json_extract(r.config_json, '$.revisit') IS NOT 'due'
           AND json_extract(r.config_json, '$.years') IS json_extract(now.config_json, '$.years')
           AND json_extract(p.value, '$.id') = @portalId AND json_extract(p.value, '$.state') = 'done'
         ORDER BY r.id DESC LIMIT 1`,
      )
      .get({ runId, portalId }),
  );
}

/** The governments of these portals that have no report of a year, in order of their portals; see `MissingReport`. */
export function missingReports(corpus: Corpus, portalIds: readonly string[], year: number): MissingReport[] {
  return explainingFailures(corpus.file, () =>
    corpus.db
      .prepare<{ portals: string; year: number }, Omit<MissingReport, 'wasRegular'> & { wasRegular: number }>(
        `WITH governments AS MATERIALIZED (
           SELECT p.id AS portal_id, p.name, p.province, p.division LIKE '%00' AS is_prefecture, r.fiscal_year, r.published_on
           FROM portals p
           JOIN organizations o ON o.division = p.division AND o.level IN ('county', 'prefecture', 'province')
           JOIN reports r ON r.organization_id = o.id AND r.state = 'current'
           WHERE p.province IS NOT NULL
         ),
         places AS MATERIALIZED (
           SELECT portal_id, province, is_prefecture, max(fiscal_year = @year) AS has_it,
             max(CASE WHEN fiscal_year = @year THEN published_on END) AS published_on
           FROM governments GROUP BY portal_id
         )
         SELECT p.id AS portalId, p.name, count(n.portal_id) AS neighbours, coalesce(sum(n.has_it), 0) AS published,
           max(n.published_on) AS publishedBy,
           (SELECT count(DISTINCT g.fiscal_year) FROM governments g
            WHERE g.portal_id = p.id AND g.fiscal_year IN (@year - 1, @year - 2)) = 2 AS wasRegular
         FROM portals p
         LEFT JOIN places n ON n.province = p.province AND n.is_prefecture = (p.division LIKE '%00') AND n.portal_id <> p.id
         WHERE p.id IN (SELECT value FROM json_each(@portals)) AND p.division IS NOT NULL AND p.province IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM places own WHERE own.portal_id = p.id AND own.has_it)
         GROUP BY p.id ORDER BY p.id`,
      )
      .all({ portals: JSON.stringify(portalIds), year })
      .map((row) => ({ ...row, wasRegular: row.wasRegular === 1 })),
  );
}
