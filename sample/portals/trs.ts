import { publicationOf } from '../delivery.ts';
import type { BodyLevel } from '../figures.ts';
import { annualReportItems, type ListItem, paged } from '../listing.ts';
import { strayLookalikesOf } from '../lookalikes.ts';
import { type NoiseArticle, noiseArticles } from '../noise.ts';
import type { PlannedReport } from '../planned-reports.ts';
import type { County } from '../province.ts';
import { escapeHtml } from '../render-html.ts';
import { encodeUtf8, type Site, SitePages } from '../site.ts';

const COLUMN = '/zfxxgk/zfxxgknb/';
/** Sub-columns by kind of body, as county portals of this dialect divide them. */
const UNIT_COLUMNS: readonly { readonly slug: string; readonly name: string; readonly level: BodyLevel }[] = [
  { slug: 'xzfnb', name: '县政府年报', level: 'county' },
  { slug: 'bmnb', name: '部门年报', level: 'department' },
  { slug: 'xzjdnb', name: '乡镇（街道）年报', level: 'township' },
];
const PER_PAGE = 5;

interface Shell {
  readonly column: string;
  readonly columnType: string;
  readonly title: string;
  readonly date?: string;
  readonly main: string;
  readonly county: County;
}

/**
 * A county portal of the commonest dialect: columns as folders, `index_1.html` after `index.html`, the number of pages in a script call, articles
 * at `YYYYMM/tYYYYMMDD_ID.html`, attachments beside them.
 */
export function trsSite(county: County): Site {
  const pages = new SitePages('text/html; charset=utf-8', encodeUtf8);
  const reportPaths = new Map<PlannedReport, string>();
  let id = 5_012_300;

  const article = (
    folder: string,
    item: { title: string; date: string },
    columnName: string,
    main: string,
    urlDate = item.date,
  ): string => {
    const path = addressOf(folder, urlDate, ++id);
    pages.page(
      path,
      shell({
        county,
        column: columnName,
        columnType: columnName,
        title: item.title,
        date: item.date,
        main: articleHtml(item, main),
      }),
    );
    return path;
  };
  const publish = (folder: string, columnName: string, item: ListItem): string => {
    if (!item.report) return article(folder, item, columnName, item.body);
    const { report } = item;
    const publication = publicationOf(report);
    const urlDate = report.bogusDate ? '1970-01-01' : item.date;
    if (report.delivery === 'missing') return addressOf(folder, urlDate, ++id);
    const links = publication.attachments.map((attachment, index) => {
      const name = `P0${item.date.replaceAll('-', '')}3851${String(id).slice(-4)}${index}.${attachment.extension}`;
      pages.file(`${folder}${monthOf(urlDate)}/${name}`, attachment.contentType, attachment.bytes);
      return `<p class="insertfileTag" style="text-indent:0"><a appendix="true" otheroperation="false" href="./${name}" title="${attachment.name}" OLDSRC="/protect/${name}">${attachment.name}</a></p>`;
    });
    const path = article(folder, item, columnName, publication.body + links.join('\n'), urlDate);
    reportPaths.set(report, path);
    return path;
  };

  const units = UNIT_COLUMNS.map((unit) => {
    const folder = `${COLUMN}${unit.slug}/`;
    const rows = annualReportItems(county, unit.level).map((item) => ({
      item,
      path: publish(folder, unit.name, item),
    }));
    for (const row of rows) if (row.item.report?.delivery === 'missing') reportPaths.set(row.item.report, row.path);
    listPages(folder, unit.name, rows);
    return { ...unit, folder, rows };
  });
  const overview = units.map(
    (unit) =>
      `<div class="zfxxgk_list"><h3><a href="./${unit.slug}/">${unit.name}</a><a class="more" href="./${unit.slug}/">更多</a></h3><ul>${unit.rows
        .slice(0, 2)
        .map(({ item, path }) => listRow(item, `./${path.slice(COLUMN.length)}`))
        .join('')}</ul></div>`,
  );
  pages.page(
    `${COLUMN}index.html`,
    shell({
      county,
      column: '政府信息公开年报',
      columnType: '政府信息公开年报',
      title: '政府信息公开年报',
      main: nav('../') + overview.join('\n'),
    }),
  );
  pages.resources.set(COLUMN, required(pages, `${COLUMN}index.html`));

  function listPages(
    folder: string,
    name: string,
    rows: readonly { item: { title: string; date: string }; path: string }[],
  ): void {
    const cut = paged(rows, PER_PAGE);
    for (const [number, page] of cut.entries()) {
      const list = page.map(({ item, path }) => listRow(item, `./${path.slice(folder.length)}`)).join('\n');
      const main = `<ul class="zfxxgk_list">${list}</ul><div class="page"><script>createPageHTML(${cut.length}, ${number}, "index", "html");</script></div>`;
      const file = `${folder}index${number === 0 ? '' : `_${number}`}.html`;
      pages.page(file, shell({ county, column: name, columnType: '政府信息公开年报', title: name, main }));
      if (number === 0) pages.resources.set(folder, required(pages, file));
    }
  }

  const stray = (folder: string, name: string, titles: readonly string[]): void => {
    const rows = strayLookalikesOf(county)
      .filter((lookalike) => titles.some((word) => lookalike.title.includes(word)))
      .map((lookalike) => ({ item: lookalike, path: article(folder, lookalike, name, lookalike.body) }));
    listPages(folder, name, rows);
  };
  stray('/zfxxgk/zfxxgkzn/', '政府信息公开指南', ['指南']);
  stray('/zfxxgk/fdzdgknr/', '法定主动公开内容', ['政府工作报告', '预算执行']);
  stray('/zfwzgzndbb/', '政府网站工作年度报表', ['工作年度报表']);
  const news = (
    folder: string,
    name: string,
    articles: readonly NoiseArticle[],
  ): readonly { item: NoiseArticle; path: string }[] => {
    const rows = articles.map((item) => ({
      item,
      path: article(folder, item, name, item.paragraphs.map((text) => `<p>${text}</p>`).join('')),
    }));
    listPages(folder, name, rows);
    return rows;
  };
  const latest = [
    ...news('/xwdt/zwyw/', '政务要闻', noiseArticles(`${county.id} news`, 45)),
    ...news('/xwdt/tzgg/', '通知公告', noiseArticles(`${county.id} notices`, 25)),
  ];
  const home = `<div class="news">${latest
    .slice(0, 12)
    .map(({ item, path }) => listRow(item, `.${path}`))
    .join('')}</div>`;
  pages.page(
    '/index.html',
    shell({ county, column: '首页', columnType: '', title: `${county.name}人民政府门户网站`, main: home }),
  );
  pages.resources.set('/', required(pages, '/index.html'));
  const open = nav('./') + '<p>本栏目依照《政府信息公开条例》设立。</p>';
  pages.page(
    '/zfxxgk/index.html',
    shell({ county, column: '政府信息公开', columnType: '政府信息公开', title: '政府信息公开', main: open }),
  );
  pages.resources.set('/zfxxgk/', required(pages, '/zfxxgk/index.html'));
  return { county, resources: pages.resources, validators: 'etag', reportPaths };
}

function addressOf(folder: string, date: string, id: number): string {
  return `${folder}${monthOf(date)}/t${date.replaceAll('-', '')}_${id}.html`;
}

function monthOf(date: string): string {
  return date.slice(0, 7).replace('-', '');
}

function required(pages: SitePages, path: string) {
  const resource = pages.resources.get(path);
  if (!resource) throw new TypeError(`No page at ${path}`);
  return resource;
}

function listRow(item: { title: string; date: string }, href: string): string {
  const shown = item.title.length > 24 ? `${item.title.slice(0, 23)}…` : item.title;
  return `<li><a href="${href}" target="_blank" title="${escapeHtml(item.title)}">${escapeHtml(shown)}</a><span>${item.date}</span></li>`;
}

function articleHtml(item: { title: string; date: string }, main: string): string {
  return `<div class="article"><h1>${escapeHtml(item.title)}</h1><div class="info"><span>发布时间：${item.date}</span><span>来源：政务公开办公室</span></div><div class="view TRS_UEDITOR trs_paper_default trs_web">${main}</div></div>`;
}

function nav(base: string): string {
  const items = [
    ['政府信息公开指南', 'zfxxgkzn/'],
    ['政府信息公开制度', 'zfxxgkzd/'],
    ['法定主动公开内容', 'fdzdgknr/'],
    ['政府信息公开年报', 'zfxxgknb/'],
    ['依申请公开', 'ysqgk/'],
  ];
  return `<div class="zfxxgk_nav"><ul>${items.map(([name, slug]) => `<li><a href="${base}${slug}">${name}</a></li>`).join('')}</ul></div>`;
}

function shell(page: Shell): string {
  const name = `${page.county.name}人民政府`;
  const meta = [
    ['SiteName', name],
    ['SiteDomain', 'www.yunling.example'],
    ['SiteIDCode', `${page.county.division}0001`],
    ['ColumnName', page.column],
    ['ColumnType', page.columnType],
    ...(page.date
      ? [
          ['ArticleTitle', page.title],
          ['PubDate', `${page.date} 09:30`],
          ['ContentSource', name],
        ]
      : []),
  ].map(([key = '', value = '']) => `<meta name="${key}" content="${escapeHtml(value)}">`);
  return `<!DOCTYPE html>
<html><head><meta charset="utf-8">
<title>${escapeHtml(page.title)}_${name}</title>
${meta.join('\n')}
<script src="/images/createPage.js"></script></head><body>
<div class="header"><ul class="menu"><li><a href="/">首页</a></li><li><a href="/xwdt/zwyw/">政务要闻</a></li><li><a href="/xwdt/tzgg/">通知公告</a></li><li><a href="/zfxxgk/">政府信息公开</a></li><li><a href="/hdjl/">互动交流</a></li><li><a href="/was5/web/search">站内检索</a></li></ul></div>
<div class="main">${page.main}</div>
<div class="footer"><a href="/zfwzgzndbb/">政府网站工作年度报表</a> <a href="http://www.example.org/">友情链接</a> <a href="javascript:void(0)">设为首页</a></div>
</body></html>
`;
}
