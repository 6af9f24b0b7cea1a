import { page, rowsOfPage } from './scripted-portal.ts';
import type { ScriptedSite, SiteRow } from './scripted-portal.ts';

const hex = (id: number): string => (Math.imul(id, 2_654_435_761) >>> 0).toString(16).padStart(8, '0').repeat(4);
const DOOR = '政府信息公开年报';

const listItem = (site: Pick<ScriptedSite, 'article'>, row: SiteRow): string =>
  `<li><a href="${site.article(row)}" title="${row.title}">${row.title.slice(0, 24)}…</a><span>${row.date}</span></li>`;

const listOf = (site: Pick<ScriptedSite, 'article'>, rows: readonly SiteRow[]): string =>
  `<ul>${rows.map((row) => listItem(site, row)).join('')}</ul>`;

const gkmlpt: ScriptedSite = {
  family: 'gkmlpt',
  pageSize: 100,
  door: ['政府信息公开', '/gkmlpt/index'],
  article: ({ id }) => `/gkmlpt/content/${String(id)[0]}/${String(id).slice(0, 4)}/post_${id}.html`,
  answer: ({ path, query }, rows, origin) => {
    if (path === '/gkmlpt/index') {
      const leaf = (id: number, name: string, children: unknown[] = []) => ({
        id,
        name,
        post_count: 3,
        jump_url: '',
        children,
      });
      const tree = [
        leaf(11, '机构职能'),
        leaf(12, '财政预决算', [leaf(13, '2023年')]),
        leaf(14, DOOR),
        leaf(15, '法治政府建设年度报告'),
      ];
      return page(
        '政府信息公开目录',
        `<script>window._CONFIG = { SID: '755001', TREE: ${JSON.stringify(tree)} };</script>`,
      );
    }
    const category = /^\/gkmlpt\/api\/all\/(\d+)$/.exec(path)?.[1];
    if (category === undefined || query.get('sid') !== '755001') return undefined;
    const shown = category === '14' ? rowsOfPage(rows, Number(query.get('page')), gkmlpt.pageSize) : [];
    const articles = shown.map((row) => ({
      id: row.id,
      title: row.title,
      display_publish_time: Date.parse(`${row.date}T09:00:00+08:00`) / 1000,
      url: origin + gkmlpt.article(row),
      post_url: '',
    }));
    // The count takes in rows that are not shown.
    return JSON.stringify({ classify: { post_count: rows.length + 7 }, articles });
  },
};

const COLUMN_PATHS = { xxgk: '/col/col113/index.html', jpaas: '/col/col213/index.html' } as const;
const unpadded = (date: string): string => date.split('-').map(Number).join('/');

const hanwebXxgk: ScriptedSite = {
  family: 'hanweb-xxgk',
  pageSize: 15,
  door: [DOOR, COLUMN_PATHS.xxgk],
  marks: '<script src="/module/xxgk/tree.jsp?area=1137"></script>',
  article: ({ id, date }) => `/art/${unpadded(date)}/art_113_${id}.html`,
  answer: ({ path, query, form }, rows) => {
    if (path === COLUMN_PATHS.xxgk) {
      return page(
        DOOR,
        `<div id="d"></div><script>$.post("/module/xxgk/search.jsp?isAllList=1", {infotypeId: 'A0102', jdid: 28, area: '1137', divid: 'd'}, fill);</script>`,
      );
    }
    if (path !== '/module/xxgk/search.jsp' || form.get('infotypeId') !== 'A0102' || query.get('area') !== '1137')
      return undefined;
    const shown = rowsOfPage(rows, Number(form.get('currpage')), hanwebXxgk.pageSize).map(
      (row) =>
        `<tr class="tr_main_value_odd"><td><a class="bt_link" href="${hanwebXxgk.article(row)}" title="${row.title}">${row.title.slice(0, 12)}…</a></td><td>${row.date}</td></tr>`,
    );
    return `<table>${shown.join('')}</table>&nbsp;&nbsp;共${Math.ceil(rows.length / hanwebXxgk.pageSize)}页&nbsp;`;
  },
};

const jpaas: ScriptedSite = {
  family: 'jpaas',
  pageSize: 15,
  door: [DOOR, COLUMN_PATHS.jpaas],
  marks: `<script src="/script/AuthorizedRead/unitbuild.js" url="/api-gateway/jpaas-publish-server/front/page/build/unit" queryData="{'webId':'7','tagId':'要闻'}"></script>`,
  article: ({ id }) => `/col/col213/art/2024/art_${hex(id)}.html`,
  answer: ({ path, query, referer }, rows) => {
    const unit = '/api-gateway/jpaas-publish-server/front/page/build/unit';
    if (path === COLUMN_PATHS.jpaas) {
      return page(
        DOOR,
        `<script src="/script/0/AuthorizedRead/unitbuild.js" url="${unit}" queryData="{'webId':'7','pageId':'213','tagId':'信息列表','tplSetId':'x'}"></script>`,
      );
    }
    if (path === unit && referer === '') return undefined;
    if (path !== unit || query.get('tagId') !== '信息列表' || query.get('editType') !== 'null') return undefined;
    const { pageNo, pageSize } = JSON.parse(query.get('paramJson') ?? '') as { pageNo: number; pageSize: number };
    const shown = rowsOfPage(rows, pageNo, pageSize).map((row) => listItem(jpaas, row));
    return JSON.stringify({ code: '200', data: { html: shown.length === 0 ? '' : `<ul>${shown.join('')}</ul>` } });
  },
};

const lonsun: ScriptedSite = {
  family: 'lonsun',
  pageSize: 15,
  door: ['政府信息公开', '/public/column/6595?type=2'],
  marks: '<a href="/public/6595/4600001.html">重点项目清单</a>',
  article: ({ id }) => `/public/6595/${id}.html`,
  answer: ({ path, query }, rows) => {
    if (path === '/public/column/6595' && query.get('type') === '2')
      return page('政府信息公开', `<a href="/public/column/6595?type=4&amp;catId=71">${DOOR}</a>`);
    if (path === '/public/column/6595') {
      return page(
        DOOR,
        `<script>var pageCount=1; $.get("/yunhe/site/label/8888?labelName=publicInfoList&siteId=67&pageSize=15&pageIndex=1&organId=6595&type=4&catId=${query.get('catId') ?? ''}&file=/c1/yunhe/list", fill);</script>`,
      );
    }
    if (path !== '/yunhe/site/label/8888' || query.get('catId') !== '71' || query.get('file') !== '/c1/yunhe/list')
      return undefined;
    const shown = rowsOfPage(rows, Number(query.get('pageIndex')), Number(query.get('pageSize')));
    return `<ul>${shown.map((row) => listItem(lonsun, row)).join('')}</ul>${shown.length === 0 ? '暂无相关信息' : ''}`;
  },
};

const uuid = (id: number): string => `${hex(id).slice(0, 8)}-1f2a-4b3c-8d4e-${String(id).padStart(12, '0')}`;
/** A site gives fewer rows than it is asked for where its own limit is lower. */
const TRUECMS_LIMIT = 10;

const truecms: ScriptedSite = {
  family: 'truecms',
  pageSize: TRUECMS_LIMIT,
  door: [DOOR, '/yhszf/gknb/gknb.html'],
  marks: '<div id="initData"></div>',
  article: ({ id }) => `/yhszf/gknb/content/${uuid(id)}.html`,
  answer: ({ path, query, referer }, rows) => {
    const store = (shown: readonly SiteRow[]) =>
      `<datastore><totalrecord>${rows.length}</totalrecord><recordset>${shown.map((row) => `<record><![CDATA[${listItem(truecms, row)}]]></record>`).join('')}</recordset></datastore>`;
    if (path === '/yhszf/gknb/gknb.html') {
      const ask = `<script>load('/truecms/messageController/getMessage.do?perpage=20&columnId=4f6a');</script>`;
      return page(DOOR, `<div id="initData" style="display:none">${store(rows.slice(0, 4))}</div>${ask}`);
    }
    if (referer === '' || path !== '/truecms/messageController/getMessage.do' || query.get('columnId') !== '4f6a')
      return undefined;
    const first = Number(query.get('startrecord')) - 1;
    const shown = rows.slice(first, Math.min(Number(query.get('endrecord')), first + TRUECMS_LIMIT));
    return `${query.get('callback') ?? ''}(${JSON.stringify({ result: store(shown) })})`;
  },
};

const openness: ScriptedSite = {
  family: 'openness',
  needsFamily: true,
  pageSize: 15,
  door: [DOOR, '/OpennessContent/showList/2005/34013/page_1.html'],
  article: ({ id }) => (id % 3 === 0 ? `/Xxgknb/show/${id}.html` : `/OpennessContent/show/${id}.html`),
  answer: ({ path }, rows) => {
    const side = '<li><a href="/Xxgknb/show/51.html">政府信息公开年度工作报告</a></li>';
    // The page of all bodies holds every third row, the list the others.
    if (path === '/Xxgknb/show/51.html')
      return page(
        '年报',
        listOf(
          openness,
          rows.filter(({ id }) => id % 3 === 0),
        ),
      );
    const number = Number(/^\/OpennessContent\/showList\/2005\/34013\/page_(\d+)\.html$/.exec(path)?.[1] ?? 0);
    const listed = rows.filter(({ id }) => id % 3 !== 0);
    const last = Math.ceil(listed.length / openness.pageSize);
    if (number < 1 || number > last) return undefined;
    const next = number < last ? `<a href="page_${number + 1}.html">下一页</a>` : '';
    return page(DOOR, side + listOf(openness, rowsOfPage(listed, number, openness.pageSize)) + next);
  },
};

const ucap: ScriptedSite = {
  family: 'ucap',
  pageSize: 15,
  door: [DOOR, '/yunhe/gknb/common_list.shtml'],
  marks: `<a href="/yunhe/xw/202403/${hex(1)}.shtml">春耕</a><a href="/yunhe/xw/202403/${hex(2)}.shtml">防汛</a>`,
  article: ({ id, date }) => `/yunhe/gknb/${date.slice(0, 7).replace('-', '')}/${hex(id)}.shtml`,
  answer: ({ path }, rows) => {
    const match = /^\/yunhe\/gknb\/common_list(?:_(\d+))?\.shtml$/.exec(path);
    const number = Number(match?.[1] ?? 1);
    const total = Math.ceil(rows.length / ucap.pageSize);
    if (match === null || number > total) return undefined;
    const call = `<script>createPageHTML('page-div',${total},${number},'common_list','shtml',${rows.length});</script>`;
    return page(DOOR, listOf(ucap, rowsOfPage(rows, number, ucap.pageSize)) + call);
  },
};

const vsb: ScriptedSite = {
  family: 'vsb',
  pageSize: 15,
  door: [DOOR, '/zwgk/gknb.htm'],
  marks: '<script src="/system/resource/js/dynclicks.js"></script>',
  article: ({ id }) => `/info/4236/${id}.htm`,
  answer: ({ path }, rows) => {
    const total = Math.ceil(rows.length / vsb.pageSize);
    const match = /^\/zwgk\/gknb(?:\/(\d+))?\.htm$/.exec(path);
    // The pages after the first are numbered downwards.
    const number = match?.[1] === undefined ? 1 : total - Number(match[1]) + 1;
    if (match === null || number < 1 || number > total) return undefined;
    const next = `/zwgk/gknb/${total - number}.htm`;
    const pager = number < total ? `<a href="${next}">下页</a><a href="/zwgk/gknb/1.htm">尾页</a>` : '';
    return page(DOOR, `${listOf(vsb, rowsOfPage(rows, number, vsb.pageSize))}${pager} ${number}/${total}`);
  },
};

const epoint: ScriptedSite = {
  family: 'epoint',
  pageSize: 15,
  door: [DOOR, '/gknb/003004/list.html'],
  marks: '<script src="/js/webBuilderCommon.js"></script>',
  article: ({ id, date }) => `/gknb/003004/${date.replaceAll('-', '')}/${uuid(id)}.html`,
  answer: ({ path, form }, rows) => {
    if (path === '/js/webBuilderCommon.js') return "var siteInfo = { projectName: 'EWB_YH', siteGuid: '7eb5f7f1' };";
    if (path === '/gknb/003004/list.html') {
      return page(
        DOOR,
        `<ul id="rows"></ul><script src="/js/webBuilderCommon.js"></script><script>var categorynum = "003004"; showList();</script>`,
      );
    }
    if (path !== '/EWB_YH/rest/lightfrontaction/getgovinfolist' || form.get('siteGuid') !== '7eb5f7f1')
      return undefined;
    const shown = form.get('categorynum') === '003004' ? rowsOfPage(rows, Number(form.get('pageIndex')) + 1, 15) : [];
    const data = shown.map((row) => ({ infourl: epoint.article(row), title: row.title, infodate: row.date }));
    return JSON.stringify({ custom: { data } });
  },
};

export const SCRIPTED_SITES: readonly ScriptedSite[] = [
  gkmlpt,
  hanwebXxgk,
  jpaas,
  lonsun,
  truecms,
  openness,
  ucap,
  vsb,
  epoint,
];
