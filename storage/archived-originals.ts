import { parseSha256 } from '../src/original/sha256.ts';
import type { Sha256 } from '../src/original/sha256.ts';
import type { CorpusTables } from './corpus-copy.ts';
import { explainingFailures } from './database.ts';
import { EVERY_REPORT, filterValues, REPORT_FILTER } from './report-filter.ts';
import type { ReportFilter } from './report-filter.ts';

/** An original as it was served, or as it was found in an archive, a document or a folder. */
export interface ArchivedOriginal {
  /** Address that answered; `URL!/entry` or `file:…` for what was not fetched by itself. */
  readonly url: string;
  readonly sha256: Sha256;
  readonly mediaType: string;
  /** When it was first had, UTC ISO-8601. */
  readonly at: string;
  /** The answer it came with; null for what was not fetched by itself. */
  readonly answer: { readonly status: number; readonly headers: Readonly<Record<string, string>> } | null;
}

interface Row {
  readonly url: string;
  readonly sha256: string;
  readonly media_type: string;
  readonly at: string;
  readonly status: number | null;
  readonly headers_json: string | null;
}

/**
 * The originals of a corpus, each address and content once, by its first fetch: all of them, or those that the reports of a filter were read
 * from. In order of time and address.
 */
export function archivedOriginals(corpus: CorpusTables, filter: ReportFilter): ArchivedOriginal[] {
  const isWhole = JSON.stringify(filter) === JSON.stringify(EVERY_REPORT);
  const wanted = isWhole
    ? 'SELECT sha256 FROM documents'
    : `SELECT s.sha256 FROM reports r JOIN organizations o ON o.id = r.organization_id JOIN report_sources s ON s.report_id = r.id
       WHERE ${REPORT_FILTER}`;
  return explainingFailures(corpus.file, () =>
    corpus.db
      .prepare<object, Row>(
        `WITH wanted AS MATERIALIZED (${wanted}),
         served AS MATERIALIZED (
           SELECT min(f.id) AS id FROM fetches f WHERE f.outcome = 'ok' AND f.sha256 IN wanted
           GROUP BY coalesce(f.final_url, f.url), f.sha256)
         SELECT coalesce(f.final_url, f.url) AS url, f.sha256, coalesce(f.media_type, d.media_type) AS media_type, f.fetched_at AS at,
           f.status, f.headers_json
         FROM served s JOIN fetches f ON f.id = s.id JOIN documents d ON d.sha256 = f.sha256
         UNION ALL
         SELECT min(u.url) AS url, d.sha256, d.media_type, d.first_seen_at, NULL, NULL
         FROM documents d JOIN (SELECT url, sha256 FROM report_sources UNION SELECT url, sha256 FROM leads) u ON u.sha256 = d.sha256
         WHERE d.sha256 IN wanted AND NOT EXISTS (SELECT 1 FROM fetches f WHERE f.sha256 = d.sha256 AND f.outcome = 'ok')
         GROUP BY d.sha256
         ORDER BY 4, 1, 2`,
      )
      .all(isWhole ? {} : filterValues(filter))
      .map(({ url, sha256, media_type, at, status, headers_json }) => ({
        url,
        sha256: parseSha256(sha256),
        mediaType: media_type,
        at,
        answer:
          status === null
            ? null
            : { status, headers: JSON.parse(headers_json ?? '{}') as Readonly<Record<string, string>> },
      })),
  );
}
