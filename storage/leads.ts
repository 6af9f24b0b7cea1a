import type { Organization, OrganizationLevel } from '../src/identity/organization.ts';
import { parseSha256 } from '../src/original/sha256.ts';
import type { Sha256 } from '../src/original/sha256.ts';
import type { Db } from './database.ts';
import { ensureOrganization } from './organizations.ts';
import type { FailedLeadRecord, LeadOutcome } from './records.ts';

/** A lead that gave no report, and the kept original behind it, if any: `extract` may try it again. */
export interface StoredLead extends Omit<FailedLeadRecord, 'sha256'> {
  readonly id: number;
  readonly sha256: Sha256 | null;
}

/**
 * Files a lead, or an ingested file, that gave no report. The same address again updates its row. The fetch that shows
 * it is the latest one of this address. To be called inside a transaction; `at` is UTC ISO-8601.
 */
export function recordFailedLead(db: Db, lead: FailedLeadRecord, at: string): void {
  const organizationId = lead.organization === null ? null : ensureOrganization(db, lead.organization, lead.portalId);
  db.prepare(
    `INSERT INTO leads (portal_id, url, title, organization_id, fiscal_year, outcome, detail, sha256, fetch_id, first_seen_at, last_seen_at)
     VALUES (@portalId, @url, @title, @organizationId, @fiscalYear, @outcome, @detail, @sha256,
       (SELECT max(id) FROM (SELECT max(id) AS id FROM fetches WHERE url = @url UNION ALL SELECT max(id) FROM fetches WHERE final_url = @url)),
       @at, @at)
     ON CONFLICT (url, coalesce(portal_id, '')) DO UPDATE SET title = excluded.title, organization_id = excluded.organization_id,
       fiscal_year = excluded.fiscal_year, outcome = excluded.outcome, detail = excluded.detail,
       sha256 = coalesce(excluded.sha256, sha256), fetch_id = coalesce(excluded.fetch_id, fetch_id), report_id = NULL,
       last_seen_at = excluded.last_seen_at`,
  ).run({
    portalId: lead.portalId,
    url: lead.url,
    title: lead.title,
    organizationId,
    fiscalYear: lead.fiscalYear,
    outcome: lead.outcome,
    detail: lead.detail,
    sha256: lead.sha256 ?? null,
    at,
  });
}

/** These addresses gave a report after all: their failed leads no longer count. */
export function resolveLeads(db: Db, urls: readonly string[], reportId: number): void {
  const resolve = db.prepare('UPDATE leads SET report_id = ? WHERE url = ? AND report_id IS NULL');
  for (const url of urls) resolve.run(reportId, url);
}

interface LeadRow {
  id: number;
  portalId: string | null;
  url: string;
  title: string;
  fiscalYear: number | null;
  outcome: LeadOutcome;
  detail: string;
  sha256: string | null;
  name: string | null;
  level: OrganizationLevel | null;
  division: string | null;
  divisionName: string | null;
}

/** Leads that gave no report so far, in order of id. */
export function failedLeads(db: Db): StoredLead[] {
  return db
    .prepare<[], LeadRow>(
      `SELECT l.id, l.portal_id AS portalId, l.url, l.title, l.fiscal_year AS fiscalYear, l.outcome, l.detail,
         coalesce(l.sha256, x.sha256) AS sha256, o.name, o.level, o.division, o.division_name AS divisionName
       FROM leads l LEFT JOIN organizations o ON o.id = l.organization_id LEFT JOIN fetches x ON x.id = l.fetch_id
       WHERE l.report_id IS NULL ORDER BY l.id`,
    )
    .all()
    .map(({ name, level, division, divisionName, sha256, ...lead }) => ({
      ...lead,
      sha256: sha256 === null ? null : parseSha256(sha256),
      organization:
        name === null || level === null ? null : ({ name, level, division, divisionName } satisfies Organization),
    }));
}
