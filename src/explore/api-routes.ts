import type { Hono } from 'hono';
import { codebookEntry } from '../codebook/codebook.ts';
import { findFindings } from '../../storage/finding-search.ts';
import { figuresOfBody, namesOf, organizationHead, organizationsNamed } from '../../storage/figure-series.ts';
import { findingsOn, placeOfCell, revisionsBeside } from '../../storage/report-evidence.ts';
import { notFound, page } from './answers.ts';
import { comparisonFor } from './compare-page.ts';
import { FINDINGS_SHOWN } from './findings-page.ts';
import { codesOfIndicator, INDICATORS, valueOf } from './indicators.ts';
import { html } from './markup.ts';
import { BadRequest, compareQuery, coverageQuery, findingQuery, idOf, nameQuery, searchQuery } from './queries.ts';
import { searchAnswer } from './search-page.ts';
import { reportOf, type World } from './world.ts';
import { sumsOf } from './written-sums.ts';

const BODIES_SHOWN = 200;

/** Every address of the API, as its page lists them. */
const ADDRESSES: readonly (readonly [address: string, english: string, chinese: string])[] = [
  ['/api/coverage', 'provinces, with the squares of each year counted by state', '各省，按年度和状态计数'],
  ['/api/coverage/64?division=&level=&status=&page=', 'bodies of a province with their years', '一省各机关各年度'],
  ['/api/organizations?name=', 'bodies by name', '按名称查找机关'],
  ['/api/organizations/12', 'one body, with its indicators by year', '一个机关及其各年度指标'],
  ['/api/reports/57', 'one report: cells, sections, findings, sources', '一份年报：单元格、正文、问题、来源'],
  [
    '/api/reports/57/cells/requests.received.total',
    'one cell with its place and its sums',
    '一个单元格及其位置和勾稽关系',
  ],
  ['/api/compare?indicator=&province=&level=&year=', 'bodies by one indicator', '按一项指标比较机关'],
  ['/api/findings?rule=&severity=&verdict=&province=&year=&before=', 'findings, the latest first', '问题，最近者在前'],
  ['/api/search?q=&province=&level=&year=&after=', 'passages of current reports', '现行年报中的段落'],
];

/** The JSON API: what the pages show, under the same filters. */
export function addApi(app: Hono, world: World): void {
  app.get('/api', (context) =>
    page(context, (view) => ({
      title: 'JSON API',
      main: html`<h1>JSON API</h1>
        <p>
          ${view.say('Each address takes the parameters of the page it belongs to and answers with JSON; an error is {"error": "…"}.', '每个地址接受相应页面的参数，返回 JSON；出错时为 {"error": "…"}。')}
        </p>
        <ul>
          ${ADDRESSES.map(
            ([address, english, chinese]) => html`<li><code>${address}</code> ${view.say(english, chinese)}</li>`,
          )}
        </ul>`,
    })),
  );
  addCorpusApi(app, world);
  addReportApi(app, world);
}

function addCorpusApi(app: Hono, world: World): void {
  const { corpus, overview } = world;
  app.get('/api/coverage', (context) => context.json({ takenAt: overview.takenAt, provinces: overview.provinces() }));
  app.get('/api/coverage/:province', (context) => {
    const { page: number, ...query } = coverageQuery(context.req.query());
    const filter = { province: context.req.param('province'), ...query };
    const count = overview.count(filter, 0);
    const bodies = overview
      .bodies(filter, 0, { from: (number - 1) * BODIES_SHOWN, most: BODIES_SHOWN })
      .map((body) => ({ ...body, years: overview.squaresOf(body.body) }));
    return context.json({
      takenAt: overview.takenAt,
      count,
      page: number,
      pages: Math.ceil(count / BODIES_SHOWN),
      bodies,
    });
  });
  app.get('/api/compare', (context) => {
    const { asked, spread, bodies, indicator } = comparisonFor(world, compareQuery(context.req.query()));
    return context.json({
      asked,
      indicator,
      spread,
      bodies: bodies.map(({ figures: _figures, ...body }) => body),
    });
  });
  app.get('/api/findings', (context) => {
    const { filter, before } = findingQuery(context.req.query());
    const found = findFindings(corpus, filter, { before, most: FINDINGS_SHOWN + 1 });
    const findings = found.slice(0, FINDINGS_SHOWN);
    return context.json({ findings, before: found.length > findings.length ? (findings.at(-1)?.id ?? null) : null });
  });
  app.get('/api/search', (context) => context.json(searchAnswer(corpus, overview, searchQuery(context.req.query()))));
  app.get('/api/organizations', (context) => {
    const words = nameQuery(context.req.query());
    if (words === '') throw new BadRequest('name: expected a part of a name');
    return context.json({ organizations: organizationsNamed(corpus, words, BODIES_SHOWN) });
  });
  app.get('/api/organizations/:id', (context) => {
    const id = idOf(context.req.param('id'));
    const organization = id === undefined ? undefined : organizationHead(corpus, id);
    if (organization === undefined) return notFound(context);
    const years = figuresOfBody(corpus, organization.id, INDICATORS.flatMap(codesOfIndicator)).map(
      ({ figures, ...year }) => ({
        ...year,
        indicators: Object.fromEntries(INDICATORS.map((indicator) => [indicator.id, valueOf(indicator, figures)])),
      }),
    );
    return context.json({ organization, names: namesOf(corpus, organization.id), years });
  });
}

function addReportApi(app: Hono, world: World): void {
  const { corpus } = world;
  app.get('/api/reports/:id', (context) => {
    const report = reportOf(world, context.req.param('id'));
    if (report === undefined) return notFound(context);
    const { cells, sections } = corpus.contentOf(report.id);
    const revisions = revisionsBeside(corpus, report.organizationId, report.fiscalYear);
    return context.json({ report, revisions, cells, sections, findings: findingsOn(corpus, report.id) });
  });
  app.get('/api/reports/:id/cells/:code', (context) => {
    const report = reportOf(world, context.req.param('id'));
    const code = context.req.param('code');
    const place = report === undefined ? undefined : placeOfCell(corpus, report.id, code);
    if (report === undefined || place === undefined) return notFound(context);
    const cells = new Map(corpus.contentOf(report.id).cells.map((cell) => [cell.code, cell]));
    return context.json({
      cell: { ...cells.get(code), ...place },
      codebook: codebookEntry(code) ?? null,
      sums: sumsOf(code, cells),
      findings: findingsOn(corpus, report.id).filter(({ codes }) => codes.includes(code)),
    });
  });
}
