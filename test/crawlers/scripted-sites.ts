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

export const SCRIPTED_SITES: readonly ScriptedSite[] = [gkmlpt];
export { DOOR, hex, listItem };
