import { isDeepStrictEqual } from 'node:util';
import type { Crawler, Lead, ListStatement, Portal } from '../../crawlers/crawler.ts';
import type { Page } from '../../crawlers/page.ts';
import type { FrontierItem } from '../../storage/frontier-items.ts';
import { SkipThis, UsageError } from '../errors.ts';
import type { Finding } from '../extract/report.ts';
import type { CrawlWorld } from './crawl-world.ts';
import type { PageLead } from './item-finder.ts';
import type { HeldOriginal } from './ledger.ts';
import { portalFinding } from './portal-finding.ts';
import { looksTheSame, withoutSession } from './page-sameness.ts';
import type { PortalHealth } from './portal-health.ts';

/** What a page leads to, and what is to be said of it. */
export interface PageContents {
  readonly leads: readonly PageLead[];
  /** What it says of the list it shows; null where it shows none. */
  readonly list: ListStatement | null;
  readonly attachments: readonly { readonly url: string; readonly title: string }[];
  readonly findings: readonly Finding[];
  /** The report is to be filled in by the page's scripts. */
  readonly byScript: boolean;
}

const NOTHING: PageContents = { leads: [], list: null, attachments: [], findings: [], byScript: false };

/** Does the row of the portal name the columns to begin with? */
export function declaresColumns({ columns }: Portal): boolean {
  return columns !== undefined && columns.length > 0;
}

/** Reads the pages of one portal by the steps of its family, which the first of them tells where the portal does not. */
export class PageReader {
  readonly #world: CrawlWorld;
  readonly #portal: Portal;
  readonly #health: PortalHealth;
  #crawler: Crawler | null = null;

  constructor(world: CrawlWorld, portal: Portal, health: PortalHealth) {
    this.#world = world;
    this.#portal = portal;
    this.#health = health;
  }

  get knowsFamily(): boolean {
    return this.#crawler !== null;
  }

  /** Reads by the steps of the family of this name. Throws `UsageError` where there is none. */
  useFamily(name: string): void {
    const crawler = this.#world.dialects.families.find(({ family }) => family === name);
    if (crawler === undefined)
      throw new UsageError(`The portal ${this.#portal.id} is of the family "${name}", which there is not.`);
    this.#crawler = crawler;
  }

  /** Reads what was got for an item. A page that the steps trip over comes back as a finding. */
  read(item: FrontierItem, original: HeldOriginal): PageContents {
    const isFile = item.kind === 'attachment' && item.render === null;
    if (isFile || !isMarkup(original)) return NOTHING;
    const { dialects } = this.#world;
    try {
      const page = this.#pageOf(item, original);
      if (item.kind !== 'follow') {
        const attachments = dialects.attachmentsOf(page);
        return { ...NOTHING, attachments, byScript: attachments.length === 0 && dialects.isArticleByScript(page) };
      }
      const stated = this.#leadsOf(item, page);
      const leads = stated.filter((lead) => lead.kind !== 'list');
      const list = stated.find((lead) => lead.kind === 'list') ?? null;
      const findings =
        item.step === 'column' && leads.length === 0 ? [this.#health.emptyColumn(original.finalUrl)] : [];
      return { ...NOTHING, leads, list, findings };
    } catch (error) {
      // Markup that a step trips over costs this page, not the portal.
      const reason = reasonOf(error);
      const finding = portalFinding(
        'portal.page',
        original.finalUrl,
        `The page ${original.finalUrl} could not be read for links. ${reason}`,
      );
      return { ...NOTHING, findings: [finding] };
    }
  }

  /**
   * Do two states of what an item asks for come to the same? A page on the way does where it leads to the same, a report's page where it
   * looks the same to a reader, a file never where its bytes differ.
   */
  isSame(item: FrontierItem, before: HeldOriginal, after: HeldOriginal): boolean {
    if (item.kind === 'follow') return isDeepStrictEqual(this.read(item, before), this.read(item, after));
    const isPage = item.kind === 'report' || item.render !== null;
    if (!isPage || !isMarkup(after)) return false;
    const [was, is] = [this.#pageOf(item, before), this.#pageOf(item, after)];
    return looksTheSame(was, is) && isDeepStrictEqual(this.#filesOf(was), this.#filesOf(is));
  }

  #filesOf(page: Page): string[] {
    return this.#world.dialects.attachmentsOf(page).map(({ url }) => withoutSession(url));
  }

  #pageOf(item: FrontierItem, { finalUrl, bytes, contentType }: HeldOriginal): Page {
    return this.#world.dialects.parsePage({
      url: finalUrl,
      bytes,
      contentType,
      label: item.label,
      rendered: item.render !== null,
    });
  }

  #leadsOf(item: FrontierItem, page: Page): readonly Lead[] {
    this.#crawler ??= this.#recognise(page);
    // The home page of a portal that declares its columns was only asked for to know the family.
    if (item.step === 'home' && declaresColumns(this.#portal)) return [];
    const step = this.#crawler.steps[item.step ?? ''];
    if (step === undefined) throw new TypeError(`The family ${this.#crawler.family} has no step "${item.step ?? ''}"`);
    return step(page, this.#portal);
  }

  #recognise(page: Page): Crawler {
    const crawler = this.#world.dialects.recogniseFamily(page);
    this.#world.frontier.keepFamily(this.#world.runId, this.#portal.id, crawler.family);
    return crawler;
  }
}

/** Expected failures speak for themselves; of others, the name helps to find the defect. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof SkipThis ? error.message : `${error.name}: ${error.message}`;
}

function isMarkup({ mediaType }: HeldOriginal): boolean {
  return /^text\/|xml|json|javascript/.test(mediaType);
}
