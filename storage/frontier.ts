import type { Severity } from '../src/extract/report.ts';
import type { Sha256 } from '../src/original/sha256.ts';
import { parseSha256 } from '../src/original/sha256.ts';
import type { Corpus } from './corpus.ts';
import type { Db } from './database.ts';
import { FetchLog } from './fetches.ts';
import type { FetchRecord, KnownOriginal } from './fetches.ts';
import { itemColumns, keptItem } from './frontier-items.ts';
import type { FrontierItem, ItemProgress, ItemRow, KeptItem, StoredVisit } from './frontier-items.ts';
import { fileListReadings, keepListPage, listReadings } from './list-readings.ts';
import type { ListFiling, ListPage, ListReading } from './list-readings.ts';
import type { FetchOutcome } from './records.ts';

/** Where the harvest of one portal stands. */
export type PortalState = 'open' | 'done' | 'stopped';

/** What an unfinished run knows of a portal. */
export interface PortalProgress {
  readonly state: PortalState;
  readonly family: string | null;
  readonly requests: number;
  /** Why it was stopped; null where it was not. */
  readonly detail: string | null;
  readonly items: readonly KeptItem[];
}

/** Everything that one visit changes, written together or not at all. */
export interface VisitCommit {
  readonly fetches: readonly FetchRecord[];
  /** The item visited and how far it has come; its original is the last of `fetches` that names one, or `reusedFetchId`. */
  readonly visited: {
    readonly seq: number;
    readonly progress: ItemProgress;
    readonly reusedFetchId: number | null;
  } | null;
  readonly found: readonly FrontierItem[];
  /** What the page showed of a list; null where it is no page of a list. */
  readonly list: ListPage | null;
  /** Requests made to the portal in this run, altogether. */
  readonly requests: number;
}

/** Counts for the summary of a run. */
export interface PortalCounts {
  readonly requests: number;
  readonly outcomes: Readonly<Partial<Record<FetchOutcome, number>>>;
  /** How report leads ended, by verdict; `pending` for those not visited. */
  readonly reports: Readonly<Record<string, number>>;
  /** What was found about the portal as a whole. */
  readonly findings: readonly PortalNotice[];
}

/** A finding about a portal, as a summary shows it. */
export interface PortalNotice {
  readonly rule: string;
  readonly subject: string;
  readonly severity: Severity;
  readonly message: string;
}

/** The list of addresses still to visit, in the corpus itself: what a killed run needs to go on where it was. */
export class Frontier {
  readonly #corpus: Corpus;
  readonly #db: Db;
  readonly #log: FetchLog;
  readonly #insertItem;
  readonly #updateItem;
  readonly #updateRequests;

  constructor(corpus: Corpus) {
    const { db } = corpus;
    this.#corpus = corpus;
    this.#db = db;
    this.#log = new FetchLog(db);
    this.#insertItem = db.prepare(
      `INSERT INTO frontier (run_id, portal_id, seq, kind, step, url, form, render, referer, label, priority, state, lead_json, parent, list)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?)`,
    );
    this.#updateItem = db.prepare(
      `UPDATE frontier SET state = ?, attempts = ?, not_before = ?, taken = ?, verdict = ?, fetch_id = coalesce(?, fetch_id)
       WHERE run_id = ? AND portal_id = ? AND seq = ?`,
    );
    this.#updateRequests = db.prepare('UPDATE frontier_portals SET requests = ? WHERE run_id = ? AND portal_id = ?');
  }

  /** Puts a portal on the run's list, or finds it there, and returns where it stands. */
  enter(runId: number, portalId: string): PortalProgress {
    this.#db
      .prepare('INSERT INTO frontier_portals (run_id, portal_id, state) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
      .run(runId, portalId, 'open');
    const portal = this.#db
      .prepare<
        [number, string],
        { state: PortalState; family: string | null; requests: number; detail: string | null }
      >('SELECT state, family, requests, detail FROM frontier_portals WHERE run_id = ? AND portal_id = ?')
      .get(runId, portalId);
    if (portal === undefined) throw new TypeError(`Portal ${portalId} is not on the list of run ${runId}`);
    const rows = this.#db
      .prepare<[number, string], ItemRow>(
        `SELECT ${itemColumns} FROM frontier AS i LEFT JOIN fetches AS f ON f.id = i.fetch_id
         WHERE i.run_id = ? AND i.portal_id = ? ORDER BY i.seq`,
      )
      .all(runId, portalId);
    return { ...portal, items: rows.map(keptItem) };
  }

  /**
   * The newest run of a command, where it was killed or interrupted: the one to go on with. Undefined where the newest ran
   * to its end, or there is none.
   */
  unfinishedRun(command: string): number | undefined {
    const newest = this.#db
      .prepare<[string], { id: number; outcome: string | null }>(
        'SELECT id, outcome FROM runs WHERE command = ? ORDER BY id DESC LIMIT 1',
      )
      .get(command);
    return newest !== undefined && (newest.outcome === null || newest.outcome === 'interrupted')
      ? newest.id
      : undefined;
  }

  /** Ids of the portals of a run that are not finished with. */
  openPortals(runId: number): string[] {
    return this.#db
      .prepare<[number], string>(
        `SELECT portal_id FROM frontier_portals WHERE run_id = ? AND state = 'open' ORDER BY portal_id`,
      )
      .pluck()
      .all(runId);
  }

  /** An original fetched from exactly this address for this portal in this run, whatever asked for it; null where there is none. */
  storedVisit(runId: number, portalId: string, url: string): StoredVisit | null {
    const row = this.#db
      .prepare<
        [number, string, string],
        { id: number; url: string; final_url: string | null; sha256: string; content_type: string | null }
      >(
        `SELECT id, url, final_url, sha256, headers_json ->> '$.content-type' AS content_type FROM fetches
         WHERE run_id = ? AND portal_id = ? AND url = ? AND sha256 IS NOT NULL ORDER BY id DESC LIMIT 1`,
      )
      .get(runId, portalId, url);
    if (row === undefined) return null;
    return {
      fetchId: row.id,
      url: row.url,
      finalUrl: row.final_url ?? row.url,
      sha256: parseSha256(row.sha256),
      contentType: row.content_type,
      fresh: true,
    };
  }

  /** How an address last answered this portal since `since` and not after `until`, in whatever run; null where it was not asked. */
  recentAnswer(
    portalId: string,
    url: string,
    since: string,
    until: string,
  ): { status: number | null; outcome: FetchOutcome; sha256: Sha256 | null } | null {
    const row = this.#db
      .prepare<
        [string, string, string, string],
        { status: number | null; outcome: FetchOutcome; sha256: string | null }
      >(
        `SELECT status, outcome, sha256 FROM fetches WHERE portal_id = ? AND url = ? AND fetched_at BETWEEN ? AND ? ORDER BY id DESC LIMIT 1`,
      )
      .get(portalId, url, since, until);
    return row === undefined ? null : { ...row, sha256: row.sha256 === null ? null : parseSha256(row.sha256) };
  }

  /** How an address answered this portal in this run without leaving an original; null where it was not asked. */
  answerWithoutOriginal(
    runId: number,
    portalId: string,
    url: string,
  ): { status: number | null; outcome: FetchOutcome } | null {
    const row = this.#db
      .prepare<[number, string, string], { status: number | null; outcome: FetchOutcome }>(
        `SELECT status, outcome FROM fetches WHERE run_id = ? AND portal_id = ? AND url = ? AND sha256 IS NULL ORDER BY id DESC LIMIT 1`,
      )
      .get(runId, portalId, url);
    return row ?? null;
  }

  /** What an address last gave this portal before this run; see `FetchLog.latestBefore`. */
  knownOriginal(runId: number, portalId: string, url: string): KnownOriginal | null {
    return this.#log.latestBefore(runId, portalId, url);
  }

  /** See `FetchLog.wasServedBefore`. */
  wasServedBefore(runId: number, portalId: string, url: string, sha256: Sha256): boolean {
    return this.#log.wasServedBefore(runId, portalId, url, sha256);
  }

  /** Writes one visit. Returns the id of the fetch that the item's original came from, or null. */
  commit(runId: number, portalId: string, visit: VisitCommit): number | null {
    return this.#corpus.transaction(() => {
      let fetchId = visit.visited?.reusedFetchId ?? null;
      for (const fetch of visit.fetches) fetchId = this.#log.insert(runId, portalId, fetch);
      if (visit.visited !== null) this.#advance(runId, portalId, visit.visited.seq, visit.visited.progress, fetchId);
      for (const item of visit.found) this.#insert(runId, portalId, item);
      if (visit.list !== null) keepListPage(this.#db, runId, portalId, visit.list);
      this.#updateRequests.run(visit.requests, runId, portalId);
      return fetchId;
    });
  }

  /** Writes how far an item has come. */
  advance(runId: number, portalId: string, seq: number, progress: ItemProgress): void {
    this.#corpus.transaction(() => {
      this.#advance(runId, portalId, seq, progress, null);
    });
  }

  /** Writes how far several items have come, together. */
  advanceAll(
    runId: number,
    portalId: string,
    items: readonly { readonly seq: number; readonly progress: ItemProgress }[],
  ): void {
    this.#corpus.transaction(() => {
      for (const { seq, progress } of items) this.#advance(runId, portalId, seq, progress, null);
    });
  }

  /** Keeps the family a portal was recognised as, for the rest of the run and in `portals`. */
  keepFamily(runId: number, portalId: string, family: string): void {
    this.#db
      .transaction(() => {
        this.#db
          .prepare('UPDATE frontier_portals SET family = ? WHERE run_id = ? AND portal_id = ?')
          .run(family, runId, portalId);
        this.#db.prepare('UPDATE portals SET family = ? WHERE id = ?').run(family, portalId);
      })
      .immediate();
  }

  /** See `listReadings`. */
  listReadings(runId: number, portalId: string): ListReading[] {
    return listReadings(this.#db, runId, portalId);
  }

  /** See `fileListReadings`. */
  fileListReadings(runId: number, portalId: string, filing: ListFiling): void {
    fileListReadings(this.#db, runId, portalId, filing);
  }

  /** Finishes with a portal. `stopped` means that not all was visited; `detail` says why. */
  leave(runId: number, portalId: string, state: 'done' | 'stopped', detail: string | null): void {
    this.#corpus.transaction(() =>
      this.#db
        .prepare('UPDATE frontier_portals SET state = ?, detail = ? WHERE run_id = ? AND portal_id = ?')
        .run(state, detail, runId, portalId),
    );
  }

  /** Sums up a portal's part of a run. To be asked before `clear`. */
  counts(runId: number, portalId: string): PortalCounts {
    const requests = this.#db
      .prepare<[number, string], number>('SELECT requests FROM frontier_portals WHERE run_id = ? AND portal_id = ?')
      .pluck()
      .get(runId, portalId);
    const outcomes = this.#db
      .prepare<[number, string], { name: FetchOutcome; count: number }>(
        'SELECT outcome AS name, count(*) AS count FROM fetches WHERE run_id = ? AND portal_id = ? GROUP BY outcome ORDER BY outcome',
      )
      .all(runId, portalId);
    const reports = this.#db
      .prepare<[number, string], { name: string; count: number }>(
        `SELECT coalesce(verdict, 'pending') AS name, count(*) AS count FROM frontier
         WHERE run_id = ? AND portal_id = ? AND kind = 'report' GROUP BY name ORDER BY name`,
      )
      .all(runId, portalId);
    return {
      findings: this.notices(portalId),
      requests: requests ?? 0,
      outcomes: Object.fromEntries(outcomes.map(({ name, count }) => [name, count])),
      reports: Object.fromEntries(reports.map(({ name, count }) => [name, count])),
    };
  }

  /** What was found about a portal as a whole since this run took it up. */
  notices(portalId: string): PortalNotice[] {
    return this.#db
      .prepare<[string], PortalNotice>(
        'SELECT rule, subject, severity, message FROM findings WHERE portal_id = ? AND report_id IS NULL ORDER BY rule, subject',
      )
      .all(portalId);
  }

  /** Empties the list of a run that is over. */
  clear(runId: number): void {
    this.#corpus.transaction(() => {
      for (const table of ['frontier_list_rows', 'frontier_lists', 'frontier'])
        this.#db.prepare(`DELETE FROM ${table} WHERE run_id = ?`).run(runId);
      this.#db.prepare('DELETE FROM frontier_portals WHERE run_id = ?').run(runId);
    });
  }

  #advance(runId: number, portalId: string, seq: number, progress: ItemProgress, fetchId: number | null): void {
    const { state, attempts, notBefore, taken, verdict } = progress;
    this.#updateItem.run(state, attempts, notBefore, taken, verdict, fetchId, runId, portalId, seq);
  }

  #insert(runId: number, portalId: string, item: FrontierItem): void {
    this.#insertItem.run(
      runId,
      portalId,
      item.seq,
      item.kind,
      item.step,
      item.url,
      item.form === null ? null : JSON.stringify(item.form),
      item.render,
      item.referer,
      item.label,
      item.priority,
      item.lead === null ? null : JSON.stringify(item.lead),
      item.parent,
      item.list,
    );
  }
}
