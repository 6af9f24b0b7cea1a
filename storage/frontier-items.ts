import { z } from 'zod';
import type { Sha256 } from '../src/original/sha256.ts';
import { parseSha256 } from '../src/original/sha256.ts';

/** What an address is wanted for: links, a report, or a file of a report. */
export type ItemKind = 'follow' | 'report' | 'attachment';

/**
 * - `pending`: to be visited.
 * - `stored`: a report page is kept, and its report is still to be recorded.
 * - `failed`: a report could not be had, and that is still to be told.
 * - `done`: nothing is left to do; `verdict` says how it ended.
 */
export type ItemState = 'pending' | 'stored' | 'failed' | 'done';

export const reportLeadSchema = z.object({
  kind: z.literal('report'),
  url: z.string(),
  title: z.string(),
  organization: z.string().exactOptional(),
  year: z.number().exactOptional(),
  publishedOn: z.string().exactOptional(),
  column: z.string().exactOptional(),
});
const formSchema = z.record(z.string(), z.string());

/** A report lead as it is kept from one run of the program to the next. */
export type ReportLead = Readonly<z.output<typeof reportLeadSchema>>;

/** An address to visit. */
export interface FrontierItem {
  /** Counts the addresses of a portal in the order they were found, from 0. */
  readonly seq: number;
  readonly kind: ItemKind;
  /** The step that reads the page; null unless `follow`. */
  readonly step: string | null;
  readonly url: string;
  /** Sent as a POST where present. */
  readonly form: Readonly<Record<string, string>> | null;
  /** `browser`: wanted as its scripts leave it, not as served. */
  readonly render: 'browser' | null;
  /** Sent as Referer where present. */
  readonly referer: string | null;
  readonly label: string;
  /** Larger is sooner. */
  readonly priority: number;
  /** Only for `report`. */
  readonly lead: ReportLead | null;
  /** For an attachment, the `seq` of its report. */
  readonly parent: number | null;
  /** For a page that goes on with a list, the `seq` of the list's first page. */
  readonly list: number | null;
}

/** How far an item has come. */
export interface ItemProgress {
  readonly state: ItemState;
  readonly attempts: number;
  /** UTC, ISO-8601; not to be visited before. */
  readonly notBefore: string | null;
  /** Counts the visited addresses of a portal in the order they were taken. */
  readonly taken: number | null;
  /** How it ended: an outcome, or what came of the report. */
  readonly verdict: string | null;
}

/** An original kept in this run, and whose it is. */
export interface StoredVisit {
  readonly fetchId: number;
  readonly url: string;
  readonly finalUrl: string;
  readonly sha256: Sha256;
  readonly contentType: string | null;
  /** Visited in this run; else what an earlier run stored stands in, since no visit was due. */
  readonly fresh: boolean;
}

export interface KeptItem {
  readonly item: FrontierItem;
  readonly progress: ItemProgress;
  readonly visit: StoredVisit | null;
}

/** A row of `frontier` and the fetch that its original came from. */
export interface ItemRow {
  seq: number;
  kind: ItemKind;
  step: string | null;
  url: string;
  form: string | null;
  render: 'browser' | null;
  referer: string | null;
  label: string;
  priority: number;
  state: ItemState;
  attempts: number;
  not_before: string | null;
  lead_json: string | null;
  parent: number | null;
  list: number | null;
  taken: number | null;
  verdict: string | null;
  fetch_id: number | null;
  fetch_url: string | null;
  final_url: string | null;
  sha256: string | null;
  content_type: string | null;
  fresh: number | null;
}

/** The columns of an `ItemRow`, from `frontier` as `i` and `fetches` as `f`. */
export const itemColumns = `i.seq, i.kind, i.step, i.url, i.form, i.render, i.referer, i.label, i.priority, i.state, i.attempts, i.not_before,
  i.lead_json, i.parent, i.list, i.taken, i.verdict, i.fetch_id, f.url AS fetch_url, f.final_url, f.sha256,
  f.headers_json ->> '$.content-type' AS content_type, f.run_id = i.run_id AS fresh`;

/** Reads a row. Throws where its JSON is not what was written. */
export function keptItem(row: ItemRow): KeptItem {
  return {
    item: {
      seq: row.seq,
      kind: row.kind,
      step: row.step,
      url: row.url,
      form: row.form === null ? null : formSchema.parse(JSON.parse(row.form)),
      render: row.render,
      referer: row.referer,
      label: row.label,
      priority: row.priority,
      lead: row.lead_json === null ? null : reportLeadSchema.parse(JSON.parse(row.lead_json)),
      parent: row.parent,
      list: row.list,
    },
    progress: {
      state: row.state,
      attempts: row.attempts,
      notBefore: row.not_before,
      taken: row.taken,
      verdict: row.verdict,
    },
    visit:
      row.fetch_id === null || row.sha256 === null || row.fetch_url === null
        ? null
        : {
            fetchId: row.fetch_id,
            url: row.fetch_url,
            finalUrl: row.final_url ?? row.fetch_url,
            sha256: parseSha256(row.sha256),
            contentType: row.content_type,
            fresh: row.fresh === 1,
          },
  };
}
