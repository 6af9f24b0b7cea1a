import { z } from 'zod';
import type { Sha256 } from '../src/original/sha256.ts';
import type { Corpus } from './corpus.ts';

const listingSchema = z.object({
  listedTitle: z.string().exactOptional(),
  listedOrganization: z.string().exactOptional(),
  listedYear: z.number().exactOptional(),
  listedOn: z.string().exactOptional(),
  column: z.string().exactOptional(),
  portal: z.object({ name: z.string(), division: z.string().exactOptional() }).exactOptional(),
  organization: z.string().exactOptional(),
  year: z.number().exactOptional(),
});

/** What was known of a report before its bytes were read; `organization` and `year` are a person's word and decide. */
export type Listing = Readonly<z.output<typeof listingSchema>>;

/** Keeps what was known of the report at `url`; the latest word stands. Only for a report or a lead that is stored. */
export function recordListing(corpus: Corpus, url: string, listing: Listing): void {
  corpus.transaction(() =>
    corpus.db
      .prepare(
        `INSERT INTO listings (url, context_json) VALUES (?, ?)
         ON CONFLICT (url) DO UPDATE SET context_json = excluded.context_json WHERE context_json <> excluded.context_json`,
      )
      .run(url, JSON.stringify(listing)),
  );
}

/** What was known of the report at `url` when it was last seen; empty where nothing was. */
export function listingOf(corpus: Corpus, url: string): Listing {
  const row = corpus.db
    .prepare<[string], { context_json: string }>('SELECT context_json FROM listings WHERE url = ?')
    .get(url);
  return row === undefined ? {} : listingSchema.parse(JSON.parse(row.context_json));
}

/** The Content-Type with which an original was last served, parameters included; null for an ingested file. */
export function statedContentType(corpus: Corpus, sha256: Sha256): string | null {
  const row = corpus.db
    .prepare<[string], { type: string | null }>(
      `SELECT json_extract(headers_json, '$."content-type"') AS type FROM fetches WHERE sha256 = ? AND headers_json IS NOT NULL ORDER BY id DESC LIMIT 1`,
    )
    .get(sha256);
  return row?.type ?? null;
}
