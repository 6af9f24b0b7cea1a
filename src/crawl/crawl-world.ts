import type { Crawler } from '../../crawlers/crawler.ts';
import type { Page } from '../../crawlers/page.ts';
import type { Corpus } from '../../storage/corpus.ts';
import type { Frontier } from '../../storage/frontier.ts';
import type { Revisits } from '../../storage/revisits.ts';
import type { Originals } from '../../storage/originals.ts';
import type { ExchangeLimits } from './exchange.ts';
import type { Resolve } from './guard.ts';
import type { Politeness } from './politeness.ts';
import type { RenderingBrowser } from './rendering-browser.ts';
import type { FailedLead, ReportJob, ReportVerdict } from './report-job.ts';
import type { RetryPolicy } from './retry.ts';

/** Where the crawl of one portal stops. */
export interface CrawlLimits extends ExchangeLimits {
  /** Redirects followed for one address. */
  readonly redirects: number;
  /** Requests to one portal in one run, redirects and robots.txt included. */
  readonly requestsPerPortal: number;
}

/** The families a crawl knows, and how pages are read for them. */
export interface CrawlDialects {
  readonly families: readonly Crawler[];
  readonly recogniseFamily: (page: Page) => Crawler;
  readonly parsePage: (input: {
    url: string;
    bytes: Uint8Array;
    contentType: string | null;
    label: string;
    rendered?: boolean;
  }) => Page;
  readonly attachmentsOf: (page: Page) => readonly { url: string; title: string }[];
  /** Is the report on this page, as served, to be filled in by scripts? */
  readonly isArticleByScript: (page: Page) => boolean;
}

/** What the lanes of one run share. */
export interface CrawlWorld {
  readonly runId: number;
  readonly corpus: Corpus;
  readonly frontier: Frontier;
  readonly revisits: Revisits;
  /** What is visited that was visited before: all of it, or what is due. */
  readonly revisit: 'all' | 'due';
  readonly originals: Originals;
  readonly politeness: Politeness;
  readonly browser: RenderingBrowser;
  readonly dialects: CrawlDialects;
  readonly limits: CrawlLimits;
  readonly retryPolicy: RetryPolicy;
  readonly userAgent: string;
  /** Report leads known to be of other years are left out; null for all. */
  readonly years: { readonly from: number; readonly to: number } | null;
  readonly onReport: (job: ReportJob) => Promise<ReportVerdict>;
  readonly onFailedLead: (lead: FailedLead) => Promise<void> | void;
  /** One line a person can follow the crawl by. */
  readonly note: (line: string) => void;
  /** Finds the addresses of hosts; the system's resolver where absent. */
  readonly resolve?: Resolve;
  /** Aborted when the run is to end: what is under way is finished, nothing new is begun. */
  readonly signal: AbortSignal;
  /** Called after each visit. */
  readonly visited: () => void;
  /** Tells the scheduler that a lane may have something to do now. */
  readonly wake: () => void;
}
