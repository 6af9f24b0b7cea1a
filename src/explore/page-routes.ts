import type { Hono } from 'hono';
import { codebookEntry } from '../codebook/codebook.ts';
import { csvChunks } from '../export/csv.ts';
import { fetchEvidence } from '../../storage/evidence.ts';
import { organizationHead, organizationsNamed } from '../../storage/figure-series.ts';
import { organizationAddress } from './addresses.ts';
import { notFound, page, viewFor } from './answers.ts';
import { comparePage, comparisonFor, comparisonRows, distributionOf } from './compare-page.ts';
import { coveragePage, provincesPage } from './coverage-page.ts';
import { evidencePage, fetchPage } from './evidence-page.ts';
import { findingsPage } from './findings-page.ts';
import { NOTHING_POLICY } from './guard.ts';
import { organizationPage } from './organization-page.ts';
import { compareQuery, coverageQuery, findingQuery, idOf, nameQuery, searchQuery } from './queries.ts';
import { receiptPage } from './receipt-page.ts';
import { reportPage } from './report-page.ts';
import { revisionsPage } from './revisions-page.ts';
import { runReportFile, runsPage } from './runs-page.ts';
import { organizationsPage, searchPage } from './search-page.ts';
import { receiptOf } from './shown-original.ts';
import { statusesPage } from './statuses-page.ts';
import { verdictsFor } from './verdict-routes.ts';
import { reportOf, type World } from './world.ts';

/** Pages of a run are written by this program, with their style in them. */
const RUN_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; sandbox";

/** The addresses of pages about reports: their figures, receipts, revisions. */
export function addReportPages(app: Hono, world: World): void {
  const { corpus } = world;
  app.get('/reports/:id', (context) => {
    const report = reportOf(world, context.req.param('id'));
    return page(context, (view) =>
      report === undefined ? null : reportPage(view, corpus, report, verdictsFor(context, world, report)),
    );
  });
  app.get('/reports/:id/cells/:code', async (context) => {
    const report = reportOf(world, context.req.param('id'));
    const code = context.req.param('code');
    const known = report !== undefined && codebookEntry(code) !== undefined;
    const receipt = known ? await receiptOf(world, report, code) : undefined;
    return page(context, (view) =>
      receipt === undefined ? null : receiptPage(view, corpus, receipt, verdictsFor(context, world, receipt.report)),
    );
  });
  app.get('/reports/:id/beside/:other', (context) => {
    const [one, other] = [reportOf(world, context.req.param('id')), reportOf(world, context.req.param('other'))];
    return page(context, (view) =>
      one === undefined || other === undefined ? null : revisionsPage(view, corpus, one, other),
    );
  });
}

/** The addresses of pages about the whole corpus: coverage, comparison, findings, search, runs. */
export function addCorpusPages(app: Hono, world: World): void {
  const { corpus, overview } = world;
  app.get('/', (context) => page(context, (view) => provincesPage(view, overview)));
  app.get('/coverage/:province', (context) =>
    page(context, (view) =>
      coveragePage(view, overview, context.req.param('province'), coverageQuery(context.req.query())),
    ),
  );
  app.get('/evidence/:body/:year', (context) => {
    const [body, year] = [context.req.param('body'), idOf(context.req.param('year'))];
    return page(context, (view) => (year === undefined ? null : evidencePage(view, corpus, overview, { body, year })));
  });
  app.get('/fetches/:id', (context) => {
    const id = idOf(context.req.param('id'));
    const fetch = id === undefined ? undefined : fetchEvidence(corpus, id);
    return page(context, (view) => (fetch === undefined ? null : fetchPage(view, fetch)));
  });
  app.get('/statuses', (context) => page(context, statusesPage));
  app.get('/findings', (context) => {
    const { filter, before } = findingQuery(context.req.query());
    return page(context, (view) => findingsPage(view, world, filter, before));
  });
  app.get('/search', (context) => {
    const query = searchQuery(context.req.query());
    return page(context, (view) => searchPage(view, corpus, overview, query));
  });
  app.get('/runs', (context) => page(context, (view) => runsPage(view, corpus)));
  app.get('/runs/:file', (context) => {
    const content = runReportFile(corpus.dataDirectory, context.req.param('file'));
    if (content === undefined) return notFound(context);
    context.header('content-security-policy', RUN_POLICY);
    return context.html(content);
  });
}

/** The addresses of pages about bodies: by name, over the years, beside one another. */
export function addOrganizationPages(app: Hono, world: World): void {
  const { corpus, overview } = world;
  app.get('/organizations', (context) => {
    const words = nameQuery(context.req.query());
    const [first, ...others] = words === '' ? [] : organizationsNamed(corpus, words, 2);
    if (first !== undefined && others.length === 0) return context.redirect(organizationAddress(first.id));
    return page(context, (view) => organizationsPage(view, corpus, words));
  });
  app.get('/organizations/:id', (context) => {
    const id = idOf(context.req.param('id'));
    const head = id === undefined ? undefined : organizationHead(corpus, id);
    return page(context, (view) => (head === undefined ? null : organizationPage(view, corpus, head)));
  });
  app.get('/compare', (context) => {
    const comparison = comparisonFor(world, compareQuery(context.req.query()));
    return page(context, (view) => comparePage(view, overview, comparison));
  });
  app.get('/compare.csv', (context) => {
    const comparison = comparisonFor(world, compareQuery(context.req.query()));
    const [columns = [], ...rows] = comparisonRows(comparison);
    return context.body([...csvChunks({ columns: columns.map(String), rows })].join(''), 200, {
      ...asFile('text/csv; charset=utf-8', `${nameOf(comparison.asked)}.csv`),
    });
  });
  app.get('/compare.svg', (context) => {
    const comparison = comparisonFor(world, compareQuery(context.req.query()));
    const drawing = distributionOf(viewFor(context), overview, comparison).toString();
    return context.body(drawing, 200, asFile('image/svg+xml', `${nameOf(comparison.asked)}.svg`));
  });
}

function nameOf({ indicator, province, level, year }: Readonly<Record<string, string | number | null>>): string {
  return ['compare', indicator, province ?? 'all', level, year].join('-');
}

function asFile(mediaType: string, name: string): Record<string, string> {
  return {
    'content-type': mediaType,
    'content-disposition': `attachment; filename="${name}"`,
    'content-security-policy': NOTHING_POLICY,
  };
}
