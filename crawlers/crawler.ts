import type { Page } from './page.ts';

/** A portal is data: one row of `crawlers/portals/<province>.json` or of a `--portals` file. */
export interface Portal {
  readonly id: string;
  readonly name: string;
  /** GB/T 2260 code of the county, six digits. */
  readonly division?: string;
  readonly province?: string;
  readonly home: string;
  /** Name of the family (CMS dialect); recognised from the home page when absent. */
  readonly family?: string;
  /** Addresses of the 年报 columns; found from the home page when absent. */
  readonly columns?: readonly string[];
  /** Further hosts that belong to this portal; the crawl stays on these and on the home page's origin. */
  readonly hosts?: readonly string[];
  /** `legacy` also takes TLS 1.0, weak ciphers and certificates that prove nothing; where absent, only what OpenSSL holds safe. */
  readonly tls?: 'legacy';
  /** True once a run has found reports there; false for a row that no run has seen yet. */
  readonly verified?: boolean;
  readonly notes?: string;
}

/** What a step makes of a page: pages worth following, and pages or files that look like a report. */
export type Lead =
  | {
      readonly kind: 'follow';
      /** Name of a step of the same family. */
      readonly step: string;
      readonly url: string;
      /** The page as its scripts leave it is wanted; where no browser is installed, the lead is a finding. */
      readonly render?: 'browser';
      /** Sent as `application/x-www-form-urlencoded` POST when present. */
      readonly form?: Readonly<Record<string, string>>;
      /** The page that named it, for interfaces that answer no one who comes from nowhere. */
      readonly referer?: string;
      /** The words of the link; the next step sees them as `page.label`. */
      readonly label?: string;
      /** Larger is sooner; 0 when absent. Lets a home page's best link go before its hundred others. */
      readonly priority?: number;
      /** It goes on with the list of this page: a later page of it, or the request that fills it. */
      readonly continues?: true;
    }
  | {
      readonly kind: 'report';
      readonly url: string;
      readonly title: string;
      readonly organization?: string;
      readonly year?: number;
      /** ISO date. */
      readonly publishedOn?: string;
      /** The column it was listed in, e.g. 乡镇年报 or 教育局: helps to name the body. */
      readonly column?: string;
    }
  | ListStatement;

/** What a page of a list shows, and what it says of the whole: what was seen is held against that when the list is read. */
export interface ListStatement {
  readonly kind: 'list';
  /** Addresses of its rows, reports or not. */
  readonly rows: readonly string[];
  readonly declared: DeclaredTotals;
}

/** How long a list says it is; each only where the page says so. */
export interface DeclaredTotals {
  readonly rows?: number;
  readonly pages?: number;
}

/** A step is pure: the same page gives the same leads. It may not fetch, store or extract. */
export type Step = (page: Page, portal: Portal) => Lead[];

/**
 * One CMS dialect. `home` is where a crawl starts, from the portal's home page; where the portal declares `columns`, it starts from
 * the step `column` on each of them.
 */
export interface Crawler {
  readonly family: string;
  /** Does this page come from this CMS? */
  readonly recognises: (page: Page) => boolean;
  readonly steps: { readonly home: Step; readonly column: Step; readonly [step: string]: Step };
}

/** Declares a family; checks nothing at run time, gives the types. */
export function defineCrawler(crawler: Crawler): Crawler {
  return crawler;
}
