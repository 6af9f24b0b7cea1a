import type { FetchRecord, KnownOriginal } from '../../storage/fetches.ts';
import type { FrontierItem, StoredVisit } from '../../storage/frontier-items.ts';
import type { KeptRevisit } from '../../storage/revisits.ts';
import { SkipThis } from '../errors.ts';
import { sniffMediaType } from '../original/media-type.ts';
import type { CrawlWorld } from './crawl-world.ts';
import { contentKey, revisitKey } from './item-finder.ts';
import { recordVisit } from './ledger.ts';
import type { HeldOriginal } from './ledger.ts';
import type { PortalRenderer } from './portal-renderer.ts';
import type { NoBrowser } from './rendering-browser.ts';
import { doubted, hasSameLength, isKnownByLength } from './change-signs.ts';
import { isDue } from './revisit-schedule.ts';
import { visit } from './visit.ts';
import type { Visit, VisitGate, VisitTarget } from './visit.ts';

/** What was got for an item: from the network, or from what this run has stored already. */
export interface ObtainedContent {
  /** Null where the visit gave none. */
  readonly original: HeldOriginal | null;
  /** New bytes, to be kept before the rows are written. */
  readonly fresh: readonly HeldOriginal[];
  /** Null where nothing was asked. */
  readonly visit: Visit | null;
  readonly records: readonly FetchRecord[];
  readonly reused: StoredVisit | null;
  /** What a rendered page asked for in vain. */
  readonly incomplete?: string | null;
}

/** Nothing was asked and nothing is there: the last visit gave nothing, and the next is not due. */
export interface NotDue {
  readonly notDue: KeptRevisit;
}

/** Gets what the items of one portal ask for: each address once a run, whatever wants it. */
export class ContentSource {
  readonly #world: CrawlWorld;
  readonly #portalId: string;
  readonly #gate: VisitGate;
  readonly #renderer: PortalRenderer;
  /** Originals of this run by what was asked; a promise while the row is being written. */
  readonly #stored = new Map<string, Promise<StoredVisit | null>>();
  /** The portal answers HEAD in a way that says nothing. */
  #headersAreMute = false;

  constructor(world: CrawlWorld, portalId: string, gate: VisitGate, renderer: PortalRenderer) {
    this.#world = world;
    this.#portalId = portalId;
    this.#gate = gate;
    this.#renderer = renderer;
  }

  /** Takes note of what an item gave, for others that ask for the same. */
  remember(item: FrontierItem, finalUrl: string, stored: Promise<StoredVisit | null>): void {
    for (const key of new Set([contentKey(item), contentKey({ ...item, url: finalUrl })])) {
      if (!this.#stored.has(key)) this.#stored.set(key, stored);
    }
  }

  /**
   * Gets the content of an item: from an earlier run where no visit is due; `no_browser` where it is wanted as scripts leave it and there is none.
   * Throws what `visit` throws.
   */
  async obtain(item: FrontierItem): Promise<ObtainedContent | NoBrowser | NotDue> {
    const stored = await this.#stored.get(contentKey(item));
    if (stored) return this.#again(stored);
    const earlier = await this.#fromEarlier(item);
    if (earlier !== null) return earlier;
    return item.render === null ? this.#served(item) : this.#rendered(item);
  }

  /** What an earlier run has of an item that is not due; null where it is to be asked for. */
  async #fromEarlier(item: FrontierItem): Promise<ObtainedContent | NotDue | null> {
    const { corpus, revisit, revisits } = this.#world;
    const before = revisit === 'all' ? null : revisits.of(this.#portalId, revisitKey(item));
    if (before === null || isDue(before, new Date(corpus.timestamp()))) return null;
    // Without its home page nothing of a portal can be known.
    if (before.stored === null) return item.step === 'home' ? null : { notDue: before };
    return this.#again(before.stored).catch(unlessLost);
  }

  async #again(stored: StoredVisit): Promise<ObtainedContent> {
    const bytes = await this.#world.originals.get(stored.sha256);
    const { finalUrl, contentType, sha256 } = stored;
    const mediaType = sniffMediaType(bytes, { contentType, url: finalUrl });
    const original = { sha256, bytes, finalUrl, contentType, mediaType };
    return { visit: null, original, fresh: [], records: [], reused: stored };
  }

  async #served(item: FrontierItem): Promise<ObtainedContent> {
    const { frontier, runId } = this.#world;
    // A rendered page may have asked for the same.
    const asked = item.form === null ? frontier.storedVisit(runId, this.#portalId, item.url) : null;
    if (asked !== null) return this.#again(asked);
    const latest = item.form === null ? frontier.knownOriginal(runId, this.#portalId, item.url) : null;
    const known = latest === null ? null : doubted(latest);
    const headers = item.referer === null ? {} : { referer: item.referer };
    const target = { url: item.url, form: item.form, known, headers };
    try {
      const byLength = item.kind === 'follow' || known === null ? null : await this.#byLength({ ...target, known });
      if (byLength !== null) return byLength;
      return await this.#visit(target);
    } catch (error) {
      if (!(error instanceof SkipThis)) throw error;
      // What was kept is lost or damaged, so that "unchanged" is no help: ask for all of it.
      return this.#visit({ ...target, known: null });
    }
  }

  /** Takes an address whose server tells its state in no other way for unchanged where it states the length of before; null where not. */
  async #byLength(target: VisitTarget & { readonly known: KnownOriginal }): Promise<ObtainedContent | null> {
    if (this.#headersAreMute || !isKnownByLength(target.known, target.url)) return null;
    const asked = await visit({ ...target, headersOnly: true }, this.#gate);
    if (!hasSameLength(target.known, asked)) {
      const got = await this.#visit(target);
      this.#headersAreMute = asked.headers?.['content-length'] === undefined && got.original !== null;
      return got;
    }
    const detail = 'Asked for its headers alone: as long as before. The next visit fetches it whole';
    const unchanged = { ...asked, outcome: 'unchanged', detail } as const;
    const { record, held } = await recordVisit(this.#world, this.#portalId, target, unchanged);
    return { visit: unchanged, original: held, fresh: [], records: [record], reused: null };
  }

  async #visit(target: VisitTarget): Promise<ObtainedContent> {
    const visited = await visit(target, this.#gate);
    const { record, held } = await recordVisit(this.#world, this.#portalId, target, visited);
    const fresh = visited.outcome === 'ok' && held !== null ? [held] : [];
    return { visit: visited, original: held, fresh, records: [record], reused: null };
  }

  async #rendered(item: FrontierItem): Promise<ObtainedContent | NoBrowser> {
    const plain = { ...item, render: null };
    const stored = await this.#stored.get(contentKey(plain));
    const served = stored ? await this.#again(stored) : await this.#served(plain);
    if (served.original === null) return served;
    const page = await this.#renderer.render(item.url, served.original, item.kind === 'follow');
    if (page.kind === 'no_browser') return page;
    const records = [...served.records, page.record];
    if (page.kind === 'failed') return { ...served, original: null, visit: page.visit, records, reused: null };
    const { held, incomplete } = page;
    return { original: held, fresh: [...served.fresh, held], visit: null, records, reused: null, incomplete };
  }
}

/** What was kept is lost or damaged: it is to be asked for again. */
function unlessLost(error: unknown): null {
  if (error instanceof SkipThis) return null;
  throw error;
}
