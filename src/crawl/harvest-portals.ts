import type { Portal } from '../../crawlers/crawler.ts';
import type { Corpus } from '../../storage/corpus.ts';
import { Frontier } from '../../storage/frontier.ts';
import type { PortalCounts } from '../../storage/frontier.ts';
import { Revisits } from '../../storage/revisits.ts';
import type { Originals } from '../../storage/originals.ts';
import type { CrawlDialects, CrawlLimits, CrawlWorld } from './crawl-world.ts';
import { expectLikeNeighbours } from './expectations.ts';
import type { Resolve } from './guard.ts';
import type { FiscalYears } from './item-finder.ts';
import { keepHeapSmall } from './heap-growth.ts';
import { LaneRequests } from './lane-requests.ts';
import { Lane } from './lane.ts';
import { Politeness } from './politeness.ts';
import { PortalCrawler } from './portal-crawler.ts';
import { RenderingBrowser } from './rendering-browser.ts';
import type { FailedLead, ReportJob, ReportVerdict } from './report-job.ts';
import { dueWindow } from './revisit-schedule.ts';
import { defaultRetryPolicy } from './retry.ts';
import type { RetryPolicy } from './retry.ts';

/** What a harvest needs to know. */
export interface HarvestPlan {
  /** The run in `runs` that the harvest belongs to; where it was killed before, it goes on. */
  readonly runId: number;
  readonly portals: readonly Portal[];
  readonly corpus: Corpus;
  readonly originals: Originals;
  /** Pause after each response of a host, in seconds; robots.txt may ask for more. */
  readonly delaySeconds: number;
  readonly limits: CrawlLimits;
  readonly years: FiscalYears | null;
  /** What is visited of that which was visited before: `all` unless told, or what is `due`; what is not is read from the store. */
  readonly revisit?: 'all' | 'due';
  /** The whole User-Agent header. */
  readonly userAgent: string;
  /** The configured Chromium; null looks in the usual places, once a page needs one. */
  readonly browserPath: string | null;
  /** Called once for each report whose page and attachments are kept. May be called again for the last one after a kill. */
  readonly onReport: (job: ReportJob) => Promise<ReportVerdict>;
  /** Called once for each listed report that could not be had. */
  readonly onFailedLead: (lead: FailedLead) => Promise<void> | void;
  /** Takes one line for a person to follow the crawl by. */
  readonly note: (line: string) => void;
  /** Called after each visit. */
  readonly progress?: (progress: HarvestProgress) => void;
  /** Aborted by Ctrl-C: what is under way is finished and stored, the rest stays on the list. */
  readonly signal: AbortSignal;
  readonly retryPolicy?: RetryPolicy;
  /** Families and page reading: `projectDialects`, unless a test brings its own. */
  readonly dialects: CrawlDialects;
  readonly resolve?: Resolve;
}

export interface HarvestProgress {
  readonly portalsDone: number;
  readonly portals: number;
  readonly visits: number;
  readonly reports: number;
}

/** How the harvest of one portal went. */
export interface PortalSummary extends PortalCounts {
  readonly portal: Portal;
  /** `interrupted`: the rest is still on the list of the run. */
  readonly state: 'done' | 'stopped' | 'interrupted';
  readonly family: string | null;
  /** Why it was stopped, or null. */
  readonly reason: string | null;
}

/**
 * Crawls portals side by side and hands over their reports. Goes on where the run was killed. The frontier of the run stays
 * until `Frontier.clear`. Rejects with `StopRun` where the disk is full or fails; what was written until then stays.
 */
export async function harvestPortals(plan: HarvestPlan): Promise<PortalSummary[]> {
  keepHeapSmall();
  const frontier = new Frontier(plan.corpus);
  const revisits = new Revisits(plan.corpus);
  const ending = new AbortController();
  const signal = AbortSignal.any([plan.signal, ending.signal]);
  const failures: unknown[] = [];
  const counts = { visits: 0, reports: 0 };
  const fail = (error: unknown): void => {
    failures.push(error);
    requests.end();
    ending.abort(error);
    crawler.wake();
  };
  const browser = new RenderingBrowser(plan.browserPath, plan.userAgent);
  const world: CrawlWorld = {
    runId: plan.runId,
    corpus: plan.corpus,
    frontier,
    revisits,
    revisit: plan.revisit ?? 'all',
    originals: plan.originals,
    politeness: new Politeness(plan.delaySeconds),
    browser,
    dialects: plan.dialects,
    limits: plan.limits,
    retryPolicy: plan.retryPolicy ?? defaultRetryPolicy,
    userAgent: plan.userAgent,
    years: plan.years,
    onReport: async (job) => {
      const verdict = await plan.onReport(job);
      counts.reports++;
      return verdict;
    },
    onFailedLead: plan.onFailedLead,
    note: plan.note,
    ...(plan.resolve === undefined ? {} : { resolve: plan.resolve }),
    signal,
    wake: () => {
      crawler.wake();
    },
    visited: () => {
      counts.visits++;
      plan.progress?.({ ...counts, portals: lanes.length, portalsDone: lanes.filter((lane) => lane.finished).length });
    },
  };
  for (const portal of plan.portals) plan.corpus.upsertPortal(portal);
  const { until, horizon } = dueWindow(new Date(plan.corpus.timestamp()));
  for (const { id } of plan.portals) {
    const isIdle = world.revisit === 'due' && !revisits.anythingDue(id, until, horizon);
    if (isIdle && frontier.enter(plan.runId, id).items.length === 0) frontier.leave(plan.runId, id, 'done', null);
  }
  const lanes = plan.portals.map((portal) => new Lane(world, portal));
  const requests = new LaneRequests(lanes, (lane) => lane.begin().catch(fail).then(world.wake));
  const crawler = new PortalCrawler(requests, fail);

  const onAbort = (): void => {
    requests.end();
    crawler.wake();
  };
  if (plan.signal.aborted) onAbort();
  plan.signal.addEventListener('abort', onAbort, { once: true });
  try {
    await crawler.run();
  } finally {
    plan.signal.removeEventListener('abort', onAbort);
    await requests.idle();
    await Promise.all(lanes.map((lane) => lane.leave()));
    await browser.close();
  }
  if (failures.length > 0) throw failures[0];
  const searched = lanes.filter((lane) => lane.finished && lane.stopped === null);
  expectLikeNeighbours(
    world,
    searched.map(({ portal }) => portal.id),
  );
  return lanes.map((lane): PortalSummary => {
    const { portal } = lane;
    const { state, family, detail } = frontier.enter(plan.runId, portal.id);
    return {
      portal,
      state: state === 'open' ? 'interrupted' : state,
      family: portal.family ?? family,
      reason: detail,
      ...frontier.counts(plan.runId, portal.id),
    };
  });
}
