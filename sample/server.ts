import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Portal } from '../crawlers/crawler.ts';
import { RetryLater } from '../src/errors.ts';
import type { PlannedReport } from './planned-reports.ts';
import { challengeSite } from './portals/challenge.ts';
import { hanwebSite } from './portals/hanweb.ts';
import { queryPagesSite } from './portals/query-pages.ts';
import { tableLayoutSite } from './portals/table-layout.ts';
import { trsShtmlSite } from './portals/trs-shtml.ts';
import { trsSite } from './portals/trs.ts';
import { COUNTIES, type County, PROVINCE_NAME } from './province.ts';
import type { Resource, Site } from './site.ts';

const DIALECTS: Readonly<Record<County['dialect'], (county: County) => Site>> = {
  trs: trsSite,
  'trs-shtml': trsShtmlSite,
  hanweb: hanwebSite,
  'table-layout': tableLayoutSite,
  'query-pages': queryPagesSite,
  challenge: challengeSite,
};

/** All pages of sample portals that carry Last-Modified carry this one. */
const LAST_MODIFIED = 'Mon, 01 Apr 2024 08:00:00 GMT';
/** A form of a list takes a few hundred bytes. */
const LONGEST_FORM = 64 * 1024;

/** A request that a sample portal has answered. */
export interface SampleRequest {
  readonly portalId: string;
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly status: number;
  readonly userAgent: string;
  /** Milliseconds of `performance.now()` at arrival and at the end of the response. */
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface SampleProvince {
  /** Rows for a `--portals` file; no families: they are to be recognised. */
  readonly portals: readonly Portal[];
  /** Every answered request, in order of completion. */
  readonly requests: readonly SampleRequest[];
  /** Where a list says that a report is; reports of the plan that no list names are not in it. */
  readonly reportUrls: ReadonlyMap<PlannedReport, string>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts the portals of the sample province on the loopback interface, each with an origin of its own: on `port`, `port + 1` …, or on free
 * ports when absent. Every start serves the same bytes.
 * @throws RetryLater when a port is taken.
 */
export async function startSampleProvince(options: { readonly port?: number } = {}): Promise<SampleProvince> {
  const requests: SampleRequest[] = [];
  const servers: Server[] = [];
  const portals: Portal[] = [];
  const reportUrls = new Map<PlannedReport, string>();
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => close(server)));
  };
  try {
    for (const [index, county] of COUNTIES.entries()) {
      const site = DIALECTS[county.dialect](county);
      const server = createServer((request, response) => {
        void answer(site, request, response, requests);
      });
      const port = await listen(server, options.port === undefined ? 0 : options.port + index);
      servers.push(server);
      const origin = `http://127.0.0.1:${port}`;
      portals.push({
        id: `sample-${county.id}`,
        name: `${county.name}人民政府`,
        division: county.division,
        province: PROVINCE_NAME,
        home: `${origin}/`,
        notes: 'Sample portal on this machine; the county does not exist.',
      });
      for (const [report, path] of site.reportPaths) reportUrls.set(report, origin + path);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { portals, requests, reportUrls, stop };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const message = `Port ${port} of this machine is taken; end the program that uses it (perhaps another sample) and try again`;
      reject(error.code === 'EADDRINUSE' ? new RetryLater(message, { cause: error }) : error);
    });
    server.listen(port, '127.0.0.1', () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

async function answer(
  site: Site,
  request: IncomingMessage,
  response: ServerResponse,
  requests: SampleRequest[],
): Promise<void> {
  const startedAt = performance.now();
  const target = request.url ?? '/';
  const url = new URL(target, 'http://127.0.0.1');
  const form = new URLSearchParams(request.method === 'POST' ? await readForm(request) : '');
  const resource =
    site.answer?.({ path: url.pathname, query: url.searchParams, form }) ?? site.resources.get(url.pathname);
  const served = withValidators(resource ?? NOT_FOUND, site, request);
  let endedAt: number | undefined;
  response.on('finish', () => {
    endedAt = performance.now();
  });
  response.on('close', () => {
    requests.push({
      portalId: `sample-${site.county.id}`,
      method: request.method ?? '',
      target,
      status: served.status,
      userAgent: request.headers['user-agent'] ?? '',
      startedAt,
      endedAt: endedAt ?? performance.now(),
    });
  });
  const length = served.status === 304 ? {} : { 'content-length': served.body.length };
  response.writeHead(served.status, { ...served.headers, ...length });
  response.end(request.method === 'HEAD' ? undefined : served.body);
}

const NOT_FOUND: Resource = {
  status: 404,
  headers: { 'content-type': 'text/html' },
  body: new TextEncoder().encode('<html><head><title>404</title></head><body>Not Found</body></html>'),
};

/** Adds ETag or Last-Modified where the portal has them, and answers 304 to a client that has the same bytes. */
function withValidators(resource: Resource, site: Site, request: IncomingMessage): Resource {
  if (resource.status !== 200 || site.validators === 'none') return resource;
  const etag = `"${createHash('sha1').update(resource.body).digest('hex').slice(0, 16)}"`;
  const validator = site.validators === 'etag' ? { etag } : { 'last-modified': LAST_MODIFIED };
  const known =
    site.validators === 'etag'
      ? request.headers['if-none-match'] === etag
      : request.headers['if-modified-since'] === LAST_MODIFIED;
  if (known) return { status: 304, headers: validator, body: new Uint8Array() };
  return { ...resource, headers: { ...resource.headers, ...validator } };
}

async function readForm(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    if (text.length < LONGEST_FORM) text += String(chunk);
  }
  return text;
}
