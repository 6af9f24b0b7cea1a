import type { Sha256 } from '../src/original/sha256.ts';
import type { Corpus } from './corpus.ts';
import { explainingFailures } from './database.ts';
import type { FetchOutcome } from './records.ts';

/** One visit to an address, as it is shown to those who ask how something is known. */
export interface FetchEvidence {
  readonly id: number;
  readonly runId: number;
  readonly portalId: string | null;
  readonly url: string;
  readonly finalUrl: string | null;
  /** UTC ISO-8601. */
  readonly fetchedAt: string;
  readonly status: number | null;
  readonly mediaType: string | null;
  readonly sha256: string | null;
  readonly bytes: number | null;
  readonly outcome: FetchOutcome;
  readonly detail: string | null;
  /** Response headers as JSON. */
  readonly headersJson: string | null;
}

/** A kept original without its bytes. */
export interface DocumentEvidence {
  readonly sha256: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly reader: string | null;
  readonly readerVersion: string | null;
  readonly pages: number | null;
  readonly firstSeenAt: string;
}

const FETCH = `id, run_id AS runId, portal_id AS portalId, url, final_url AS finalUrl, fetched_at AS fetchedAt, status,
  media_type AS mediaType, sha256, bytes, outcome, detail, headers_json AS headersJson`;

/** One fetch by its id, or undefined. */
export function fetchEvidence(corpus: Corpus, id: number): FetchEvidence | undefined {
  return explainingFailures(corpus.file, () =>
    corpus.db.prepare<[number], FetchEvidence>(`SELECT ${FETCH} FROM fetches WHERE id = ?`).get(id),
  );
}

/** Visits that gave these bytes, the first ones first. */
export function fetchesOf(corpus: Corpus, sha256: Sha256, most: number): FetchEvidence[] {
  return explainingFailures(corpus.file, () =>
    corpus.db
      .prepare<[string, number], FetchEvidence>(`SELECT ${FETCH} FROM fetches WHERE sha256 = ? ORDER BY id LIMIT ?`)
      .all(sha256, most),
  );
}

/** What is known of a kept original, or undefined where none has this hash. */
export function documentEvidence(corpus: Corpus, sha256: Sha256): DocumentEvidence | undefined {
  return explainingFailures(corpus.file, () =>
    corpus.db
      .prepare<[string], DocumentEvidence>(
        `SELECT sha256, media_type AS mediaType, bytes, reader, reader_version AS readerVersion, pages,
           first_seen_at AS firstSeenAt FROM documents WHERE sha256 = ?`,
      )
      .get(sha256),
  );
}
