import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Portal } from '../../crawlers/crawler.ts';
import { harvestPortals } from '../../src/crawl/harvest-portals.ts';
import type { HarvestPlan, PortalSummary } from '../../src/crawl/harvest-portals.ts';
import type { FailedLead, ReportJob } from '../../src/crawl/report-job.ts';
import { openCorpus } from '../../storage/corpus.ts';
import type { Corpus } from '../../storage/corpus.ts';
import { Originals } from '../../storage/originals.ts';
import { plainDialect } from './dialect.ts';

/** A data directory of its own, for one test. */
export interface Harbour {
  readonly folder: string;
  readonly corpus: Corpus;
  readonly originals: Originals;
  dispose(): void;
}

export function openHarbour(): Harbour {
  const folder = mkdtempSync(join(tmpdir(), 'nianbao-crawl-'));
  const corpus = openCorpus(folder);
  return {
    folder,
    corpus,
    originals: new Originals(join(folder, 'originals')),
    dispose: () => {
      corpus.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface Harvested {
  readonly summaries: PortalSummary[];
  readonly reports: { title: string; urls: string[]; missing: string[] }[];
  readonly failed: FailedLead[];
  readonly notes: string[];
  readonly runId: number;
}

/** Harvests portals into a data directory in a run of its own, quickly: no delay, short retries. */
export async function harvest(
  harbour: Harbour,
  portals: readonly (Partial<Portal> & { home: string })[],
  plan: Partial<HarvestPlan> = {},
): Promise<Harvested> {
  const { corpus, originals } = harbour;
  const runId = plan.runId ?? corpus.startRun({ command: 'harvest', softwareVersion: 'test', config: null });
  const reports: Harvested['reports'] = [];
  const failed: FailedLead[] = [];
  const notes: string[] = [];
  const summaries = await harvestPortals({
    portals: portals.map((portal, index) => ({ id: `p${index}`, name: `门户${index}`, ...portal })),
    corpus,
    originals,
    delaySeconds: 0,
    limits: { bytes: 1_000_000, seconds: 5, redirects: 5, requestsPerPortal: 1000 },
    years: null,
    userAgent: 'nianbao/0 (test)',
    browserPath: null,
    onReport: async (job: ReportJob) => {
      for (const source of job.sources) await source.bytes();
      reports.push({
        title: job.lead.title,
        urls: job.sources.map(({ url }) => url),
        missing: job.missing.map(({ url }) => url),
      });
      return 'recorded';
    },
    onFailedLead: (lead) => {
      failed.push(lead);
    },
    note: (line) => {
      notes.push(line);
    },
    signal: new AbortController().signal,
    retryPolicy: { retries: 2, firstWaitSeconds: 0.02, longestWaitSeconds: 5 },
    dialects: plainDialect,
    ...plan,
    runId,
  });
  return { summaries, reports, failed, notes, runId };
}

/** Rows of `fetches` of a data directory, as `path outcome`. */
export function fetchedOutcomes(harbour: Harbour): string[] {
  const rows = harbour.corpus.db
    .prepare<[], { url: string; outcome: string }>('SELECT url, outcome FROM fetches ORDER BY id')
    .all();
  return rows.map(({ url, outcome }) => `${new URL(url).pathname} ${outcome}`);
}

/** Findings on portals. */
export function portalFindings(
  harbour: Harbour,
): { rule: string; subject: string; severity: string; message: string }[] {
  return harbour.corpus.db
    .prepare<[], { rule: string; subject: string; severity: string; message: string }>(
      'SELECT rule, subject, severity, message FROM findings WHERE report_id IS NULL ORDER BY rule, subject',
    )
    .all();
}
