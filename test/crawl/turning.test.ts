import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { projectDialects } from '../../src/crawl/dialects.ts';
import { testNeeding } from '../requirements.ts';
import { harvest, openHarbour, portalFindings } from './harvesting.ts';
import type { Harbour } from './harvesting.ts';
import { startPortal } from './portal-server.ts';
import type { PortalServer } from './portal-server.ts';

const TIMEOUT = 120_000;
const YEARS = [2024, 2023, 2022, 2021, 2020, 2019, 2018];

let portal: PortalServer;
let harbour: Harbour;

beforeEach(async () => {
  harbour = openHarbour();
  portal = await startPortal({
    '/': '<html><title>云河县人民政府</title><body><a href="/">首页</a><a href="/gknb/">政府信息公开年报</a><a href="/news/">新闻中心</a></body></html>',
  });
  const plain = portal.answers.get.bind(portal.answers);
  portal.answers.get = (path: string) => plain(path) ?? plain(path.replace(/\?.*/, '?')) ?? article(path);
});

afterEach(async () => {
  await portal.close();
  harbour.dispose();
});

function article(path: string): string | undefined {
  const year = /^\/a\/(?:[a-z]+-)?(\d{4})\.html$/.exec(path)?.[1];
  if (year === undefined) return undefined;
  return `<html><head><title>${year}年政府信息公开工作年度报告</title></head><body><p>${'本报告由总体情况等六部分组成。'.repeat(40)}</p></body></html>`;
}

interface Case {
  readonly what: string;
  /** The body of the column's page. */
  readonly column: string;
  /** Answers an interface with rows. */
  readonly rows?: (asked: URLSearchParams) => unknown;
  readonly pages?: Readonly<Record<string, string>>;
  readonly titles: readonly string[];
  readonly mostRequests: number;
}

const titled = (year: number): string => `云河县${year}年政府信息公开工作年度报告`;
const ALL = YEARS.map(titled);
const rowOf = (year: number): { id: string; title: string; day: string } => ({
  id: String(year),
  title: titled(year),
  day: `${year + 1}-01-20`,
});
const paged = (asked: URLSearchParams, size: number): unknown => {
  const page = Number(asked.get('page') ?? 1);
  return { total: YEARS.length, rows: YEARS.slice((page - 1) * size, page * size).map(rowOf) };
};
/** Rows that an interface gives, put into the list `#list`. */
const FILL = `function put({ rows }, keep) {
  const list = document.getElementById('list');
  if (!keep) list.innerHTML = '';
  for (const { id, title, day } of rows) list.insertAdjacentHTML('beforeend', '<li><a href="/a/' + id + '.html">' + title + '</a><span>' + day + '</span></li>');
}
function ask(query, keep) { return fetch('/api/rows?' + query).then((reply) => reply.json()).then((reply) => put(reply, keep)); }`;

const CASES: readonly Case[] = [
  {
    what: 'goes on by 加载更多, its first rows being served with the page',
    column: `<ul id="list"><li><a href="/a/2024.html">${titled(2024)}</a></li><li><a href="/a/2023.html">${titled(2023)}</a></li></ul>
<button class="more">加载更多</button>
<script>${FILL} let page = 1; document.querySelector('.more').addEventListener('click', () => { page += 1; if (page >= 4) document.querySelector('.more').remove(); ask('page=' + page, true); });</script>`,
    rows: (asked) => paged(asked, 2),
    titles: ALL,
    mostRequests: 14,
  },
  {
    what: 'is turned by a 下一页 that replaces the rows',
    column: `<ul id="list"></ul><div class="pager"><a href="javascript:;" onclick="go(-1)">上一页</a><a href="javascript:;" onclick="go(1)">下一页</a></div>
<script>${FILL} let page = 1; function go(step) { const wanted = page + step; if (wanted < 1 || wanted > 3) return; page = wanted; ask('page=' + page); } ask('page=1');</script>`,
    rows: (asked) => paged(asked, 3),
    titles: ALL,
    mostRequests: 14,
  },
  {
    what: 'has only numbers to turn it',
    column: `<ul id="list"></ul><div class="pagination"><a onclick="ask('page=1')">1</a><a onclick="ask('page=2')">2</a><a onclick="ask('page=3')">3</a></div>
<script>${FILL} ask('page=1');</script>`,
    rows: (asked) => paged(asked, 3),
    titles: ALL,
    mostRequests: 14,
  },
  {
    what: 'shows one year at a time, to be chosen by tabs',
    column: `<div class="tabs">${YEARS.map((year) => `<span class="tab" onclick="ask('year=${year}')">${year}年</span>`).join('')}</div><ul id="list"></ul>
<script>${FILL} ask('year=2024');</script>`,
    rows: (asked) => ({ rows: [rowOf(Number(asked.get('year')))] }),
    titles: ALL,
    mostRequests: 18,
  },
  {
    what: 'shows the reports of one body at a time, whose rows say no more than the year',
    column: `<ul class="tree">${['教育局', '水务局', '青石镇', '北关街道'].map((body, index) => `<li data-id="${index}">${body}</li>`).join('')}</ul><ul id="list"></ul>
<script>${FILL} for (const item of document.querySelectorAll('.tree li')) item.onclick = () => ask('body=' + item.dataset.id);</script>`,
    rows: (asked) => ({
      rows: [2023, 2022].map((year) => ({
        id: `${'abcd'[Number(asked.get('body'))] ?? ''}-${year}`,
        title: `${year}年政府信息公开工作年度报告`,
        day: `${year + 1}-02-01`,
      })),
    }),
    titles: Array.from({ length: 4 }, () => [
      '2023年政府信息公开工作年度报告',
      '2022年政府信息公开工作年度报告',
    ]).flat(),
    mostRequests: 16,
  },
  {
    what: 'goes on as one scrolls',
    column: `<ul id="list"></ul><script>${FILL} let page = 1, last = false; ask('page=1'); window.addEventListener('scroll', () => { if (page < 4) ask('page=' + ++page, true); });</script>`,
    rows: (asked) => paged(asked, 2),
    titles: ALL,
    mostRequests: 15,
  },
  {
    what: 'has a choice of years that sends the page elsewhere',
    column: `<select onchange="pick(this.value)"><option value="2024">2024年</option><option value="2023">2023年</option></select><ul><li><a href="/a/2024.html">${titled(2024)}</a></li></ul>
<script>function pick(year) { const base = location.pathname; location.href = base + year + '/'; }</script>`,
    pages: {
      '/gknb/2024/': `<title>2024年</title><ul><li><a href="/a/2024.html">${titled(2024)}</a></li></ul>`,
      '/gknb/2023/': `<title>2023年</title><ul><li><a href="/a/2023.html">${titled(2023)}</a></li></ul>`,
    },
    titles: ALL.slice(0, 2),
    mostRequests: 9,
  },
  {
    what: 'has rows that name no address',
    column: `<ul id="list"></ul><script>fetch('/api/rows?column=7').then((reply) => reply.json()).then(({ rows }) => rows.forEach(({ id, title }) => {
  const row = document.createElement('li'); row.textContent = title; row.onclick = () => { const folder = 'a'; window.open('/' + folder + '/' + id + '.html'); }; document.getElementById('list').append(row); }));</script>`,
    rows: () => ({ rows: YEARS.map(rowOf) }),
    titles: ALL,
    mostRequests: 12,
  },
  {
    what: 'is turned by a form that a script sends',
    column: `<form id="f" method="post" action="/more"><input type="hidden" name="channel" value="7"><input type="hidden" name="p" value="1"></form><ul><li><a href="/a/2024.html">${titled(2024)}</a></li></ul>
<a href="#" onclick="turn(2)">下一页</a><script>function turn(page) { document.forms[0].elements.p.value = page; document.forms[0].submit(); }</script>`,
    pages: { '/more': `<title>政府信息公开年报</title><ul><li><a href="/a/2023.html">${titled(2023)}</a></li></ul>` },
    titles: ALL.slice(0, 2),
    mostRequests: 9,
  },
];

describe('a list that only its scripts turn', () => {
  for (const { what, column, rows, pages = {}, titles, mostRequests } of CASES) {
    testNeeding(
      'browser',
      what,
      async () => {
        const page = `<!doctype html><html><head><meta charset="utf-8"><title>政府信息公开年报</title></head><body><a href="/">首页</a><a href="/gknb/">政府信息公开年报</a>${column}</body></html>`;
        portal.answers.set('/gknb/', page);
        for (const [path, body] of Object.entries(pages)) portal.answers.set(path, body);
        portal.answers.set('/api/rows?', (request: IncomingMessage, response: ServerResponse) => {
          response.writeHead(200, { 'content-type': 'application/json' });
          response.end(JSON.stringify(rows?.(new URL(request.url ?? '', portal.origin).searchParams)));
        });
        const { reports, summaries } = await harvest(harbour, [{ home: `${portal.origin}/`, name: '云河县' }], {
          dialects: projectDialects,
        });
        expect(reports.map(({ title }) => title).sort()).toEqual([...titles].sort());
        expect(portalFindings(harbour).filter(({ rule }) => rule !== 'portal.overdue')).toEqual([]);
        expect(summaries[0]?.requests).toBeLessThanOrEqual(mostRequests);
      },
      TIMEOUT,
    );
  }
});
