import type { Severity, Verdict } from '../src/extract/report.ts';
import type { Corpus } from './corpus.ts';
import { explainingFailures } from './database.ts';
import type { Db } from './database.ts';
import type { FetchOutcome, LeadOutcome } from './records.ts';
import { readContent } from './report-content.ts';
import { revisionBefore, sourcesOf } from './report-rows.ts';
import { kindsOf, revisionDifference } from './revision-kinds.ts';
import type { ChangeKind } from './revision-kinds.ts';
import type { StoredRun } from './runs.ts';

/** What became of a report in a run. */
export type RunChange = 'new' | 'revised' | 'withdrawn' | 'returned';

/** A report that a run changed. */
export interface ChangedInRun {
  readonly portalId: string | null;
  readonly organization: string;
  readonly division: string | null;
  readonly fiscalYear: number;
  readonly change: RunChange;
  /** In what a revised report differs from the revision before; empty for other changes. */
  readonly kinds: readonly ChangeKind[];
  readonly revision: number;
  readonly pageUrl: string;
  /** Findings of severity `error` on it. */
  readonly errors: number;
}

/** A listed report that could not be had, or read, in a run; one that is withdrawn is a change, and no failure. */
export interface FailedInRun {
  readonly portalId: string | null;
  readonly url: string;
  readonly title: string;
  readonly outcome: LeadOutcome;
  readonly detail: string;
}

/** What a run asked one portal for. */
export interface PortalTraffic {
  readonly portalId: string;
  readonly name: string;
  readonly requests: number;
  readonly bytes: number;
  readonly outcomes: Readonly<Partial<Record<FetchOutcome, number>>>;
  /** Reports that stand in the corpus for the bodies met on it. */
  readonly held: number;
  /** Those that stood when the run began. */
  readonly heldBefore: number;
  /** Bodies with a report of the year before the last one that was due when the run began, and those of them that have that one, too. */
  readonly expected: number;
  readonly met: number;
}

export interface PortalFindingInRun {
  readonly portalId: string;
  readonly rule: string;
  readonly subject: string;
  readonly severity: Severity;
  readonly verdict: Verdict;
  readonly message: string;
}

type RunRow = Omit<StoredRun, 'config' | 'summary'>;

/** All that the corpus can tell of one run. */
export interface RunRecord extends RunRow {
  /** Portals that the run was for, whether or not it asked them for anything, in order of id. */
  readonly portals: readonly PortalTraffic[];
  /** The last fiscal year whose reports were all due when the run began. */
  readonly dueYear: number;
  readonly changes: readonly ChangedInRun[];
  readonly failed: readonly FailedInRun[];
  readonly findings: readonly PortalFindingInRun[];
}

const RUN = `SELECT id, command, started_at AS startedAt, finished_at AS finishedAt, outcome, software_version AS softwareVersion
  FROM runs WHERE id = ?`;

/** Portals that a run was for: those it was told of, and those it asked. */
const OF_RUN = `SELECT value FROM runs, json_each(config_json, '$.portals') WHERE runs.id = @run AND value IS NOT NULL
  UNION SELECT portal_id FROM fetches WHERE run_id = @run AND portal_id IS NOT NULL`;

const TRAFFIC = `SELECT p.id AS portalId, p.name, count(f.id) AS requests, coalesce(sum(f.bytes) FILTER (WHERE f.unchanged_by IS NULL), 0) AS bytes,
    (SELECT count(*) FROM organizations o JOIN reports r ON r.organization_id = o.id AND r.state = 'current'
     WHERE o.portal_id = p.id) AS held,
    (SELECT count(*) FROM organizations o JOIN reports r ON r.organization_id = o.id
     WHERE o.portal_id = p.id AND 'current' = (
       SELECT s.state FROM report_states s WHERE s.report_id = r.id AND s.since < @start ORDER BY s.since DESC LIMIT 1)) AS heldBefore,
    (SELECT count(*) FROM organizations o JOIN reports r ON r.organization_id = o.id AND r.state = 'current' AND r.fiscal_year = @dueYear - 1
     WHERE o.portal_id = p.id) AS expected,
    (SELECT count(*) FROM organizations o JOIN reports r ON r.organization_id = o.id AND r.state = 'current' AND r.fiscal_year = @dueYear - 1
     JOIN reports l ON l.organization_id = o.id AND l.state = 'current' AND l.fiscal_year = @dueYear WHERE o.portal_id = p.id) AS met
  FROM portals p LEFT JOIN fetches f ON f.portal_id = p.id AND f.run_id = @run
  WHERE p.id IN (${OF_RUN}) GROUP BY p.id ORDER BY p.id`;

/** That a portal has no robots.txt is nothing to tell. */
const OUTCOMES = `SELECT portal_id, outcome, count(*) FROM fetches WHERE run_id = ? AND portal_id IS NOT NULL
  AND NOT (outcome = 'gone' AND url LIKE '%/robots.txt')
  GROUP BY portal_id, outcome ORDER BY outcome`;

/** A revision is new or revised in the run that first saw it; what is withdrawn, or stands again, is told by its states. */
const CHANGES = `WITH told AS (
    SELECT r.id, CASE WHEN r.revision = 1 THEN 'new' ELSE 'revised' END AS change
    FROM reports r WHERE r.first_seen_at >= @start AND r.first_seen_at <= @end
    UNION ALL
    SELECT s.report_id, CASE s.state WHEN 'withdrawn' THEN 'withdrawn' ELSE 'returned' END
    FROM report_states s JOIN reports r ON r.id = s.report_id
    WHERE s.since >= @start AND s.since <= @end AND s.since > r.first_seen_at AND s.state <> 'superseded'
  )
  SELECT r.id, o.portal_id AS portalId, o.name AS organization, o.division, r.fiscal_year AS fiscalYear, t.change, r.revision,
    r.page_url AS pageUrl,
    (SELECT count(*) FROM findings f WHERE f.report_id = r.id AND f.severity = 'error') AS errors
  FROM told t JOIN reports r ON r.id = t.id JOIN organizations o ON o.id = r.organization_id
  ORDER BY t.change, coalesce(o.division, '~'), o.name, r.fiscal_year, r.revision`;

const FAILED = `SELECT portal_id AS portalId, url, title, outcome, detail FROM leads
  WHERE report_id IS NULL AND outcome <> 'not_a_report' AND last_seen_at >= @start AND last_seen_at <= @end
    AND NOT EXISTS (SELECT 1 FROM reports r WHERE r.page_url = leads.url AND r.state = 'withdrawn')
  ORDER BY portal_id, url`;

const FINDINGS = `SELECT f.portal_id AS portalId, f.rule, f.subject, f.severity, f.verdict, f.message FROM findings f
  WHERE f.report_id IS NULL AND f.portal_id IN (${OF_RUN})
  ORDER BY f.portal_id, CASE f.severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, f.rule, f.subject`;

/**
 * Reads what a run asked for, found, changed and missed. Reports that another command files while the run goes on count as its own.
 * Throws `TypeError` for a run that was never started.
 */
export function runRecord(corpus: Corpus, runId: number): RunRecord {
  return explainingFailures(corpus.file, () => {
    const { db } = corpus;
    const run = db.prepare<[number], RunRow>(RUN).get(runId);
    if (run === undefined) throw new TypeError(`Expected run ${runId} to be stored`);
    const span = { start: run.startedAt, end: run.finishedAt ?? corpus.timestamp() };
    const outcomes = db.prepare<[number], [string, FetchOutcome, number]>(OUTCOMES).raw().all(runId);
    const dueYear = lastDueYear(run.startedAt);
    return {
      ...run,
      dueYear,
      portals: db
        .prepare<{ run: number; start: string; dueYear: number }, Omit<PortalTraffic, 'outcomes'>>(TRAFFIC)
        .all({ run: runId, start: run.startedAt, dueYear })
        .map((portal) => ({
          ...portal,
          outcomes: Object.fromEntries(
            outcomes.filter(([id]) => id === portal.portalId).map(([, outcome, count]) => [outcome, count]),
          ),
        })),
      changes: db
        .prepare<typeof span, Omit<ChangedInRun, 'kinds'> & { id: number }>(CHANGES)
        .all(span)
        .map(({ id, ...changed }) => ({ ...changed, kinds: changed.change === 'revised' ? revisedIn(db, id) : [] })),
      failed: db.prepare<typeof span, FailedInRun>(FAILED).all(span),
      findings: db.prepare<{ run: number }, PortalFindingInRun>(FINDINGS).all({ run: runId }),
    };
  });
}

function revisedIn(db: Db, id: number): ChangeKind[] {
  const before = revisionBefore(db, id);
  if (before === undefined) return [];
  const [earlier, later] = [before, id].map((one) => ({ content: readContent(db, one), sources: sourcesOf(db, one) }));
  if (earlier === undefined || later === undefined) return [];
  return kindsOf(revisionDifference(earlier.content, later.content), earlier, later);
}

/** Governments publish by 31 March, other bodies before (《条例》 art. 50). */
function lastDueYear(at: string): number {
  return Number(at.slice(0, 4)) - (at.slice(5, 10) > '03-31' ? 1 : 2);
}
