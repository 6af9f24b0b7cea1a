import type { Db } from './database.ts';

/**
 * Keeps when each revision of a body's year came to its state, where it has changed. What changes twice at one moment counts once. To be
 * called after every change of a state, in its transaction; `at` is UTC ISO-8601.
 */
export function recordStates(db: Db, organizationId: number, fiscalYear: number, at: string): void {
  db.prepare(
    `INSERT INTO report_states (report_id, since, state)
     SELECT r.id, ?, r.state FROM reports r
     WHERE r.organization_id = ? AND r.fiscal_year = ? AND r.state IS NOT (
       SELECT s.state FROM report_states s WHERE s.report_id = r.id ORDER BY s.since DESC LIMIT 1)
     ON CONFLICT (report_id, since) DO UPDATE SET state = excluded.state`,
  ).run(at, organizationId, fiscalYear);
}
