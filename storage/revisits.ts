import { parseSha256 } from '../src/original/sha256.ts';
import type { Corpus } from './corpus.ts';
import { reportLeadSchema } from './frontier-items.ts';
import type { ItemKind, ReportLead, StoredVisit } from './frontier-items.ts';
import type { FetchOutcome } from './records.ts';

/** What is known of an address from earlier visits, and when it is to be visited again. All times UTC, ISO-8601. */
export interface Revisit {
  readonly outcome: FetchOutcome;
  readonly checkedAt: string;
  /** When it was first seen, or last seen changed. */
  readonly changedAt: string;
  /** How often it was seen changed. */
  readonly changes: number;
  /** Visits in a row that gave nothing. */
  readonly failures: number;
  /** Visits in a row at which it was gone. */
  readonly missed: number;
  readonly dueAt: string;
}

/** A `Revisit` as it is kept, with the original of the last visit that gave one. */
export interface KeptRevisit extends Revisit {
  readonly stored: StoredVisit | null;
}

/** One visit's mark on the schedule. */
export interface RevisitRecord extends Revisit {
  readonly ask: string;
  readonly kind: ItemKind;
  readonly lead: ReportLead | null;
}

interface RevisitRow extends Revisit {
  readonly fetchId: number | null;
  readonly url: string | null;
  readonly finalUrl: string | null;
  readonly sha256: string | null;
  readonly contentType: string | null;
}

/** When the addresses of portals are to be visited again. */
export class Revisits {
  readonly #write;
  readonly #of;
  readonly #corpus: Corpus;

  constructor(corpus: Corpus) {
    const { db } = corpus;
    this.#corpus = corpus;
    this.#write = db.prepare(
      `INSERT INTO revisits (portal_id, ask, kind, lead_json, fetch_id, outcome, checked_at, changed_at, changes, failures, missed, due_at)
       VALUES (@portalId, @ask, @kind, @leadJson, @fetchId, @outcome, @checkedAt, @changedAt, @changes, @failures, @missed, @dueAt)
       ON CONFLICT (portal_id, ask) DO UPDATE SET kind = excluded.kind, lead_json = coalesce(excluded.lead_json, lead_json),
         fetch_id = coalesce(excluded.fetch_id, fetch_id), outcome = excluded.outcome, checked_at = excluded.checked_at,
         changed_at = excluded.changed_at, changes = excluded.changes, failures = excluded.failures, missed = excluded.missed,
         due_at = excluded.due_at`,
    );
    this.#of = db.prepare<[string, string], RevisitRow>(
      `SELECT r.outcome, r.checked_at AS checkedAt, r.changed_at AS changedAt, r.changes, r.failures, r.missed, r.due_at AS dueAt,
         r.fetch_id AS fetchId, f.url, coalesce(f.final_url, f.url) AS finalUrl, f.sha256,
         f.headers_json ->> '$.content-type' AS contentType
       FROM revisits AS r LEFT JOIN fetches AS f ON f.id = r.fetch_id WHERE r.portal_id = ? AND r.ask = ?`,
    );
  }

  /** What is known of an address; null where it was never visited. */
  of(portalId: string, ask: string): KeptRevisit | null {
    const row = this.#of.get(portalId, ask);
    if (row === undefined) return null;
    const { fetchId, url, finalUrl, sha256, contentType, ...revisit } = row;
    if (fetchId === null || url === null || finalUrl === null || sha256 === null) return { ...revisit, stored: null };
    return { ...revisit, stored: { fetchId, url, finalUrl, sha256: parseSha256(sha256), contentType, fresh: false } };
  }

  /** Notes a visit. `fetchId` names the fetch that gave its original; null leaves the one before. To be called inside a transaction. */
  write(portalId: string, { lead, ...record }: RevisitRecord, fetchId: number | null): void {
    this.#write.run({ ...record, portalId, leadJson: lead === null ? null : JSON.stringify(lead), fetchId });
  }

  /**
   * Is anything of a portal to be visited? So it is where a visit was due by `until`, where it was never visited, or only in part, and
   * where a date lies after `horizon`, which no visit sets: the clock was wrong then.
   */
  anythingDue(portalId: string, until: string, horizon: string): boolean {
    const { db } = this.#corpus;
    const visited = db.prepare('SELECT 1 FROM revisits WHERE portal_id = ? LIMIT 1').pluck().get(portalId);
    if (visited === undefined) return true;
    const inPart = db
      .prepare("SELECT 1 FROM findings WHERE portal_id = ? AND report_id IS NULL AND rule = 'portal.ceiling'")
      .pluck()
      .get(portalId);
    if (inPart !== undefined) return true;
    return (
      db
        .prepare('SELECT 1 FROM revisits WHERE portal_id = ? AND (due_at <= ? OR due_at > ?) LIMIT 1')
        .pluck()
        .get(portalId, until, horizon) !== undefined
    );
  }

  /** The addresses of a portal that are a source of a report, as the portal's lists last told them. */
  knownReports(portalId: string): { readonly lead: ReportLead; readonly dueAt: string }[] {
    return this.#corpus.db
      .prepare<[string], { lead: string; dueAt: string }>(
        `SELECT r.lead_json AS lead, r.due_at AS dueAt FROM revisits AS r JOIN fetches AS f ON f.id = r.fetch_id
         WHERE r.portal_id = ? AND r.kind = 'report' AND r.lead_json IS NOT NULL
           AND EXISTS (SELECT 1 FROM report_sources AS s WHERE s.url = coalesce(f.final_url, f.url)) ORDER BY r.ask`,
      )
      .all(portalId)
      .map(({ lead, dueAt }) => ({ lead: reportLeadSchema.parse(JSON.parse(lead)), dueAt }));
  }
}
