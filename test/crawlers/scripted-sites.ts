import { page, rowsOfPage } from './scripted-portal.ts';
import type { ScriptedSite, SiteRow } from './scripted-portal.ts';

const hex = (id: number): string => (Math.imul(id, 2_654_435_761) >>> 0).toString(16).padStart(8, '0').repeat(4);
const DOOR = '政府信息公开年报';

const listItem = (site: Pick<ScriptedSite, 'article'>, row: SiteRow): string =>
  `<li><a href="${site.article(row)}" title="${row.title}">${row.title.slice(0, 24)}…</a><span>${row.date}</span></li>`;

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
  answer: ({ path, query }, rows) => {
    const unit = '/api-gateway/jpaas-publish-server/front/page/build/unit';
    if (path === COLUMN_PATHS.jpaas) {
      return page(
        DOOR,
        `<script src="/script/0/AuthorizedRead/unitbuild.js" url="${unit}" queryData="{'webId':'7','pageId':'213','tagId':'信息列表','tplSetId':'x'}"></script>`,
      );
    }
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

export const SCRIPTED_SITES: readonly ScriptedSite[] = [gkmlpt, hanwebXxgk, jpaas, lonsun];
