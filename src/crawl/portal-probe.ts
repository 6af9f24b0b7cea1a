import type { Crawler, Lead, Portal } from '../../crawlers/crawler.ts';
import type { Page } from '../../crawlers/page.ts';
import { followingPages } from '../../crawlers/pagination.ts';
import { SkipThis } from '../errors.ts';
import { identifyOrganization } from '../identity/index.ts';
import { contentKey } from './item-finder.ts';
import type { CrawlDialects } from './crawl-world.ts';
import { RequestsSpentError, type Visit } from './visit.ts';
import type { Visitor } from './visitor.ts';

/** A report that a list names. */
interface SeenReport {
  readonly url: string;
  readonly title: string;
  /** The body it is of, as far as list and portal tell. */
  readonly organization: string | null;
  readonly year: number | null;
}

/** A list with reports on it. */
interface SeenColumn {
  readonly url: string;
  /** What the links that led there call it. */
  readonly label: string;
  readonly reports: readonly SeenReport[];
  /** Further pages that it announces; they may have been read or not. */
  readonly furtherPages: number;
}

/** What a few requests tell of a portal. */
export interface PortalProbe {
  readonly home: string;
  /** Null where no page could be had. */
  readonly family: string | null;
  /** The body that the site says it belongs to, by its county: 永宁县; null where it does not say. */
  readonly divisionName: string | null;
  readonly division: string | null;
  readonly columns: readonly SeenColumn[];
  /** Every report seen, each address once. */
  readonly reports: readonly SeenReport[];
  /** Pages that were due to be searched and were not, for want of requests. */
  readonly unread: number;
  /** Pages that could not be had or read, with the reason. */
  readonly failures: readonly { readonly url: string; readonly reason: string; readonly outcome: Visit['outcome'] }[];
  readonly requests: number;
}

type FollowLead = Extract<Lead, { kind: 'follow' }>;
type ReportLead = Extract<Lead, { kind: 'report' }>;

interface ProbeItem {
  readonly step: string;
  readonly url: string;
  readonly form: Readonly<Record<string, string>> | null;
  readonly label: string;
  readonly priority: number;
  /** A later page of a list that has been seen: of less interest than a list that has not. */
  readonly isLaterPage: boolean;
}

/**
 * Walks from the home page as a harvest would, the surest links first, but fetches no report: lists only, until nothing is left or the
 * visitor's requests are spent. Pages after the first of a list come last.
 *
 * @param mostRequests those that the visitor has made before counted too
 */
export async function probePortal(
  home: string,
  visitor: Visitor,
  dialects: CrawlDialects,
  mostRequests = Infinity,
): Promise<PortalProbe> {
  const walk = new ProbeWalk(home, dialects);
  for (let item = walk.next(); item !== undefined; item = walk.next()) {
    const visit = visitor.requests < mostRequests ? await askUnlessSpent(visitor, item) : null;
    if (visit === null) return walk.result(visitor.requests, [item]);
    walk.take(item, visit);
  }
  return walk.result(visitor.requests, []);
}

async function askUnlessSpent(visitor: Visitor, { url, form }: ProbeItem): Promise<Visit | null> {
  try {
    return await visitor.ask(url, form);
  } catch (error) {
    if (error instanceof RequestsSpentError) return null;
    throw error;
  }
}

/** What has been seen of a portal, and what is still to be asked for. */
class ProbeWalk {
  readonly #home: string;
  readonly #dialects: CrawlDialects;
  readonly #queue: ProbeItem[];
  readonly #found = new Set<string>();
  readonly #columns: SeenColumn[] = [];
  readonly #reports = new Map<string, SeenReport>();
  readonly #failures: PortalProbe['failures'][number][] = [];
  #portal: Portal;
  #owner: SiteOwner = { divisionName: null, division: null };
  #crawler: Crawler | undefined;

  constructor(home: string, dialects: CrawlDialects) {
    this.#home = home;
    this.#dialects = dialects;
    this.#portal = { id: 'probed', name: new URL(home).host, home };
    this.#queue = [{ step: 'home', url: home, form: null, label: '', priority: 0, isLaterPage: false }];
  }

  /** The most promising address left. */
  next(): ProbeItem | undefined {
    const [best] = this.#queue.sort(
      (one, other) => Number(one.isLaterPage) - Number(other.isLaterPage) || other.priority - one.priority,
    );
    this.#queue.shift();
    return best;
  }

  /** Reads what was got for an address. */
  take(item: ProbeItem, { bytes, finalUrl, headers, outcome, detail }: Visit): void {
    if (bytes === null) {
      this.#failures.push({ url: item.url, outcome, reason: detail ?? outcome });
      return;
    }
    try {
      const contentType = headers?.['content-type'] ?? null;
      this.#read(item, this.#dialects.parsePage({ url: finalUrl, bytes, contentType, label: item.label }));
    } catch (error) {
      if (!(error instanceof SkipThis)) throw error;
      this.#failures.push({ url: item.url, outcome: 'error', reason: error.message });
    }
  }

  #read(item: ProbeItem, page: Page): void {
    if (this.#owner.divisionName === null) this.#learnOwner(page);
    this.#crawler ??= this.#dialects.recogniseFamily(page);
    const leads = this.#crawler.steps[item.step]?.(page, this.#portal) ?? [];
    const laterPages = new Set(followingPages(page, this.#portal));
    for (const lead of leads) if (lead.kind === 'follow') this.#enqueue(lead, laterPages);
    const reports = leads.flatMap((lead) => (lead.kind === 'report' ? [this.#seen(lead)] : []));
    for (const report of reports) if (!this.#reports.has(report.url)) this.#reports.set(report.url, report);
    if (reports.length === 0 || item.isLaterPage) return;
    this.#columns.push({ url: page.url, label: page.label || page.title, reports, furtherPages: laterPages.size });
  }

  #learnOwner(page: Page): void {
    this.#owner = ownerOf(page);
    const { divisionName, division } = this.#owner;
    if (divisionName === null) return;
    this.#portal = { ...this.#portal, name: divisionName, ...(division !== null && { division }) };
  }

  #enqueue({ step, url, form, label, priority }: FollowLead, laterPages: ReadonlySet<string>): void {
    const key = `${step} ${contentKey({ url, form: form ?? null, render: null })}`;
    if (this.#found.has(key)) return;
    this.#found.add(key);
    const isLaterPage = laterPages.has(url) || form !== undefined;
    this.#queue.push({ step, url, form: form ?? null, label: label ?? '', priority: priority ?? 0, isLaterPage });
  }

  #seen({ url, title, organization, year, column }: ReportLead): SeenReport {
    const body = identifyOrganization({ title, column, listedAs: organization, portal: this.#portal });
    return { url, title, organization: body?.name ?? organization ?? null, year: year ?? null };
  }

  result(requests: number, unasked: readonly ProbeItem[]): PortalProbe {
    return {
      home: this.#home,
      family: this.#crawler?.family ?? null,
      ...this.#owner,
      columns: this.#columns,
      reports: [...this.#reports.values()],
      unread: this.#queue.length + unasked.length,
      failures: this.#failures,
      requests,
    };
  }
}

interface SiteOwner {
  readonly divisionName: string | null;
  readonly division: string | null;
}

/** Whose site it is, by what its page says of itself: the name of the site in its meta tags, else its title. */
function ownerOf(page: Page): SiteOwner {
  const own = identifyOrganization({ title: '', siteName: page.meta.get('sitename') ?? page.title.split(/[_|-]/)[0] });
  return { divisionName: own?.divisionName ?? null, division: own?.division ?? null };
}
