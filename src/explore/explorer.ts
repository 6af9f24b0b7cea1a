import { readFileSync } from 'node:fs';
import { Hono, type Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { codebookEntry } from '../codebook/codebook.ts';
import { SkipThis } from '../errors.ts';
import { parseSha256, type Sha256 } from '../original/sha256.ts';
import { documentEvidence, fetchEvidence } from '../../storage/evidence.ts';
import { yearsOf } from '../../storage/report-evidence.ts';
import type { StoredReport } from '../../storage/report-rows.ts';
import { reportAddress } from './addresses.ts';
import { coveragePage, provincesPage } from './coverage-page.ts';
import { downloadHeaders } from './downloads.ts';
import { evidencePage, fetchPage } from './evidence-page.ts';
import { isOurHost, NOTHING_POLICY, PAGE_POLICY, SAFE_HEADERS } from './guard.ts';
import { html } from './markup.ts';
import { FRAME_POLICY, framedDocument } from './original-frame.ts';
import { framePage, type PageContent } from './page-frame.ts';
import { BadRequest, coverageQuery, idOf } from './queries.ts';
import { receiptPage } from './receipt-page.ts';
import { reportPage } from './report-page.ts';
import { frameOf, pagePicture, receiptOf } from './shown-original.ts';
import { statusesPage } from './statuses-page.ts';
import { chooseLanguage, viewOf, type View } from './view.ts';
import type { World } from './world.ts';

const LANGUAGE_COOKIE = 'nianbao_language';
const YEAR_SECONDS = 365 * 24 * 3600;

/** Files that pages name, read once. */
const FILES = [
  ['/explorer.css', 'explorer.css', 'text/css; charset=utf-8'],
  ['/explorer.js', 'explorer-keys.js', 'text/javascript; charset=utf-8'],
  ['/icon.svg', 'icon.svg', 'image/svg+xml'],
] as const;

/** The explorer as an application: every address it knows, with what guards them. */
export function createExplorer(world: World): Hono {
  const app = new Hono();
  guard(app, world);
  serveFiles(app);
  const { corpus, squares } = world;

  app.get('/', (context) => page(context, (view) => provincesPage(view, squares)));
  app.get('/coverage/:province', (context) =>
    page(context, (view) =>
      coveragePage(view, squares, context.req.param('province'), coverageQuery(context.req.query())),
    ),
  );
  app.get('/evidence/:body/:year', (context) => {
    const [body, year] = [context.req.param('body'), idOf(context.req.param('year'))];
    return page(context, (view) => (year === undefined ? null : evidencePage(view, corpus, squares, { body, year })));
  });
  app.get('/fetches/:id', (context) => {
    const id = idOf(context.req.param('id'));
    const fetch = id === undefined ? undefined : fetchEvidence(corpus, id);
    return page(context, (view) => (fetch === undefined ? null : fetchPage(view, fetch)));
  });
  app.get('/organizations/:id', (context) => {
    const id = idOf(context.req.param('id'));
    const latest = id === undefined ? undefined : yearsOf(corpus, id).at(-1);
    return latest === undefined ? notFound(context) : context.redirect(reportAddress(latest.reportId));
  });
  app.get('/statuses', (context) => page(context, statusesPage));

  app.get('/reports/:id', (context) => {
    const report = reportOf(world, context.req.param('id'));
    return page(context, (view) => (report === undefined ? null : reportPage(view, corpus, report)));
  });
  app.get('/reports/:id/cells/:code', async (context) => {
    const report = reportOf(world, context.req.param('id'));
    const code = context.req.param('code');
    const known = report !== undefined && codebookEntry(code) !== undefined;
    const receipt = known ? await receiptOf(world, report, code) : undefined;
    return page(context, (view) => (receipt === undefined ? null : receiptPage(view, corpus, receipt)));
  });
  app.get('/reports/:id/cells/:code/original', async (context) => {
    const report = reportOf(world, context.req.param('id'));
    const frame = report === undefined ? undefined : await frameOf(world, report, context.req.param('code'));
    if (report === undefined || frame === undefined) return notFound(context);
    context.header('content-security-policy', FRAME_POLICY);
    context.header('x-frame-options', 'SAMEORIGIN');
    return context.html(framedDocument(frame, report.title));
  });

  app.get('/documents/:sha256', async (context) => {
    const sha256 = hashOf(context.req.param('sha256'));
    const document = sha256 === undefined ? undefined : documentEvidence(corpus, sha256);
    if (sha256 === undefined || document === undefined) return notFound(context);
    const bytes = await world.originals.get(sha256);
    return context.body(new Uint8Array(bytes), 200, downloadHeaders(document));
  });
  app.get('/documents/:sha256/pages/:file', async (context) => {
    const sha256 = hashOf(context.req.param('sha256'));
    const number = idOf(/^(\d+)\.png$/.exec(context.req.param('file'))?.[1] ?? '');
    if (sha256 === undefined || number === undefined) return notFound(context);
    const { png } = await pagePicture(world, sha256, number);
    return context.body(new Uint8Array(png), 200, {
      'content-type': 'image/png',
      'content-security-policy': NOTHING_POLICY,
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, max-age=31536000, immutable',
    });
  });

  app.notFound((context) => notFound(context));
  app.onError((error, context) => {
    if (error instanceof BadRequest) return problem(context, 400, error.message);
    if (error instanceof SkipThis) return problem(context, 404, error.message);
    throw error;
  });
  return app;
}

/** Refuses what did not ask for us, and what asks to change anything; every answer carries the headers of safety. */
function guard(app: Hono, world: World): void {
  app.use(async (context, next) => {
    if (!isOurHost(context.req.header('host'), world.listening)) {
      return context.text(
        `Misdirected: this explorer answers at ${world.listening} only, not at the name in the Host header.\n`,
        421,
        { ...SAFE_HEADERS, 'content-security-policy': NOTHING_POLICY },
      );
    }
    if (!['GET', 'HEAD'].includes(context.req.method))
      return context.text('Only reading is offered here.\n', 405, { allow: 'GET, HEAD' });
    await next();
    for (const [name, value] of Object.entries(SAFE_HEADERS)) context.header(name, value);
    if (!context.res.headers.has('content-security-policy')) context.header('content-security-policy', PAGE_POLICY);
    if (!context.res.headers.has('x-frame-options')) context.header('x-frame-options', 'DENY');
    return undefined;
  });
}

function serveFiles(app: Hono): void {
  for (const [address, file, mediaType] of FILES) {
    const content = readFileSync(new URL(file, import.meta.url), 'utf8');
    app.get(address, (context) =>
      context.body(content, 200, { 'content-type': mediaType, 'cache-control': 'no-cache' }),
    );
  }
}

/** Answers with a page in the reader's language; 404 where there is nothing to show. */
function page(context: Context, write: (view: View) => PageContent | null): Response | Promise<Response> {
  const view = viewFor(context);
  const content = write(view);
  if (content === null) return notFound(context);
  return context.html(framePage(view, content));
}

/** The language asked for in an address is remembered. */
function viewFor(context: Context): View {
  const parameter = context.req.query('lang');
  const language = chooseLanguage({
    parameter,
    cookie: getCookie(context, LANGUAGE_COOKIE),
    accepted: context.req.header('accept-language'),
  });
  if (parameter === language)
    setCookie(context, LANGUAGE_COOKIE, language, { path: '/', maxAge: YEAR_SECONDS, sameSite: 'Lax', httpOnly: true });
  context.header('vary', 'Cookie, Accept-Language');
  context.header('cache-control', 'private, no-cache');
  return viewOf(language, new URL(context.req.url));
}

function notFound(context: Context): Response | Promise<Response> {
  return problem(context, 404, null);
}

function problem(context: Context, status: 400 | 404, words: string | null): Response | Promise<Response> {
  const view = viewFor(context);
  const title =
    status === 404
      ? view.say('There is nothing here', '此处无内容')
      : view.say('The address is not understood', '地址有误');
  const main = html`<h1>${title}</h1>
    ${words === null ? null : html`<p lang="en">${words}</p>`}
    <p><a href="/">${view.say('To the coverage', '返回覆盖页')}</a></p>`;
  return context.html(framePage(view, { title, main }), status);
}

function reportOf({ corpus }: World, id: string): StoredReport | undefined {
  const number = idOf(id);
  return number === undefined ? undefined : corpus.storedReport(number);
}

function hashOf(text: string): Sha256 | undefined {
  return /^[0-9a-f]{64}$/.test(text) ? parseSha256(text) : undefined;
}
