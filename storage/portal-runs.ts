import type { Corpus } from './corpus.ts';
import { explainingFailures } from './database.ts';

/** How a portal fared in one run: `idle` where nothing was asked, `partial` where something failed, `stopped` where it was given up. */
export type PortalFortune = 'done' | 'idle' | 'partial' | 'stopped' | 'interrupted';

export interface PortalRun {
  readonly runId: number;
  /** UTC ISO-8601. */
  readonly startedAt: string;
  readonly fortune: PortalFortune;
  readonly requests: number;
}

/** Visits of a portal that should have been made by now. */
export interface LateVisits {
  readonly count: number;
  /** When the earliest of them was due, UTC ISO-8601. */
  readonly since: string;
}

/** Of each portal, at most `most` of the last runs that it took part in, the newest last. Runs that were never summed up are left out. */
export function portalRuns(corpus: Corpus, most: number): Map<string, PortalRun[]> {
  return explainingFailures(corpus.file, () => {
    const rows = corpus.db
      .prepare<[number], PortalRun & { portalId: string }>(
        `SELECT r.id AS runId, r.started_at AS startedAt, p.value ->> '$.id' AS portalId, p.value ->> '$.requests' AS requests,
           CASE WHEN p.value ->> '$.state' <> 'done' THEN p.value ->> '$.state'
             WHEN (p.value ->> '$.reports.failed') + (p.value ->> '$.reports.unreadable') > 0
               OR EXISTS (SELECT 1 FROM json_each(p.value, '$.findings') f WHERE f.value ->> '$.severity' = 'error') THEN 'partial'
             WHEN p.value ->> '$.requests' = 0 THEN 'idle' ELSE 'done' END AS fortune
         FROM (SELECT id, started_at, summary_json FROM runs
           WHERE command IN ('harvest', 'nightly') AND json_type(summary_json, '$.portals') = 'array' ORDER BY id DESC LIMIT ?) r,
           json_each(r.summary_json, '$.portals') p
         ORDER BY r.id`,
      )
      .all(most * 2);
    const runs = new Map<string, PortalRun[]>();
    for (const { portalId, ...run } of rows) runs.set(portalId, [...(runs.get(portalId) ?? []), run].slice(-most));
    return runs;
  });
}

/** Of each portal, the visits that were due before `until`, UTC ISO-8601. */
export function lateVisits(corpus: Corpus, until: string): Map<string, LateVisits> {
  return explainingFailures(corpus.file, () => {
    const rows = corpus.db
      .prepare<[string], LateVisits & { portalId: string }>(
        'SELECT portal_id AS portalId, count(*) AS count, min(due_at) AS since FROM revisits WHERE due_at < ? GROUP BY portal_id',
      )
      .all(until);
    return new Map(rows.map(({ portalId, ...late }) => [portalId, late]));
  });
}
