import type { Db } from './database.ts';
import type { PortalFindingRecord } from './records.ts';
import { insertFinding } from './report-content.ts';

/** Files a finding about a portal as a whole; the same rule and subject again is stated anew, not twice. */
export function recordPortalFinding(db: Db, { portalId, finding }: PortalFindingRecord): void {
  insertFinding(db, finding, { reportId: null, portalId });
}

/** Takes back what was found about a portal as a whole, before it is looked at again. Findings on reports stay. */
export function clearPortalFindings(db: Db, portalId: string): void {
  db.prepare('DELETE FROM findings WHERE portal_id = ? AND report_id IS NULL').run(portalId);
}
