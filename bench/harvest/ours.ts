import { join } from 'node:path';
import { defineCrawler } from '../../crawlers/crawler.ts';
import type { Lead } from '../../crawlers/crawler.ts';
import type { Page } from '../../crawlers/page.ts';
import { projectDialects } from '../../src/crawl/dialects.ts';
import { harvestPortals } from '../../src/crawl/harvest-portals.ts';
import { fileReport } from '../../src/commands/file-report.ts';
import { classifyTitle } from '../../src/identity/index.ts';
import { openCorpus } from '../../storage/corpus.ts';
import { Originals } from '../../storage/originals.ts';
import { announce } from './contender.ts';

/** Follows every link, as the other contenders do, and classifies each. */
function everything(page: Page): Lead[] {
  return page.links.map(({ url, text }): Lead => {
    if (classifyTitle(text).kind === 'report') return { kind: 'report', url, title: text };
    return { kind: 'follow', step: 'column', url, label: text };
  });
}

const crawler = defineCrawler({
  family: 'everything',
  recognises: () => true,
  steps: { home: everything, column: everything },
});

await announce('nianbao', async (origin, folder) => {
  const corpus = openCorpus(folder);
  const runId = corpus.startRun({ command: 'harvest', softwareVersion: 'bench', config: null });
  const originals = new Originals(join(folder, 'originals'));
  let reports = 0;
  const [summary] = await harvestPortals({
    runId,
    portals: [{ id: 'bench', name: '某县人民政府', home: `${origin}/` }],
    corpus,
    originals,
    delaySeconds: 0,
    limits: { bytes: 64 * 1024 * 1024, seconds: 60, redirects: 5, requestsPerPortal: 1_000_000 },
    years: null,
    browserPath: null,
    userAgent: 'nianbao/bench',
    dialects: { ...projectDialects, families: [crawler], recogniseFamily: () => crawler },
    onReport: async ({ lead, portal, sources }) => {
      const filed = await fileReport(
        { corpus, originals },
        {
          portalId: portal.id,
          pageUrl: lead.url,
          listing: { listedTitle: lead.title, portal: { name: portal.name } },
          sources,
        },
      );
      if (filed.kind === 'recorded') reports++;
      return filed.kind;
    },
    onFailedLead: () => undefined,
    note: () => undefined,
    signal: new AbortController().signal,
  });
  const pages = summary?.outcomes.ok ?? 0;
  corpus.close();
  return { pages, reports };
});
