import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { startPortal, type PortalServer } from '../crawl/portal-server.ts';

/** What a portal says of the state of its pages: `lying date` keeps the date whatever changes. */
export type Signs = 'etag' | 'date' | 'lying date' | 'none';
/** How the pages of a portal are linked. */
export type Make = 'trs' | 'hanweb' | 'generic';

interface StoredPage {
  readonly body: string | Uint8Array;
  readonly type: string;
  readonly changedAt: string;
  readonly status: number;
}

/** What each make calls its column and the report of a year. */
const ADDRESSES: Readonly<Record<Make, { column: string; report: (year: number) => string; head: string }>> = {
  trs: {
    column: '/zfxxgk/zfxxgknb/',
    report: (year) => `/zfxxgk/zfxxgknb/${year + 1}01/t${year + 1}0120_50${year}.html`,
    head: '<meta name="ColumnType" content="政府信息公开年报">',
  },
  hanweb: {
    column: '/col/col1229/index.html',
    report: (year) => `/art/${year + 1}/1/20/art_1229_${year}.html`,
    head: '',
  },
  generic: { column: '/nb/', report: (year) => `/nb/${year}.html`, head: '' },
};

/** A portal on loopback whose pages change between two days, and with furniture that differs with each day and each visit. */
export interface LabPortal {
  readonly id: string;
  readonly county: string;
  readonly signs: Signs;
  readonly server: PortalServer;
  /** Bytes of bodies sent so far. */
  bytes: number;
  put(path: string, body: string | Uint8Array, type?: string): void;
  /** From now on the address answers with this status and, if need be, another page. */
  take(path: string, status: number, body?: string): void;
  reportPath(year: number): string;
  /** Writes the list of reports, by year and title. */
  list(reports: Readonly<Record<number, string>>): void;
  /** Another day: clocks, news and counters go on. */
  nextDay(): void;
}

export interface LabManners {
  readonly packed?: boolean;
  /** States the length of what it sends; else the body comes in chunks. */
  readonly length?: boolean;
  /** Answers HEAD with 501. */
  readonly noHead?: boolean;
  /** Nothing stands around its pages that differs with the visit. */
  readonly still?: boolean;
}

let visitors = 100;

/** Starts a portal of a county with an empty list. */
export async function startLabPortal(
  id: string,
  county: string,
  make: Make,
  signs: Signs,
  { packed = false, length = true, noHead = false, still = false }: LabManners = {},
): Promise<LabPortal> {
  const server = await startPortal({});
  const pages = new Map<string, StoredPage>();
  const { column, report, head } = ADDRESSES[make];
  let day = 1;

  function put(path: string, body: string | Uint8Array, type = 'text/html; charset=utf-8', status = 200): void {
    const before = pages.get(path);
    const changedAt =
      signs === 'lying date' && before !== undefined
        ? before.changedAt
        : new Date(Date.UTC(2024, 2, day, 4)).toUTCString();
    pages.set(path, { body, type, changedAt, status });
    server.answers.set(path, (request, response) => {
      answer(path, request, response);
    });
  }

  function answer(path: string, request: IncomingMessage, response: ServerResponse): void {
    const page = pages.get(path);
    if (page === undefined) throw new TypeError(`No page at ${path}`);
    if (noHead && request.method === 'HEAD') {
      response.writeHead(501).end();
      return;
    }
    const state = createHash('sha1').update(page.body).digest('hex');
    const headers: Record<string, string> = {
      'content-type': page.type,
      ...(signs === 'etag' ? { etag: `"${state.slice(0, 12)}"` } : {}),
      ...(signs.endsWith('date') ? { 'last-modified': page.changedAt } : {}),
    };
    const isKnown =
      (signs === 'etag' && request.headers['if-none-match'] === headers['etag']) ||
      (signs.endsWith('date') &&
        Date.parse(String(request.headers['if-modified-since'])) >= Date.parse(page.changedAt));
    if (isKnown && page.status === 200) {
      response.writeHead(304, headers).end();
      return;
    }
    const plain =
      typeof page.body === 'string' ? Buffer.from(still ? page.body : furnished(page.body)) : Buffer.from(page.body);
    const isPacked =
      packed && String(request.headers['accept-encoding']).includes('gzip') && typeof page.body === 'string';
    const sent = isPacked ? gzipSync(plain) : plain;
    if (isPacked) headers['content-encoding'] = 'gzip';
    if (length) headers['content-length'] = String(sent.byteLength);
    if (request.method !== 'HEAD') portal.bytes += sent.byteLength;
    response.writeHead(page.status, headers).end(request.method === 'HEAD' ? undefined : sent);
  }

  /** What stands around every page, and is no part of it. */
  function furnished(html: string): string {
    const date = `2024年3月${day}日`;
    const top = `<div class="top"><span id="date">今天是：${date} 星期${'日一二三四五六'.charAt(day % 7)}</span><a href="/">首页</a></div>`;
    const side = `<div class="side"><h3>热点</h3><ul><li><a href="/xw/t${day}.html">第${day}号要闻</a></li></ul></div>`;
    const foot = `<div class="foot">访问量：<em>${visitors++}</em> 更新时间：2024-03-0${day} 08:0${visitors % 10}<script>var t=${visitors};</script></div>`;
    return html
      .replace('<body>', `<body>${top}`)
      .replace('</body>', `${side}${foot}</body>`)
      .replace('</head>', `${head}</head>`);
  }

  const page = (title: string, links: Readonly<Record<string, string>>): string =>
    `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1><ul>${Object.entries(links)
      .map(([href, text]) => `<li><a href="${href}" title="${text}">${text}</a><span>2024-01-20</span></li>`)
      .join('\n')}</ul></body></html>`;

  const portal: LabPortal = {
    id,
    county,
    signs,
    server,
    bytes: 0,
    put,
    take: (path, status, body = '<html><head><title>404</title></head><body>404 Not Found</body></html>') => {
      put(path, body, undefined, status);
    },
    reportPath: report,
    list: (reports) => {
      const rows = Object.entries(reports).map(([year, title]) => [report(Number(year)), title] as const);
      put(column, page('政府信息公开年报', Object.fromEntries(rows.toReversed())));
    },
    nextDay: () => {
      day += 1;
    },
  };
  put('/', page(`${county}人民政府`, { [column]: '政府信息公开年报' }));
  return portal;
}
