import { describe, expect, it } from 'vitest';

import { walkPortal } from './walk-portal.ts';

const HOME = 'http://x.example/';
const TITLE = '永宁县2023年政府信息公开工作年度报告';
const ARTICLE = '/gknb/202401/t20240130_101.html';
const ROW = `<li><a href="${ARTICLE}">${TITLE}</a><span>2024-01-30</span></li>`;

/** Walks a portal of these pages, by path; anything else is not there. */
async function walk(pages: Readonly<Record<string, string>>) {
  const walked = await walkPortal({ id: 'x', name: '永宁县', home: HOME }, (url) => {
    const { pathname, search } = new URL(url);
    const html = pages[pathname + search];
    const bytes = new TextEncoder().encode(html ?? '');
    return Promise.resolve(html === undefined ? undefined : { url, bytes, contentType: 'text/html; charset=utf-8' });
  });
  const path = (url: string) => url.slice(HOME.length - 1);
  return {
    reports: walked.reports.map(({ url }) => path(url)),
    requests: walked.requests.map(path),
    leads: walked.reports,
  };
}

describe('the way from a home page to the reports', () => {
  it.each([
    ['a meta refresh', '<meta http-equiv="refresh" content="0; url=/main/">'],
    ['a script', '<script>window.location.href="/main/";</script>'],
    [
      'a script that tells telephones apart',
      '<script>if (phone) { location.href="http://m.x.example/" } else { location.assign("/main/") }</script>',
    ],
    ['a door', '<a href="/main/"><img src="enter.gif" alt="进入网站"></a>'],
    ['a frameset', '<frameset cols="*"><frame src="/main/"></frameset>'],
  ])('goes through %s', async (_, home) => {
    const { reports } = await walk({ '/': home, '/main/': '<a href="/gknb/">信息公开年报</a>', '/gknb/': ROW });
    expect(reports).toEqual([ARTICLE]);
  });

  it('takes a home address that is the column itself', async () => {
    const bare = '<li><a href="/gknb/202401/t20240130_102.html">教育局 2023年</a>2024-01-30</li>';
    const { reports } = await walk({ '/': `<title>政府信息公开年报_永宁县</title><ul>${ROW}${bare}</ul>` });
    expect(reports).toEqual([ARTICLE, '/gknb/202401/t20240130_102.html']);
  });

  it('reads a list that stands in a frame', async () => {
    const column = '<h1>年报</h1><iframe src="./list.html"></iframe><iframe src="http://weather.example/"></iframe>';
    const { reports, requests } = await walk({
      '/': '<a href="/gknb/">年报</a>',
      '/gknb/': column,
      '/gknb/list.html': ROW,
    });
    expect(reports).toEqual([ARTICLE]);
    expect(requests).toEqual(['/', '/gknb/', '/gknb/list.html']);
  });

  it('reads a list that a search fills in a frame, and passes the search box by', async () => {
    const box = '<iframe src="/search.jsp"></iframe>';
    const column = `${box}<iframe src="/site/search.jsp?jdid=13&amp;infotypeId=A0204&amp;area="></iframe>`;
    const { reports, requests } = await walk({
      '/': '<a href="/col/col5/index.html">信息公开年报</a>',
      '/col/col5/index.html': column,
      '/site/search.jsp?jdid=13&infotypeId=A0204&area=': ROW,
    });
    expect(reports).toEqual([ARTICLE]);
    expect(requests).not.toContain('/search.jsp');
  });

  it.each(['部门街镇', '部门乡镇', '镇街部门', '部门、街道', '部门网站', '县级部门'])(
    'goes through a directory of bodies called %s',
    async (words) => {
      const { reports } = await walk({
        '/': `<a href="/zwgk/">政务公开</a><a href="/bmjz/">${words}</a>`,
        '/zwgk/': '<a href="/gknb/">政府信息公开年报</a>',
        '/gknb/': ROW,
        '/bmjz/': '<a href="/bm/jyj/">教育局</a><a href="/xz/yhz/">杨和镇</a>',
        '/bm/jyj/': '<a href="/bm/jyj/zwgk_9/">政务公开</a>',
        '/bm/jyj/zwgk_9/': '<a href="/bm/jyj/zwgk_9/nb_9/">政府信息公开年报</a>',
        '/bm/jyj/zwgk_9/nb_9/': '<li><a href="./202401/t20240130_7.html">教育局2023年政府信息公开工作年度报告</a></li>',
        '/xz/yhz/': '<a href="/xz/yhz/nb_1/">信息公开年报</a>',
        '/xz/yhz/nb_1/': '<li><a href="./202401/t20240130_8.html">杨和镇2023年政府信息公开工作年度报告</a></li>',
      });
      expect(reports.toSorted()).toEqual([
        '/bm/jyj/zwgk_9/nb_9/202401/t20240130_7.html',
        ARTICLE,
        '/xz/yhz/nb_1/202401/t20240130_8.html',
      ]);
    },
  );

  it('goes on from the zone of a body into its own disclosure, whatever the menu of the whole site says beside it', async () => {
    const menu = '<a href="/zwgk/">政务公开</a><a href="/gknb/">政府信息公开年报</a>';
    const { reports } = await walk({
      '/': `${menu}<a href="/bmjz/">部门街镇</a>`,
      '/zwgk/': menu,
      '/gknb/': `${menu}${ROW}`,
      '/bmjz/': `${menu}<a href="/bm/jyj/">教育局</a>`,
      '/bm/jyj/': `${menu}<a href="/bm/jyj/zwgk_9/">政务公开</a>`,
      '/bm/jyj/zwgk_9/': `${menu}<a href="/bm/jyj/zwgk_9/nb_9/">政府信息公开年报</a>`,
      '/bm/jyj/zwgk_9/nb_9/': `${menu}<li><a href="./202401/t20240130_7.html">教育局2023年政府信息公开工作年度报告</a></li>`,
    });
    expect(reports.toSorted()).toEqual(['/bm/jyj/zwgk_9/nb_9/202401/t20240130_7.html', ARTICLE]);
  });

  it.each([
    ['查看', '<tr><th>单位</th><th>2023年</th><th>2022年</th></tr>', '查看'],
    ['years', '<tr><td>序号</td><td>部门</td><td>2023</td><td>2022</td></tr>', '2023'],
    ['an icon', '<tr><th>单位名称</th><th>2023年度</th><th>2022年度</th></tr>', '<img src="/images/pdf.gif">'],
  ])('reads a table of bodies by years, its cells holding %s', async (_, head, cell) => {
    const number = head.includes('序号') ? '<td rowspan="1">1</td>' : '';
    const rows = ['教育局', '杨和镇'].map(
      (body, at) =>
        `<tr>${number}<td>${body}</td><td><a href="/gknb/f/${at}a.pdf">${cell}</a></td><td>${at === 0 ? '<a href="/gknb/f/0b.pdf">' + cell + '</a>' : '—'}</td></tr>`,
    );
    const { leads } = await walk({
      '/': '<a href="/gknb/">政府信息公开年报</a>',
      '/gknb/': `<table>${head}${rows.join('')}</table>`,
    });
    expect(leads.map(({ url, organization, year }) => [url.split('/').at(-1), organization, year])).toEqual([
      ['0a.pdf', '永宁县教育局', 2023],
      ['0b.pdf', '永宁县教育局', 2022],
      ['1a.pdf', '永宁县杨和镇人民政府', 2023],
    ]);
  });

  it('takes a report that stands where a column was promised', async () => {
    const report = `<title>${TITLE}</title><table><td>本年新收政府信息公开申请数量</td><td>本年度办理结果</td><td>结果维持</td><td>结果纠正</td></table>`;
    const { reports } = await walk({ '/': '<a href="/gknb/">政府信息公开年报</a>', '/gknb/': report });
    expect(reports).toEqual(['/gknb/']);
  });

  it('takes it, too, where its labels are broken over lines and its title has no year', async () => {
    const report = `<title>永宁县教育局政府信息公开工作年度报告</title><table><td>本年新收政府信息<br>公开申请数量</td><td>本年度 办理结果</td><td>结果<br>维持</td><td>结果<br>纠正</td></table>`;
    const row = '<li>[2024-01-20] <a href="n14.html">永宁县教育局政府信息公开工作年度报告</a></li>';
    const { reports } = await walk({ '/': '<a href="/gk/nb/">年报</a>', '/gk/nb/': row, '/gk/nb/n14.html': report });
    expect(reports).toEqual(['/gk/nb/n14.html']);
  });

  it('takes bare and cut titles at addresses that could be those of lists', async () => {
    const rows = [
      '<li><a href="n6.html">永宁县统计局2023年度报告</a></li>',
      '<li><a href="n7.html">关于永宁县民政局2023年政府信息公开工作年度报告的公示</a></li>',
      '<li><a href="/?p=54">2023年永宁县…</a><i>2024-01-20</i></li>',
      '<li><a href="/?p=55">永宁县杨和镇2023年…</a><i>2024-01-20</i></li>',
    ];
    const { leads } = await walk({ '/': '<a href="/gk/nb/">年报</a>', '/gk/nb/': rows.join('') });
    expect(leads.map(({ url, organization }) => [url.slice(HOME.length - 1), organization])).toEqual([
      ['/gk/nb/n6.html', '永宁县统计局'],
      ['/gk/nb/n7.html', '永宁县民政局'],
      ['/?p=54', undefined],
      ['/?p=55', '永宁县杨和镇人民政府'],
    ]);
  });

  it('asks for the further rows of its own list where a page has two', async () => {
    const list = (unit: string, column: number, record: string) =>
      `<div id="${unit}"><script type="text/xml"><datastore><recordset><record><![CDATA[${record}]]></record></recordset></datastore></script></div>
       <script>$("#${unit}").jpage({"totalRecord":"3","perPage":"1","proxyUrl":"/proxy.jsp","ajaxParam":{"columnid":"${column}","unitid":"${unit}"}});</script>`;
    const column =
      list('hot', 12, '<li><a href="/art/2024/1/2/art_12_1.html">我县召开会议</a></li>') + list('nb', 11, ROW);
    const { requests } = await walk({
      '/': '<a href="/col/col11/index.html">信息公开年报</a><a href="/col/col12/index.html">公告</a>',
      '/col/col11/index.html': column,
    });
    const asked = requests.slice(2).map((url) => new URL(url, HOME).searchParams);
    expect(asked.map((query) => [query.get('columnid'), query.get('unitid'), query.get('page')])).toEqual([
      ['11', 'nb', '2'],
      ['11', 'nb', '3'],
    ]);
  });

  it('asks the site map where the home page tells nothing', async () => {
    const pages = {
      '/': '<a href="/xw/">新闻</a><a href="/map.html">网站地图</a>',
      '/map.html': '<a href="/gknb/">年报</a>',
      '/gknb/': ROW,
    };
    expect((await walk(pages)).reports).toEqual([ARTICLE]);
  });

  it('gives up a list that shows no report on its first pages', async () => {
    const list = (page: number) =>
      `<li><a href="/a/202401/t20240101_${page}.html">县委召开会议</a></li><script>createPageHTML(50, ${page}, "index", "html");</script>`;
    const pages = Object.fromEntries(
      Array.from({ length: 50 }, (_, page) => [page === 0 ? '/gknb/' : `/gknb/index_${page}.html`, list(page)]),
    );
    const { requests } = await walk({ '/': '<a href="/gknb/">年报</a>', ...pages });
    expect(requests).toEqual(['/', '/gknb/', '/gknb/index_1.html', '/gknb/index_2.html']);
  });

  it('goes on after a list page that is missing', async () => {
    const list = (page: number) =>
      `<li><a href="/gknb/202401/t20240130_${page}.html">${TITLE}</a></li><script>createPageHTML(4, ${page}, "index", "html");</script>`;
    const pages = {
      '/': '<a href="/gknb/">年报</a>',
      '/gknb/': list(0),
      '/gknb/index_2.html': list(2),
      '/gknb/index_3.html': list(3),
    };
    expect((await walk(pages)).reports).toHaveLength(3);
  });

  it('never asks for news, and takes no report of another site from a footer', async () => {
    const home = `<a href="/xw/">新闻中心</a><a href="/xw/t20240101_1.html">我县召开会议</a><a href="/gknb/">年报</a><a href="http://www.gov.example/t20240101_9.html">某部2023年政府信息公开工作年度报告</a>`;
    const { reports, requests } = await walk({ '/': home, '/gknb/': ROW, '/xw/': ROW });
    expect(reports).toEqual([ARTICLE]);
    expect(requests).toEqual(['/', '/gknb/']);
  });

  it.each([
    ['区县部门及镇街政府信息公开', '/dir/'],
    ['部门信息公开', '/dir/'],
  ])('takes %s for a directory of zones, each with a column of its own', async (words, directory) => {
    const zones = { njj: '农业农村局', sjj: '审计局', qsz: '青石镇' };
    const pages = {
      '/': `<a href="${directory}">${words}</a>`,
      [directory]: Object.entries(zones)
        .map(([zone, body]) => `<a href="/${zone}/">${body}</a>`)
        .join(''),
      ...Object.fromEntries(
        Object.keys(zones).flatMap((zone) => [
          [`/${zone}/`, `<a href="/${zone}/gk/">政府信息公开</a>`],
          [`/${zone}/gk/`, `<a href="/${zone}/gk/nb/">信息公开年报</a>`],
          [`/${zone}/gk/nb/`, `<li><a href="./202401/t20240130_7.html">2023年度报告</a><span>2024-01-30</span></li>`],
        ]),
      ),
    };
    const { leads } = await walk(pages);
    expect(leads.map(({ organization }) => organization).sort()).toEqual(
      Object.values(zones)
        .map((body) => (body.endsWith('镇') ? `永宁县${body}人民政府` : `永宁县${body}`))
        .sort(),
    );
  });

  it('finds the zones of departments in a pull-down of the home page', async () => {
    const zones = { njj: '农业农村局', sjj: '审计局', qsz: '青石镇' };
    const options = Object.entries(zones).map(([zone, body]) => `<option value="/${zone}/">${body}</option>`);
    const pages = {
      '/': `<a href="/gknb/">年报</a><select>${options.join('')}</select>`,
      '/gknb/': ROW,
      '/njj/': '<a href="/njj/nb/">年报</a>',
      '/njj/nb/': '<li><a href="./202401/t20240130_8.html">2023年度报告</a><span>2024-01-30</span></li>',
    };
    expect((await walk(pages)).reports).toEqual([ARTICLE, '/njj/nb/202401/t20240130_8.html']);
  });

  it('passes the way it came on to the report, so that a bare title finds its body', async () => {
    const bare = '<li><a href="./202401/t20240130_7.html">2023年度报告</a><span>2024-01-30</span></li>';
    const pages = {
      '/': '<a href="/bm/">部门信息公开</a>',
      '/bm/': '<a href="/bm/jyj/">教育局</a>',
      '/bm/jyj/': '<a href="/bm/jyj/gknb/">信息公开年报</a>',
      '/bm/jyj/gknb/': bare,
    };
    const [lead] = (await walk(pages)).leads;
    expect(lead).toMatchObject({
      title: '2023年度报告',
      column: '教育局',
      organization: '永宁县教育局',
      year: 2023,
      publishedOn: '2024-01-30',
    });
  });
});
