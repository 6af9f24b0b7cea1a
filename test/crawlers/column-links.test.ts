import { describe, expect, it } from 'vitest';

import { addressForm } from '../../crawlers/addresses.ts';
import { linksInRole, subColumns } from '../../crawlers/column-links.ts';
import { LINK_SIGNS } from '../../crawlers/link-words.ts';
import { parsePage } from '../../crawlers/parse-page.ts';

const portal = { id: 'x', name: '永宁县', home: 'http://x.example/' };

function pageOf(body: string, url = 'http://x.example/') {
  return parsePage({ url, bytes: new TextEncoder().encode(body), contentType: 'text/html; charset=utf-8', label: '' });
}

/** Sign, the link that shows it best, and the score it must have: without the sign it would be another. */
const EXAMPLES = [
  ['disclosure-reports', '<a href="/c/12/">永宁县政府信息公开工作年度报告</a>', 100],
  ['disclosure-reports', '<a href="/c/12/">信息公开年报专栏</a>', 100],
  ['disclosure-reports', '<a href="/c/12/">政府信息公开工作年度报告公开专栏</a>', 100],
  ['reports', '<a href="/c/12/">年度报告公开</a>', 80],
  ['reports', '<a href="/c/12/">年度报告（2008—2024）</a>', 80],
  ['disclosure-reports', '<a href="/c/12/">&gt; 政府信息公开年报 (25)</a>', 100],
  ['disclosure-reports', '<a href="/c/12/"><img src="n.png" alt="政府信息公开年报"></a>', 100],
  ['disclosure-reports-of-a-year', '<a href="/c/2023/">2023年政府信息公开年报</a>', 95],
  ['reports-of-units', '<a href="/c/12/">部门年报</a>', 80],
  ['reports', '<a href="/c/12/">年度报告</a>', 80],
  ['slug', '<a href="/zwgk/gknb/">更多</a>', 60],
  ['slug', '<a href="/zfxxgk/zfxxgkndbg/">公开</a>', 60],
  ['disclosure', '<a href="/c/1/">永宁县政府信息公开平台</a>', 100],
  ['information', '<a href="/c/1/">信息公开</a>', 90],
  ['affairs', '<a href="/c/1/">政务公开</a>', 80],
  ['catalogue', '<a href="/c/1/">政府信息公开目录</a>', 60],
  ['open', '<a href="/c/1/">法定主动公开内容</a>', 50],
  ['disclosure-slug', '<a href="/xxgk_13314/">栏目</a>', 45],
  ['affairs-slug', '<a href="/zwgk.html">栏目</a>', 40],
  ['units-disclosure', '<a href="/c/1/">部门乡镇信息公开</a>', 40],
  ['units-directory', '<a href="/bmjz/">部门街镇</a>', 30],
] as const;

describe('what a link leads to', () => {
  it.each(EXAMPLES)('%s: %s', (id, link, score) => {
    const role = LINK_SIGNS.find((sign) => sign.id === id)?.role;
    expect(role && linksInRole(pageOf(link), portal, role).map((found) => found.score)).toEqual([score]);
  });

  it('has an example for every sign', () => {
    expect(LINK_SIGNS.map(({ id }) => id).filter((id) => !EXAMPLES.some(([shown]) => shown === id))).toEqual([]);
  });

  it.each([
    ['政府网站工作年度报表', '/zfwzgzndbb/'],
    ['法治政府建设年度报告', '/fzzf/'],
    ['公共企事业单位信息公开年报', '/ggqsydwxxgknb/'],
    ['栏目', '/ggqsydwxxgknb/'],
    ['年报解读', '/c/1/'],
    ['统计年报', '/c/1/'],
    ['国资年报', '/c/1/'],
    ['政府信息公开指南', '/zn/'],
    ['政府信息公开制度', '/zd/'],
    ['依申请公开', '/ysq/'],
    ['新闻中心', '/xwzx/'],
    ['2', '/zwgk/gknb/index_1.html'],
    ['下一页', '/zwgk/gknb/index_1.html'],
  ])('%s at %s leads to no column of reports', (words, address) => {
    expect(linksInRole(pageOf(`<a href="${address}">${words}</a>`), portal, 'column')).toEqual([]);
  });

  it('follows nothing on another site', () => {
    expect(linksInRole(pageOf('<a href="http://y.example/gknb/">政府信息公开年报</a>'), portal, 'column')).toEqual([]);
    const declared = { ...portal, hosts: ['y.example'] };
    expect(
      linksInRole(pageOf('<a href="http://y.example/gknb/">政府信息公开年报</a>'), declared, 'column'),
    ).toHaveLength(1);
  });

  it('takes the https and www twins of the portal for the portal', () => {
    expect(
      linksInRole(pageOf('<a href="https://www.x.example/gknb/">政府信息公开年报</a>'), portal, 'column'),
    ).toHaveLength(1);
  });
});

describe('the parts of a column', () => {
  const column = 'http://x.example/zwgk/gknb/';
  const parts = (body: string, url = column) =>
    subColumns(pageOf(body, url), portal, false).map(({ link }) => link.text);

  it('are years, kinds of bodies and bodies beneath its folder', () => {
    const links = ['2023年', '2022年度', '县政府', '部门', '乡镇（街道）', '教育局', '杨和镇'].map(
      (words, index) => `<a href="./p${index}/">${words}</a>`,
    );
    expect(new Set(parts(links.join('')))).toEqual(
      new Set(['2023年', '2022年度', '县政府', '部门', '乡镇（街道）', '教育局', '杨和镇']),
    );
  });

  it('are not the departments of the menu, nor other columns', () => {
    expect(
      parts('<a href="/bm/jyj/">教育局</a><a href="/xwzx/">部门动态</a><a href="/zn/">政府信息公开指南</a>'),
    ).toEqual([]);
  });

  it('are years and kinds too where columns have numbers in place of folders', () => {
    expect(
      parts(
        '<a href="/col/col31/index.html">2023年</a><a href="/col/col32/index.html">乡镇</a>',
        'http://x.example/col/col30/index.html',
      ),
    ).toEqual(['2023年', '乡镇']);
  });
});

describe('the form of an address', () => {
  it.each([
    ['/gknb/202401/t20240130_4055170.html', 'article'],
    ['/gknb/197001/t19700101_3584822.shtml', 'article'],
    ['/art/2024/1/29/art_2113_304410.html', 'article'],
    ['/col/col2113/art/2024/art_0f3ab8c9d6e14a2b8c7d6e5f4a3b2c1d.html', 'article'],
    ['/xxgknb/content/post_1872167.html', 'article'],
    ['/zwgk/2025n/content_9509', 'article'],
    ['/info/4236/181368.htm', 'article'],
    ['/OpennessContent/show/51668.html', 'article'],
    ['/c23796/20200218/i1454209.html', 'article'],
    ['/gknb/202401/0f3ab8c9d6e14a2b8c7d6e5f4a3b2c1d.shtml', 'article'],
    ['/html/1315/23950.html', 'article'],
    ['/show.php?id=880', 'article'],
    ['/gknb/202301/P020230117612345678901.pdf', 'file'],
    ['/module/download/downfile.jsp?classid=0&filename=6a1f.pdf', 'file'],
    ['/system/_content/download.jsp?urltype=news.DownloadAttachUrl&wbfileid=12', 'file'],
    ['/pdfjs/web/viewer.html?file=/upload/nb.pdf', 'list'],
    ['/zwgk/gknb/', 'list'],
    ['/zwgk/gknb/index_1.html', 'list'],
    ['/col/col2113/index.html', 'list'],
    ['/html/1315/List.html', 'list'],
    ['/webaspx/view_list.aspx?portalid=2&lmid=1315&pages=2', 'list'],
    ['/list.php?cid=42', 'list'],
  ])('%s is %s', (path, form) => {
    expect(addressForm(`http://x.example${path}`)).toBe(form);
  });
});
