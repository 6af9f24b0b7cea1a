import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IncomingMessage } from 'node:http';

/** One row of the list of annual reports on a scripted portal. */
export interface SiteRow {
  readonly title: string;
  /** ISO date. */
  readonly date: string;
  readonly id: number;
  readonly isReport: boolean;
}

export interface Asked {
  readonly path: string;
  readonly query: URLSearchParams;
  /** Fields of a form; empty where none was posted. */
  readonly form: URLSearchParams;
  /** '' where none was sent. */
  readonly referer: string;
}

/** A make of portals whose list of annual reports comes from an interface of its own. */
export interface ScriptedSite {
  readonly family: string;
  readonly pageSize: number;
  /** Path of the link 政府信息公开年报 or 政府信息公开 on the home page, with its words. */
  readonly door: readonly [words: string, path: string];
  /** Markup that only this make has on its home page. */
  readonly marks?: string;
  /** Something in it can be told by its family only. */
  readonly needsFamily?: true;
  readonly article: (row: SiteRow) => string;
  /** Text of a page or reply; undefined where nothing is there. */
  readonly answer: (asked: Asked, rows: readonly SiteRow[], origin: string) => string | undefined;
}

export interface ScriptedPortal {
  readonly home: string;
  readonly reports: readonly string[];
  /** Paths asked for, with their queries, in their order. */
  readonly asked: readonly string[];
  readonly stop: () => Promise<void>;
}

const COUNTY = '云河县';
const UNITS = [
  '',
  '教育局',
  '审计局',
  '水务局',
  '统计局',
  '财政局',
  '民政局',
  '信访局',
  '司法局',
  '青石镇',
  '上坪乡',
  '龙尾镇',
  '河湾镇',
  '北关街道办事处',
];
const LAST_YEAR = 2024;

/** Rows of reports, with a look-alike or a notice after those of a year. */
function makeRows(years: number): SiteRow[] {
  const noise = (year: number): string[] => [
    `一图读懂${COUNTY}${year}年政府信息公开工作年度报告`,
    `关于报送${year}年度政府信息公开年报的通知`,
    `${COUNTY}${year}年法治政府建设年度报告`,
    `${COUNTY}人民政府网站工作年度报表（${year}年度）`,
  ];
  const titles = Array.from({ length: years }, (_, back) => LAST_YEAR - back).flatMap((year) => [
    ...UNITS.map((unit) => ({ title: `${COUNTY}${unit}${year}年政府信息公开工作年度报告`, year, isReport: true })),
    { title: noise(year)[year % 4] ?? '', year, isReport: false },
  ]);
  return titles.map(({ title, year, isReport }, index) => ({
    title,
    isReport,
    date: `${year + 1}-01-${String(28 - (index % 9)).padStart(2, '0')}`,
    id: 8_000_100 + index,
  }));
}

/** Starts a portal of this make on loopback: home, news, columns that sound alike, and the list of annual reports. */
export async function startScriptedPortal(site: ScriptedSite, years: number): Promise<ScriptedPortal> {
  const rows = makeRows(years);
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '/');
    void bodyOf(request).then((body) => {
      const origin = `http://${request.headers.host ?? ''}`;
      const { pathname, searchParams } = new URL(request.url ?? '/', origin);
      const text =
        site.answer(
          {
            path: pathname,
            query: searchParams,
            form: new URLSearchParams(body),
            referer: request.headers.referer ?? '',
          },
          rows,
          origin,
        ) ?? usualPage(pathname, site);
      response.writeHead(text === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(text ?? '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    home: `${home}/`,
    reports: rows.filter(({ isReport }) => isReport).map((row) => home + site.article(row)),
    asked,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function usualPage(path: string, site: ScriptedSite): string | undefined {
  const [words, door] = site.door;
  const menu = `<a href="/">首页</a><a href="/news/">新闻中心</a><a href="${door}">${words}</a><a href="/fzzf/">法治政府建设年度报告</a><a href="/wzbb/">政府网站工作年度报表</a>`;
  if (path === '/')
    return page('首页', `${menu}${site.marks ?? ''}<li><a href="/news/n1.html">全县工作会议召开</a>03-01</li>`);
  if (path === '/news/' || path === '/fzzf/' || path === '/wzbb/')
    return page('栏目', `${menu}<li><a href="${path}2023.html">2023年度报告</a><i>2024-01-09</i></li>`);
  return undefined;
}

/** A page of the portal with this title and body. */
export function page(title: string, body: string): string {
  return `<html><head><title>${title}_${COUNTY}人民政府</title></head><body>${body}</body></html>`;
}

/** The part of the rows that makes page `number` (from 1). */
export function rowsOfPage(rows: readonly SiteRow[], number: number, size: number): readonly SiteRow[] {
  return rows.slice((number - 1) * size, number * size);
}
