import type { Corpus } from './corpus.ts';
import { explainingFailures } from './database.ts';

/** Has a run before this one missed the report of an address, too, or is it withdrawn already? `never_had` where none stood there. */
export type MissedReport = 'never_had' | 'first_time' | 'again';

/**
 * Looks up what an address at which no report is found any more held before. A run that missed it left a lead that is gone; one that
 * found it has resolved that.
 * @param since when this run began, UTC ISO-8601: what it has filed itself is no earlier miss
 */
export function missedReportAt(corpus: Corpus, pageUrl: string, since: string): MissedReport {
  return explainingFailures(corpus.file, () => {
    const { db } = corpus;
    const state = db
      .prepare<[string], string>(
        "SELECT state FROM reports WHERE page_url = ? AND state <> 'superseded' ORDER BY state LIMIT 1",
      )
      .pluck()
      .get(pageUrl);
    if (state === undefined) return 'never_had';
    if (state === 'withdrawn') return 'again';
    const missed = db
      .prepare(
        "SELECT 1 FROM leads WHERE url = ? AND report_id IS NULL AND outcome = 'gone' AND last_seen_at < ? LIMIT 1",
      )
      .pluck()
      .get(pageUrl, since);
    return missed === undefined ? 'first_time' : 'again';
  });
}
