import type { Db } from './database.ts';

/** What one page of a list showed, under the `seq` of the list's first page. */
export interface ListPage {
  readonly list: number;
  readonly page: number;
  /** Each row by the key of its address, with the `seq` of the report it leads to, if it is one that is wanted. */
  readonly rows: readonly { readonly address: string; readonly report: number | null }[];
  readonly declaredRows: number | null;
  readonly declaredPages: number | null;
}

/** A list of reports as it was read in one run. */
export interface ListReading {
  readonly url: string;
  readonly label: string;
  readonly fetchId: number | null;
  /** Pages that brought rows which no page before them had. */
  readonly pages: number;
  /** Different rows, reports or not. */
  readonly rows: number;
  /** Reports among them that were wanted. */
  readonly reports: number;
  readonly declaredPages: number | null;
  readonly declaredRows: number | null;
}

interface ReadingRow extends ListReading {
  readonly list: number;
}

/** How the reading of a portal's lists is to be filed. */
export interface ListFiling {
  /** UTC, ISO-8601. */
  readonly at: string;
  /** Why nothing can be concluded from what the lists lack; null where all that was due was read. */
  readonly doubt: string | null;
  /** Only reports of these years were wanted. */
  readonly years: { readonly from: number; readonly to: number } | null;
}

/** Keeps what a page of a list showed, while the run lasts. To be called inside a transaction. */
export function keepListPage(db: Db, runId: number, portalId: string, page: ListPage): void {
  db.prepare('INSERT INTO frontier_lists VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING').run(
    runId,
    portalId,
    page.list,
    page.page,
    page.declaredRows,
    page.declaredPages,
  );
  const insert = db.prepare(
    `INSERT INTO frontier_list_rows VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET report = coalesce(report, excluded.report)`,
  );
  for (const { address, report } of page.rows) insert.run(runId, portalId, page.list, address, page.page, report);
}

/** The lists of a portal that showed a report in this run, in the order they were found. */
export function listReadings(db: Db, runId: number, portalId: string): ListReading[] {
  return readings(db, runId, portalId);
}

/** Is a list shorter than it says it is? Rows are compared where it counts them, else pages. */
export function isCutShort({ rows, pages, declaredRows, declaredPages }: ListReading): boolean {
  return declaredRows === null ? pages < (declaredPages ?? 0) : rows < declaredRows;
}

/**
 * Files the lists of a portal and what they list, once the run is done with it: a list that was read before is stated anew, and
 * what it listed once stays known. A reading of some years only does not take the place of a whole one. To be called inside a
 * transaction.
 */
export function fileListReadings(db: Db, runId: number, portalId: string, { at, doubt, years }: ListFiling): void {
  const upsert = db
    .prepare<unknown[], number>(
      `INSERT INTO lists (portal_id, url, label, read_at, fetch_id, pages, rows, declared_pages, declared_rows, whole, detail,
         first_year, last_year, reports)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (portal_id, url) DO UPDATE SET label = excluded.label, read_at = excluded.read_at, fetch_id = excluded.fetch_id,
         pages = excluded.pages, rows = excluded.rows, declared_pages = excluded.declared_pages,
         declared_rows = excluded.declared_rows, whole = excluded.whole, detail = excluded.detail,
         first_year = excluded.first_year, last_year = excluded.last_year, reports = excluded.reports
       WHERE excluded.first_year IS NULL OR lists.first_year IS NOT NULL OR NOT lists.whole
       RETURNING id`,
    )
    .pluck();
  const known = db.prepare<[string, string], number>('SELECT id FROM lists WHERE portal_id = ? AND url = ?').pluck();
  const enter = db.prepare(
    `INSERT INTO list_entries (list_id, url)
     SELECT ?, coalesce(f.final_url, i.url) FROM frontier_list_rows w
     JOIN frontier i ON i.run_id = w.run_id AND i.portal_id = w.portal_id AND i.seq = w.report
     LEFT JOIN fetches f ON f.id = i.fetch_id
     WHERE w.run_id = ? AND w.portal_id = ? AND w.list = ? ON CONFLICT DO NOTHING`,
  );
  for (const reading of readings(db, runId, portalId)) {
    const lack = doubt ?? (isCutShort(reading) ? 'the list shows less than it says it holds' : null);
    const { url, label, fetchId, pages, rows, declaredPages, declaredRows } = reading;
    const id =
      upsert.get(
        ...[portalId, url, label, at, fetchId, pages, rows, declaredPages, declaredRows, lack === null ? 1 : 0, lack],
        ...[years?.from ?? null, years?.to ?? null, reading.reports],
      ) ?? known.get(portalId, url);
    enter.run(id, runId, portalId, reading.list);
  }
}

function readings(db: Db, runId: number, portalId: string): ReadingRow[] {
  return db
    .prepare<{ runId: number; portalId: string }, ReadingRow>(
      `SELECT w.list, i.url, i.label, i.fetch_id AS fetchId, count(DISTINCT w.page) AS pages, count(*) AS rows, count(w.report) AS reports,
         d.declaredPages, d.declaredRows
       FROM frontier_list_rows w
       JOIN frontier i ON i.run_id = w.run_id AND i.portal_id = w.portal_id AND i.seq = w.list
       LEFT JOIN (
         SELECT list, max(declared_pages) AS declaredPages, max(declared_rows) AS declaredRows FROM frontier_lists
         WHERE run_id = @runId AND portal_id = @portalId GROUP BY list) d ON d.list = w.list
       WHERE w.run_id = @runId AND w.portal_id = @portalId
       GROUP BY w.list HAVING count(w.report) > 0 ORDER BY w.list`,
    )
    .all({ runId, portalId });
}
