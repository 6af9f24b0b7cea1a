/** Harvests one portal into a folder until it is done or killed: `harvest-child.ts FOLDER HOME`. Each report that is handed over is a line of `reports.txt`. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { harvestPortals } from '../../src/crawl/harvest-portals.ts';
import { openCorpus } from '../../storage/corpus.ts';
import { Frontier } from '../../storage/frontier.ts';
import { Originals } from '../../storage/originals.ts';
import { plainDialect } from './dialect.ts';

const [folder = '', home = ''] = process.argv.slice(2);
const corpus = openCorpus(folder);
const runId =
  new Frontier(corpus).unfinishedRun('harvest') ??
  corpus.startRun({ command: 'harvest', softwareVersion: 'test', config: null });
await harvestPortals({
  runId,
  portals: [{ id: 'p', name: '门户', home }],
  corpus,
  originals: new Originals(join(folder, 'originals')),
  delaySeconds: 0,
  limits: { bytes: 1_000_000, seconds: 5, redirects: 5, requestsPerPortal: 1000 },
  years: null,
  userAgent: 'nianbao/0 (test)',
  browserPath: null,
  onReport: ({ lead, sources }) => {
    appendFileSync(join(folder, 'reports.txt'), `${lead.title} ${sources.map(({ sha256 }) => sha256).join(' ')}\n`);
    return Promise.resolve('recorded');
  },
  onFailedLead: ({ lead }) => {
    appendFileSync(join(folder, 'reports.txt'), `${lead.title} failed\n`);
  },
  note: () => undefined,
  signal: new AbortController().signal,
  retryPolicy: { retries: 1, firstWaitSeconds: 0.01, longestWaitSeconds: 1 },
  dialects: plainDialect,
});
corpus.finishRun(runId, 'done', null);
corpus.close();
