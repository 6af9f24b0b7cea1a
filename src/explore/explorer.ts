import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { RetryLater, SkipThis, StopRun, UsageError } from '../errors.ts';
import { notFound, problem } from './answers.ts';
import { addApi } from './api-routes.ts';
import { addDocuments } from './document-routes.ts';
import { isOurHost, NOTHING_POLICY, PAGE_POLICY, SAFE_HEADERS } from './guard.ts';
import { addCorpusPages, addOrganizationPages, addReportPages } from './page-routes.ts';
import { BadRequest } from './queries.ts';
import { addVerdicts, VERDICT_PATH } from './verdict-routes.ts';
import type { World } from './world.ts';

/** Files that pages name, read once. */
const FILES = [
  ['/explorer.css', 'explorer.css', 'text/css; charset=utf-8'],
  ['/explorer.js', 'explorer.js', 'text/javascript; charset=utf-8'],
  ['/icon.svg', 'icon.svg', 'image/svg+xml'],
] as const;

/** The explorer as an application: every address it knows, with what guards them. */
export function createExplorer(world: World): Hono {
  const app = new Hono();
  guard(app, world);
  keepFresh(app, world);
  serveFiles(app);
  addCorpusPages(app, world);
  addOrganizationPages(app, world);
  addReportPages(app, world);
  addDocuments(app, world);
  addVerdicts(app, world);
  addApi(app, world);
  app.notFound((context) => notFound(context));
  app.onError((error, context) => {
    if (error instanceof BadRequest || error instanceof UsageError) return problem(context, 400, error.message);
    if (error instanceof SkipThis) return problem(context, 404, error.message);
    if (error instanceof HTTPException) return error.getResponse();
    if (error instanceof RetryLater) return problem(context, 503, error.message);
    if (error instanceof StopRun) return problem(context, 500, error.message);
    process.stderr.write(`${context.req.method} ${context.req.path}: ${error.stack ?? error.message}\n`);
    return problem(context, 500, 'The terminal in which the explorer runs says more.');
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
    const changes = world.formToken !== null && context.req.method === 'POST' && context.req.path === VERDICT_PATH;
    if (!changes && !['GET', 'HEAD'].includes(context.req.method)) {
      return context.text('Only reading is offered here.\n', 405, { ...SAFE_HEADERS, allow: 'GET, HEAD' });
    }
    await next();
    for (const [name, value] of Object.entries(SAFE_HEADERS)) context.header(name, value);
    if (!context.res.headers.has('content-security-policy')) context.header('content-security-policy', PAGE_POLICY);
    if (!context.res.headers.has('x-frame-options')) context.header('x-frame-options', 'DENY');
    return undefined;
  });
}

/** Gathering the overview may take so many times as long before it is done again. */
const PAUSE = 30;
const SHORTEST_PAUSE_MS = 5_000;

/** A harvest may go on meanwhile: what only the whole corpus can tell is gathered anew, after an answer, and not too often. */
function keepFresh(app: Hono, { overview }: World): void {
  let last = performance.now();
  app.use(async (_context, next) => {
    await next();
    const pause = Math.max(SHORTEST_PAUSE_MS, overview.took * PAUSE);
    if (performance.now() - last < pause || !overview.isStale) return;
    last = performance.now();
    setImmediate(() => {
      try {
        overview.refresh();
      } catch (error) {
        // What was gathered before still stands, with its time.
        process.stderr.write(`nianbao: ${error instanceof Error ? error.message : String(error)}\n`);
      }
    });
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
