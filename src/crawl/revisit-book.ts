import type { FetchRecord } from '../../storage/fetches.ts';
import type { FrontierItem, ReportLead } from '../../storage/frontier-items.ts';
import type { FetchOutcome } from '../../storage/records.ts';
import type { KeptRevisit, RevisitRecord } from '../../storage/revisits.ts';
import type { Finding } from '../extract/report.ts';
import type { ObtainedContent } from './content-source.ts';
import type { CrawlWorld } from './crawl-world.ts';
import { revisitKey } from './item-finder.ts';
import type { HeldOriginal } from './ledger.ts';
import type { PageReader } from './page-reader.ts';
import { portalFinding } from './portal-finding.ts';
import { isDue, scheduleAfter } from './revisit-schedule.ts';

/** Missed by so many runs in a row, a report counts as withdrawn. */
const RUNS_THAT_MISSED = 2;

/** What came of a visit, held against the visit before. */
export interface Compared {
  readonly records: readonly FetchRecord[];
  /** New bytes that are worth keeping. */
  readonly fresh: readonly HeldOriginal[];
  /** Null where nothing was asked. */
  readonly revisit: RevisitRecord | null;
}

/** The schedule of one portal's addresses. */
export class RevisitBook {
  readonly #world: CrawlWorld;
  readonly #portalId: string;

  constructor(world: CrawlWorld, portalId: string) {
    this.#world = world;
    this.#portalId = portalId;
  }

  /** Holds what an item gave against what it gave before. What looks the same to a reader, or leads to the same, is unchanged. */
  async compare(
    item: FrontierItem,
    got: ObtainedContent,
    original: HeldOriginal,
    pages: PageReader,
  ): Promise<Compared> {
    const { records, fresh, reused } = got;
    const before = this.#before(item);
    const record = records.at(-1);
    if (reused !== null || record === undefined) {
      // Another item of this run has asked for it.
      const revisit = before === null && reused?.fresh === true ? this.#record(item, 'ok', false, null) : null;
      return { records, fresh, revisit };
    }
    const earlier = record.outcome === 'ok' && before !== null ? await this.#earlier(before, original) : null;
    if (earlier === null || !pages.isSame(item, earlier, original)) {
      return { records, fresh, revisit: this.#record(item, record.outcome, record.outcome === 'ok', before) };
    }
    const same: FetchRecord = {
      ...record,
      outcome: 'unchanged',
      sha256: earlier.sha256,
      bytes: earlier.bytes.byteLength,
      documentType: earlier.mediaType,
      detail: 'Other bytes than before, and the same to a reader; those of before stand',
    };
    return {
      records: [...records.slice(0, -1), same],
      fresh: fresh.filter(({ sha256 }) => sha256 !== original.sha256),
      revisit: this.#record(item, 'unchanged', false, before),
    };
  }

  /** Notes that an item could not be had in this run. */
  afterFailure(item: FrontierItem, outcome: FetchOutcome): RevisitRecord {
    return this.#record(item, outcome, false, this.#before(item));
  }

  /** What is to be said of an item that failed at its last visit and is not due. */
  stillFailing(item: FrontierItem, { outcome, checkedAt, dueAt }: KeptRevisit): Finding[] {
    if (item.kind !== 'follow') return [];
    const isMissing = outcome === 'gone' || outcome === 'not_allowed';
    if (isMissing && item.step !== 'column') return [];
    const rule = isMissing ? 'portal.page_gone' : outcome === 'refused_by_robots' ? 'portal.robots' : 'portal.page';
    const message = `The page ${item.url} could not be had at ${checkedAt} (${outcome}); it is asked for again at ${dueAt}`;
    return [portalFinding(rule, item.url, message)];
  }

  /** Reports of this portal whose visit is due, whether or not a list still shows them. */
  dueReports(): ReportLead[] {
    const { revisit, revisits, corpus } = this.#world;
    const now = new Date(corpus.timestamp());
    return revisits
      .knownReports(this.#portalId)
      .filter(({ dueAt }) => revisit === 'all' || isDue({ dueAt }, now))
      .map(({ lead }) => lead);
  }

  /** Addresses at which something stood that two runs in a row have missed; none where nothing did, or it may come back yet. */
  vanishedAt(item: FrontierItem): string[] {
    const before = this.#before(item);
    if (!before?.stored || before.missed < RUNS_THAT_MISSED) return [];
    return [item.url, before.stored.finalUrl];
  }

  #before(item: FrontierItem): KeptRevisit | null {
    return this.#world.revisits.of(this.#portalId, revisitKey(item));
  }

  /** The bytes of before, where others came now; null where there are none or they are lost. */
  async #earlier({ stored }: KeptRevisit, now: HeldOriginal): Promise<HeldOriginal | null> {
    if (stored === null || stored.sha256 === now.sha256) return null;
    const { sha256, contentType, finalUrl } = stored;
    const bytes = await this.#world.originals.get(sha256).catch(() => null);
    return bytes === null ? null : { sha256, bytes, contentType, finalUrl, mediaType: now.mediaType };
  }

  #record(item: FrontierItem, outcome: FetchOutcome, changed: boolean, before: KeptRevisit | null): RevisitRecord {
    const { kind, step, lead } = item;
    const at = new Date(this.#world.corpus.timestamp());
    const sawOne = before !== null && before.stored !== null;
    const revisit = scheduleAfter({ kind, step, outcome, changed: changed && sawOne, at, before });
    return { ...revisit, ask: revisitKey(item), kind, lead };
  }
}
