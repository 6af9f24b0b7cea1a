import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectDialects } from '../../src/crawl/dialects.ts';
import { recogniseMissingPage } from '../../src/crawl/missing-page.ts';
import { harvest, openHarbour } from './harvesting.ts';
import type { Harbour } from './harvesting.ts';
import { pageOf, startPortal } from './portal-server.ts';
import type { Answer, PortalServer } from './portal-server.ts';

let harbour: Harbour;
let portal: PortalServer;

beforeEach(() => {
  harbour = openHarbour();
});

afterEach(async () => {
  harbour.dispose();
  await portal.close();
});

async function harvested(answers: Record<string, Answer>) {
  portal = await startPortal(answers);
  const home = `${portal.origin}/`;
  return harvest(harbour, [{ name: '青梧县', home }], { dialects: projectDialects });
}

function outcomeOf(path: string): unknown {
  return harbour.corpus.db
    .prepare('SELECT outcome, detail FROM fetches WHERE url = ? ORDER BY id DESC LIMIT 1')
    .get(`${portal.origin}${path}`);
}

const TITLE = (year: number): string => `青梧县人民政府${year}年政府信息公开工作年度报告`;
const HOME = pageOf('青梧县人民政府', { '/nb/?page=1': '政府信息公开年报' });
const REPORTS = Object.fromEntries([2021, 2022, 2023].map((year) => [`/r${year}.html`, pageOf(TITLE(year))]));

/** A page of a list: its reports and the way to the next page. */
function listPage(rows: Record<string, string>, next: number): string {
  return pageOf('政府信息公开年报', { ...rows, [`/nb/?page=${next}`]: '下一页' });
}

describe('a list without an end', () => {
  it('that answers every number with its last page is left where it brings nothing new', async () => {
    const pages = [2023, 2022, 2021].map((year) => ({ [`/r${year}.html`]: TITLE(year) }));
    const endless = Object.fromEntries(
      Array.from({ length: 40 }, (_, index): [string, string] => [
        `/nb/?page=${index + 1}`,
        listPage(pages[Math.min(index, 2)] ?? {}, index + 2),
      ]),
    );
    const { reports } = await harvested({ '/': HOME, ...endless, ...REPORTS });
    expect(reports.map(({ title }) => title).sort()).toEqual([2021, 2022, 2023].map(TITLE));
    const asked = portal.paths().filter((path) => path.startsWith('/nb/'));
    expect(asked).toEqual([1, 2, 3, 4, 5].map((page) => `/nb/?page=${page}`));
  });

  it('one with a page whose rows all stood before on another list goes on', async () => {
    const pages = [2023, 2022, 2021].map((year) => ({ [`/r${year}.html`]: TITLE(year) }));
    const { reports } = await harvested({
      '/': pageOf('青梧县人民政府', { '/nb/?page=1': '政府信息公开年报', '/ndbg/': '政府信息公开年度报告' }),
      '/ndbg/': pageOf('政府信息公开年度报告', { ...pages[0], ...pages[1] }),
      '/nb/?page=1': listPage(pages[0] ?? {}, 2),
      '/nb/?page=2': listPage(pages[1] ?? {}, 3),
      '/nb/?page=3': pageOf('政府信息公开年报', pages[2]),
      ...REPORTS,
    });
    expect(reports).toHaveLength(3);
  });
});

describe('a page that is not there and comes with 200', () => {
  const chrome = '<div><a href="/">首页</a><a href="/nb/">政府信息公开年报</a></div>';
  const column = pageOf('政府信息公开年报', { '/r2023.html': TITLE(2023), '/r2022.html': TITLE(2022) });
  const home = pageOf('青梧县人民政府', { '/nb/': '政府信息公开年报' });

  it('is gone, in the portal’s own words', async () => {
    const soft = `<html><head><title>提示信息</title></head><body>${chrome}<p>抱歉，您访问的页面不存在或已被删除！</p></body></html>`;
    const { failed } = await harvested({ '/': home, '/nb/': column, ...REPORTS, '/r2022.html': soft });
    expect(outcomeOf('/r2022.html')).toEqual({
      outcome: 'gone',
      detail: 'Answered 200 with a page that says 「页面不存在」: a soft 404',
    });
    expect(failed.map(({ lead, outcome }) => [lead.title, outcome])).toEqual([[TITLE(2022), 'gone']]);
  });

  it('is gone where the portal leads to its home page instead', async () => {
    const away: Answer = { status: 302, headers: { location: '/' }, body: '' };
    const { failed, reports } = await harvested({ '/': home, '/nb/': column, ...REPORTS, '/r2022.html': away });
    expect(outcomeOf('/r2022.html')).toMatchObject({
      outcome: 'gone',
      detail: expect.stringMatching(/home page .* instead/u),
    });
    expect(failed).toHaveLength(1);
    expect(reports).toHaveLength(1);
  });

  it('is no doubt cast on a home page behind a door', async () => {
    const door: Answer = { status: 302, headers: { location: '/index.html' }, body: '' };
    const { reports } = await harvested({ '/': door, '/index.html': home, '/nb/': column, ...REPORTS });
    expect(reports).toHaveLength(2);
  });
});

describe('words of a missing page', () => {
  const page = (title: string, body: string): Uint8Array =>
    Buffer.from(`<!doctype html><html><head><title>${title}</title></head><body>${body}</body></html>`);
  const links = '<a href="/x">栏目</a>'.repeat(200);

  it.each([
    ['a title that is a number', page('404', '')],
    ['a title in words', page('页面未找到 - 青梧县人民政府', links)],
    ['a sentence between links', page('青梧县人民政府', `${links}<h2>对不起，您要访问的信息已被删除</h2>${links}`)],
    ['English', page('Error', '<h1>Page not found</h1>')],
    [
      'GBK',
      Buffer.concat([
        Buffer.from('<html><meta charset="gbk"><body>'),
        Buffer.from([0xd2, 0xb3, 0xc3, 0xe6, 0xb2, 0xbb, 0xb4, 0xe6, 0xd4, 0xda]),
        Buffer.from('</body></html>'),
      ]),
    ],
  ])('are known: %s', (_, bytes) => {
    expect(recogniseMissingPage('text/html', bytes)).not.toBeNull();
  });

  it.each([
    [
      'a report that says that information does not exist',
      page('2023年度报告', '本年度收到的申请中，部分信息不存在。'.repeat(30)),
    ],
    ['a short page with a table', page('年报', '<p>部分信息不存在</p><table><tr><td>1</td></tr></table>')],
    ['a list', page('政府信息公开年报', links)],
    ['words of a script', page('政府信息公开年报', `<script>var e="页面不存在"</script>${links}`)],
    ['a message for browsers without scripts', page('年报', '<noscript>页面不存在</noscript>')],
  ])('are not seen in %s', (_, bytes) => {
    expect(recogniseMissingPage('text/html', bytes)).toBeNull();
  });

  it('are not looked for in what is no page', () => {
    expect(recogniseMissingPage('application/json', Buffer.from('{"message":"页面不存在"}'))).toBeNull();
    expect(recogniseMissingPage(undefined, Buffer.from('%PDF-1.4 页面不存在'))).toBeNull();
  });
});
