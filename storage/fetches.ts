import type { Sha256 } from '../src/original/sha256.ts';
import { parseSha256 } from '../src/original/sha256.ts';
import type { Db } from './database.ts';
import type { FetchOutcome } from './records.ts';

/** One visit to an address, whether or not a request came of it. */
export interface FetchRecord {
  readonly url: string;
  /** Where the answer came from after redirects, or the address that was refused. */
  readonly finalUrl: string | null;
  /** UTC, ISO-8601. */
  readonly fetchedAt: string;
  readonly status: number | null;
  /** Bare media type the server stated, such as `text/html`. */
  readonly mediaType: string | null;
  /** What the bytes themselves show; null where nothing was kept. */
  readonly documentType: string | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** Of the kept original; null where nothing was kept. */
  readonly sha256: Sha256 | null;
  /** Length of the kept original, in bytes. */
  readonly bytes: number | null;
  readonly headers: Readonly<Record<string, string>> | null;
  readonly outcome: FetchOutcome;
  readonly detail: string | null;
  /** For `unchanged` only; null or absent where the bytes were sent again. */
  readonly unchangedBy?: UnchangedBy | null;
}

/** What an answer rests on that says "unchanged" without the bytes: the ETag, the date of the last change, or the length alone. */
export type UnchangedBy = 'etag' | 'date' | 'length';

/** What an earlier fetch left behind: enough to ask whether the address has changed. */
export interface KnownOriginal {
  readonly sha256: Sha256;
  readonly bytes: number;
  /** Where it came from, after redirects: the address its validators belong to. */
  readonly finalUrl: string;
  /** Content-Type as it was stated, parameters included. */
  readonly contentType: string | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** Of the answer as it was sent, with its packing: null where it did not say. */
  readonly statedLength: number | null;
  readonly packing: string | null;
  /** What the last answer rested on, where it did not hold the bytes. */
  readonly unchangedBy: UnchangedBy | null;
}

interface KnownRow {
  sha256: string;
  bytes: number;
  final_url: string;
  content_type: string | null;
  etag: string | null;
  last_modified: string | null;
  stated_length: number | null;
  packing: string | null;
  unchanged_by: UnchangedBy | null;
}

/** Rows of `fetches`, and of the `documents` they name. */
export class FetchLog {
  readonly #insertDocument;
  readonly #insertFetch;
  readonly #latest;
  readonly #served;

  constructor(db: Db) {
    this.#insertDocument = db.prepare(
      'INSERT INTO documents (sha256, media_type, bytes, first_seen_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    );
    this.#insertFetch = db.prepare(
      `INSERT INTO fetches (run_id, portal_id, url, final_url, fetched_at, status, media_type, etag, last_modified, sha256, bytes,
         headers_json, outcome, detail, unchanged_by)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#latest = db.prepare<[string, string, number], KnownRow>(
      `SELECT sha256, bytes, coalesce(final_url, url) AS final_url, headers_json ->> '$.content-type' AS content_type, etag, last_modified,
         CAST(headers_json ->> '$.content-length' AS INTEGER) AS stated_length, headers_json ->> '$.content-encoding' AS packing, unchanged_by
       FROM fetches
       WHERE url = ? AND portal_id = ? AND run_id <> ? AND sha256 IS NOT NULL AND outcome IN ('ok', 'unchanged')
       ORDER BY id DESC LIMIT 1`,
    );
    this.#served = db
      .prepare<[string, string, string, number], number>(
        `SELECT 1 FROM fetches WHERE url = ? AND portal_id = ? AND sha256 = ? AND run_id <> ? LIMIT 1`,
      )
      .pluck();
  }

  /** Writes one fetch; the original it names must be on the disk already. Returns its id. */
  insert(runId: number, portalId: string, fetch: FetchRecord): number {
    if (fetch.sha256 !== null) {
      this.#insertDocument.run(
        fetch.sha256,
        fetch.documentType ?? fetch.mediaType ?? 'application/octet-stream',
        fetch.bytes,
        fetch.fetchedAt,
      );
    }
    const headers = fetch.headers === null ? null : JSON.stringify(fetch.headers);
    const { lastInsertRowid } = this.#insertFetch.run(
      runId,
      portalId,
      fetch.url,
      fetch.finalUrl,
      fetch.fetchedAt,
      fetch.status,
      fetch.mediaType,
      fetch.etag,
      fetch.lastModified,
      fetch.sha256,
      fetch.bytes,
      headers,
      fetch.outcome,
      fetch.detail,
      fetch.unchangedBy ?? null,
    );
    return Number(lastInsertRowid);
  }

  /** What this address last gave this portal in an earlier run than `runId`, or null. */
  latestBefore(runId: number, portalId: string, url: string): KnownOriginal | null {
    const row = this.#latest.get(url, portalId, runId);
    if (row === undefined) return null;
    return {
      sha256: parseSha256(row.sha256),
      bytes: row.bytes,
      finalUrl: row.final_url,
      contentType: row.content_type,
      etag: row.etag,
      lastModified: row.last_modified,
      statedLength: row.stated_length,
      packing: row.packing,
      unchangedBy: row.unchanged_by,
    };
  }

  /** Has this address given these very bytes in an earlier run than `runId`? */
  wasServedBefore(runId: number, portalId: string, url: string, sha256: Sha256): boolean {
    return this.#served.get(url, portalId, sha256, runId) !== undefined;
  }
}
