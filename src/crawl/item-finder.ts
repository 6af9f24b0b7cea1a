import type { Lead, ListStatement, Portal } from '../../crawlers/crawler.ts';
import type { FrontierItem, ReportLead } from '../../storage/frontier-items.ts';
import type { ListPage } from '../../storage/list-readings.ts';
import { normaliseAddress, pageKey } from './address.ts';

/** Attachments of one page that are worth having; a page with more is a download list, not a report. */
const MOST_ATTACHMENTS = 20;

/** Fiscal years, both ends included. */
export interface FiscalYears {
  readonly from: number;
  readonly to: number;
}

/** A lead to somewhere. */
export type PageLead = Exclude<Lead, ListStatement>;

/** Turns what pages lead to into items, each address once for each purpose. */
export class ItemFinder {
  /** The `seq` of each item, by its purpose. */
  readonly #seen = new Map<string, number>();
  /** The list that a page belongs to, whatever step it is visited for: the `seq` of the list's first page. */
  readonly #lists = new Map<string, number>();
  /** Leads as pages spell them: most links of a portal stand on every page, and need not be normalised each time. */
  readonly #spellings = new Set<string>();
  readonly #years: FiscalYears | null;
  #next = 0;

  constructor(years: FiscalYears | null) {
    this.#years = years;
  }

  /** Takes note of an item that an earlier part of the run found. */
  remember(item: FrontierItem): void {
    this.#seen.set(purposeKey(item), item.seq);
    this.#placeInList(item);
    this.#next = Math.max(this.#next, item.seq + 1);
  }

  /** Where a crawl starts: the home page, or the declared columns where the family is known. */
  start(portal: Portal, familyKnown: boolean): FrontierItem[] {
    const { columns } = portal;
    if (!familyKnown || columns === undefined || columns.length === 0)
      return this.#keep([this.#follow('home', portal.home, '')]);
    return this.columns(portal);
  }

  /** The declared columns of a portal. */
  columns(portal: Portal): FrontierItem[] {
    return this.#keep(
      (portal.columns ?? []).map((url) => this.#follow('column', normaliseAddress(url, portal.home) ?? url, '')),
    );
  }

  /** New items among the leads of a page; a lead that is no web address, or a report known to be of another year, is left out. */
  fromLeads(leads: readonly PageLead[], page: FrontierItem): FrontierItem[] {
    return this.#keep(leads.map((lead) => (this.#isNewSpelling(lead) ? this.#fromLead(lead, page) : null)));
  }

  /** What a page showed of its list, once its leads are taken in. */
  listPage({ rows, declared }: ListStatement, page: FrontierItem): ListPage {
    const addresses = rows.flatMap((row) => normaliseAddress(row) ?? []);
    const byKey = new Map(addresses.map((url) => [pageKey(url), this.#seen.get(`report ${pageKey(url)}`)]));
    return {
      list: this.#listOf(page),
      page: page.seq,
      rows: [...byKey].map(([address, report]) => ({ address, report: report ?? null })),
      declaredRows: declared.rows ?? null,
      declaredPages: declared.pages ?? null,
    };
  }

  /** The attachments of a report's page, as served or rendered; the same file under two reports belongs to both. */
  attachments(page: FrontierItem, attachments: readonly { url: string; title: string }[]): FrontierItem[] {
    const parent = page.kind === 'report' ? page.seq : page.parent;
    const items = attachments.slice(0, MOST_ATTACHMENTS).map(({ url, title }): FrontierItem | null => {
      const address = normaliseAddress(url);
      if (address === null || pageKey(address) === pageKey(page.url)) return null;
      return { ...blank, kind: 'attachment', seq: 0, step: null, url: address, label: title, parent };
    });
    return this.#keep(items);
  }

  /** A report's own page once more, as its scripts leave it. */
  rendered({ seq, url, label }: FrontierItem): FrontierItem[] {
    return this.#keep([
      { ...blank, kind: 'attachment', seq: 0, step: null, url, label, parent: seq, render: 'browser' },
    ]);
  }

  /** Reports known from before that no page has led to in this run. */
  known(leads: readonly ReportLead[]): FrontierItem[] {
    return this.#keep(leads.map((lead) => this.#report(lead)));
  }

  #isNewSpelling(lead: PageLead): boolean {
    if (lead.kind === 'follow' && lead.form !== undefined) return true;
    const spelling = lead.kind === 'follow' ? `${lead.step} ${lead.render ?? ''} ${lead.url}` : ` ${lead.url}`;
    if (this.#spellings.has(spelling)) return false;
    this.#spellings.add(spelling);
    return true;
  }

  #fromLead(lead: PageLead, page: FrontierItem): FrontierItem | null {
    const url = normaliseAddress(lead.url);
    if (url === null) return null;
    if (lead.kind === 'follow') {
      return {
        ...this.#follow(lead.step, url, lead.label ?? ''),
        form: lead.form ?? null,
        render: lead.render ?? null,
        referer: lead.referer ?? null,
        priority: lead.priority ?? 0,
        list: lead.continues === true ? this.#listOf(page) : null,
      };
    }
    return this.#report(lead);
  }

  #report(lead: ReportLead): FrontierItem | null {
    const url = normaliseAddress(lead.url);
    const { year, title: label } = lead;
    if (url === null) return null;
    if (this.#years !== null && year !== undefined && (year < this.#years.from || year > this.#years.to)) return null;
    return { ...blank, kind: 'report', seq: 0, step: null, url, label, lead };
  }

  #follow(step: string, url: string, label: string): FrontierItem {
    return { ...blank, kind: 'follow', seq: 0, step, url, label };
  }

  #keep(candidates: readonly (FrontierItem | null)[]): FrontierItem[] {
    const kept: FrontierItem[] = [];
    for (const candidate of candidates) {
      if (candidate === null) continue;
      const key = purposeKey(candidate);
      if (this.#seen.has(key)) continue;
      this.#seen.set(key, this.#next);
      const item = detached({ ...candidate, seq: this.#next++ });
      this.#placeInList(item);
      kept.push(item);
    }
    return kept;
  }

  #placeInList(item: FrontierItem): void {
    if (item.kind !== 'follow') return;
    const key = contentKey(item);
    if (!this.#lists.has(key)) this.#lists.set(key, item.list ?? item.seq);
  }

  #listOf(page: FrontierItem): number {
    return this.#lists.get(contentKey(page)) ?? page.list ?? page.seq;
  }
}

/**
 * A copy whose strings stand alone. A piece cut out of a page's text keeps all of that text in memory, and an item may wait in
 * the queue for as long as the crawl lasts.
 */
function detached(item: FrontierItem): FrontierItem {
  const copy = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le');
  const { lead } = item;
  return {
    ...item,
    url: copy(item.url),
    referer: item.referer === null ? null : copy(item.referer),
    label: copy(item.label),
    lead:
      lead === null
        ? null
        : {
            ...lead,
            url: copy(lead.url),
            title: copy(lead.title),
            ...(lead.organization === undefined ? {} : { organization: copy(lead.organization) }),
            ...(lead.column === undefined ? {} : { column: copy(lead.column) }),
          },
  };
}

const blank = { form: null, render: null, referer: null, priority: 0, lead: null, parent: null, list: null } as const;

/** What decides which content an address gives. */
export type ContentAsked = Pick<FrontierItem, 'url' | 'form' | 'render'>;

/** The key of what an address would give, whatever it is wanted for: one request serves all who want it. */
export function contentKey({ url, form, render }: ContentAsked): string {
  const how = form === null ? '' : ` ${JSON.stringify(form)}`;
  return `${pageKey(url)}${how}${render === null ? '' : ` in ${render}`}`;
}

/** The key under which the next visit of an item's address is kept. */
export function revisitKey(item: FrontierItem): string {
  return `${item.kind} ${contentKey(item)}`;
}

function purposeKey(item: FrontierItem): string {
  const purpose =
    item.kind === 'follow'
      ? `follow ${item.step ?? ''}`
      : item.kind === 'attachment'
        ? `attachment ${item.parent ?? ''}`
        : 'report';
  return `${purpose} ${contentKey(item)}`;
}

/** The leads of a page but for those to further pages of its list. */
export function withoutFurtherPages(leads: readonly PageLead[]): PageLead[] {
  return leads.filter((lead) => lead.kind !== 'follow' || lead.continues !== true);
}
