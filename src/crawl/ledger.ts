import type { KnownOriginal, FetchRecord } from '../../storage/fetches.ts';
import type { FrontierItem, ItemProgress, StoredVisit } from '../../storage/frontier-items.ts';
import type { ListPage } from '../../storage/list-readings.ts';
import type { RevisitRecord } from '../../storage/revisits.ts';
import type { Finding } from '../extract/report.ts';
import { sha256Of } from '../original/sha256.ts';
import type { Sha256 } from '../original/sha256.ts';
import { sniffMediaType } from '../original/media-type.ts';
import type { CrawlWorld } from './crawl-world.ts';
import type { Visit, VisitTarget } from './visit.ts';

/** An original in hand: its bytes are read, though the disk may still be at work on them. */
export interface HeldOriginal {
  readonly sha256: Sha256;
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly contentType: string | null;
  readonly finalUrl: string;
}

/** What one visit leaves to be written. */
export interface LedgerEntry {
  readonly records: readonly FetchRecord[];
  /** The bytes to keep before the rows are written: none where they are known. */
  readonly originals: readonly HeldOriginal[];
  readonly visited: {
    readonly seq: number;
    readonly progress: ItemProgress;
    readonly reused: StoredVisit | null;
  } | null;
  readonly found: readonly FrontierItem[];
  /** What the page showed of a list, if it is a page of one. */
  readonly list?: ListPage | null;
  readonly findings: readonly Finding[];
  /** When the address is to be visited again; null where it was not asked, or is asked again in this run. */
  readonly revisit?: RevisitRecord | null;
  readonly requests: number;
}

/**
 * Writes what the visits of one portal leave, in their order: first the original durably, then in one transaction the
 * fetch, what became of the item and what it led to. The next page is fetched meanwhile. A run killed at any moment thus
 * has a beginning of the visits, each whole.
 */
export class Ledger {
  readonly #world: CrawlWorld;
  readonly #portalId: string;
  #last: Promise<unknown> = Promise.resolve();

  constructor(world: CrawlWorld, portalId: string) {
    this.#world = world;
    this.#portalId = portalId;
  }

  /**
   * Queues an entry. Resolves when it is written, with the stored visit the item now has, or null. Rejects, as do all
   * later ones, where the disk fails.
   */
  write(entry: LedgerEntry): Promise<StoredVisit | null> {
    const kept = Promise.all(entry.originals.map(({ bytes, sha256 }) => this.#world.originals.put(bytes, sha256)));
    // Its failure is met below, when its turn comes.
    kept.catch(() => undefined);
    const written = this.#last.then(async () => {
      await kept;
      return this.#commit(entry);
    });
    this.#last = written;
    written.catch(() => undefined);
    return written;
  }

  /** Queues what was found without a visit. Resolves and rejects as `write`. */
  async writeFound(found: readonly FrontierItem[], requests: number): Promise<void> {
    await this.write({ records: [], originals: [], visited: null, found, findings: [], requests });
  }

  /** Resolves when all that was queued is written. */
  async settled(): Promise<void> {
    await this.#last;
  }

  #commit(entry: LedgerEntry): StoredVisit | null {
    const { corpus, frontier, revisits, runId } = this.#world;
    const { visited, revisit } = entry;
    return corpus.transaction(() => {
      const fetchId = frontier.commit(runId, this.#portalId, {
        fetches: entry.records,
        visited: visited === null ? null : { ...visited, reusedFetchId: visited.reused?.fetchId ?? null },
        found: entry.found,
        list: entry.list ?? null,
        requests: entry.requests,
      });
      const gave = entry.records.at(-1)?.sha256 == null ? null : fetchId;
      if (revisit) revisits.write(this.#portalId, revisit, visited?.reused?.fetchId ?? gave);
      for (const finding of entry.findings) corpus.recordPortalFinding({ portalId: this.#portalId, finding });
      if (visited?.reused) return visited.reused;
      const record = entry.records.at(-1);
      if (fetchId === null || record === undefined || record.sha256 === null) return null;
      return {
        fetchId,
        url: record.url,
        finalUrl: record.finalUrl ?? record.url,
        sha256: record.sha256,
        contentType: record.headers?.['content-type'] ?? null,
        fresh: true,
      };
    });
  }
}

/** A visit as a row of `fetches`, and the original it gave. */
export interface RecordedVisit {
  readonly record: FetchRecord;
  readonly held: HeldOriginal | null;
}

/**
 * Turns a visit into its row. An answer with the bytes that are known is `unchanged`, whether or not the server could say so.
 * Throws `SkipThis` where a server says "unchanged" and the known original cannot be read back.
 */
export async function recordVisit(
  world: CrawlWorld,
  portalId: string,
  target: VisitTarget,
  visit: Visit,
): Promise<RecordedVisit> {
  const { known } = target;
  const contentType = visit.headers?.['content-type'] ?? null;
  const base = {
    url: target.url,
    finalUrl: visit.finalUrl,
    fetchedAt: visit.at,
    status: visit.status,
    mediaType: bareMediaType(contentType),
    documentType: null,
    etag: visit.headers?.['etag'] ?? null,
    lastModified: visit.headers?.['last-modified'] ?? null,
    sha256: null,
    bytes: null,
    headers: visit.headers,
    outcome: visit.outcome,
    detail: visit.detail,
  };
  if (visit.outcome === 'unchanged' && known !== null) return notModified(world, visit, base, known);
  if (visit.outcome !== 'ok' || visit.bytes === null) return { record: base, held: null };

  const { bytes } = visit;
  const sha256 = sha256Of(bytes);
  const same =
    known?.sha256 === sha256 ||
    (target.form !== null && world.frontier.wasServedBefore(world.runId, portalId, target.url, sha256));
  const documentType = sniffMediaType(bytes, { contentType, url: visit.finalUrl });
  return {
    record: { ...base, documentType, sha256, bytes: bytes.byteLength, outcome: same ? 'unchanged' : 'ok' },
    held: { sha256, bytes, mediaType: documentType, contentType, finalUrl: visit.finalUrl },
  };
}

/** A 304 repeats only some headers; the rest still stands as it was. */
async function notModified(
  world: CrawlWorld,
  visit: Visit,
  base: FetchRecord,
  known: KnownOriginal,
): Promise<RecordedVisit> {
  const bytes = await world.originals.get(known.sha256);
  const contentType = base.headers?.['content-type'] ?? known.contentType;
  const mediaType = sniffMediaType(bytes, { contentType, url: visit.finalUrl });
  return {
    record: {
      ...base,
      mediaType: bareMediaType(contentType),
      documentType: mediaType,
      etag: base.etag ?? known.etag,
      lastModified: base.lastModified ?? known.lastModified,
      sha256: known.sha256,
      bytes: known.bytes,
      headers: { ...base.headers, ...(contentType === null ? {} : { 'content-type': contentType }) },
      unchangedBy: visit.status !== 304 ? 'length' : known.etag === null ? 'date' : 'etag',
    },
    held: { sha256: known.sha256, bytes, mediaType, contentType, finalUrl: visit.finalUrl },
  };
}

function bareMediaType(contentType: string | null): string | null {
  const bare = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return bare === '' ? null : bare;
}
