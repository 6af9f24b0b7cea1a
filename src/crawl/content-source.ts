import type { FetchRecord } from '../../storage/fetches.ts';
import type { FrontierItem, StoredVisit } from '../../storage/frontier-items.ts';
import { SkipThis } from '../errors.ts';
import { sniffMediaType } from '../original/media-type.ts';
import type { CrawlWorld } from './crawl-world.ts';
import { contentKey } from './item-finder.ts';
import { recordVisit } from './ledger.ts';
import type { HeldOriginal } from './ledger.ts';
import { visit } from './visit.ts';
import type { Visit, VisitGate } from './visit.ts';

/** What was got for an item: from the network, or from what this run has stored already. */
export interface ObtainedContent {
  /** Null where the visit gave none. */
  readonly original: HeldOriginal | null;
  /** Null where nothing was asked. */
  readonly visit: Visit | null;
  readonly records: readonly FetchRecord[];
  readonly reused: StoredVisit | null;
}

/** Gets what the items of one portal ask for: each address once a run, whatever wants it. */
export class ContentSource {
  readonly #world: CrawlWorld;
  readonly #portalId: string;
  readonly #gate: VisitGate;
  /** Originals of this run by what was asked; a promise while the row is being written. */
  readonly #stored = new Map<string, Promise<StoredVisit | null>>();

  constructor(world: CrawlWorld, portalId: string, gate: VisitGate) {
    this.#world = world;
    this.#portalId = portalId;
    this.#gate = gate;
  }

  /** Takes note of what an item gave, for others that ask for the same. */
  remember(item: FrontierItem, finalUrl: string, stored: Promise<StoredVisit | null>): void {
    for (const key of new Set([contentKey(item.url, item.form), contentKey(finalUrl, item.form)])) {
      if (!this.#stored.has(key)) this.#stored.set(key, stored);
    }
  }

  /** Gets the content of an item. Throws what `visit` throws. */
  async obtain(item: FrontierItem): Promise<ObtainedContent> {
    const { frontier, originals, runId } = this.#world;
    const reused = await this.#stored.get(contentKey(item.url, item.form));
    if (reused) {
      const bytes = await originals.get(reused.sha256);
      const { finalUrl, contentType, sha256 } = reused;
      const mediaType = sniffMediaType(bytes, { contentType, url: finalUrl });
      return { visit: null, original: { sha256, bytes, finalUrl, contentType, mediaType }, records: [], reused };
    }
    const known = item.form === null ? frontier.knownOriginal(runId, this.#portalId, item.url) : null;
    const target = { url: item.url, form: item.form, known };
    const first = await visit(target, this.#gate);
    try {
      const { record, held } = await recordVisit(this.#world, this.#portalId, target, first);
      return { visit: first, original: held, records: [record], reused: null };
    } catch (error) {
      if (!(error instanceof SkipThis)) throw error;
      // What was kept is lost or damaged, so that "unchanged" is no help: ask for all of it.
      const again = { ...target, known: null };
      const second = await visit(again, this.#gate);
      const { record, held } = await recordVisit(this.#world, this.#portalId, again, second);
      return { visit: second, original: held, records: [record], reused: null };
    }
  }
}
