import { publicationOf } from '../delivery.ts';
import { encodeGbk } from '../gbk.ts';
import { annualReportItems, paged } from '../listing.ts';
import { strayLookalikesOf } from '../lookalikes.ts';
import { noiseArticles } from '../noise.ts';
import type { PlannedReport } from '../planned-reports.ts';
import type { County } from '../province.ts';
import { escapeHtml } from '../render-html.ts';
import { encodeUtf8, type Site, SitePages } from '../site.ts';

const COLUMN = '/xxgk/xxgknb/';
/** Robots are kept out of this folder; one report lies in it. */
const ARCHIVE = '/xxgk/nbgd/';

/**
 * The same CMS in another dress: GBK named only in a meta tag, one flat list of all bodies, pages named after the column
 * (`list_1.shtml`), their number in a variable.
 */
export function trsShtmlSite(county: County): Site {
  const pages = new SitePages('text/html', encodeGbk);
  const reportPaths = new Map<PlannedReport, string>();
  let id = 301_500;
  const article = (folder: string, item: { title: string; date: string }, main: string): string => {
    const path = `${folder}${item.date.slice(0, 7).replace('-', '')}/t${item.date.replaceAll('-', '')}_${++id}.shtml`;
    const body = `<h2>${escapeHtml(item.title)}</h2><p class="sj">日期：${item.date} 来源：${county.name}人民政府办公室</p><div id="zoom" class="TRS_Editor">${main}</div>`;
    pages.page(path, shell(county, item.title, body, item));
    return path;
  };
  const list = (
    folder: string,
    name: string,
    rows: readonly { title: string; date: string; path: string }[],
    perPage: number,
  ): void => {
    const cut = paged(rows, perPage);
    for (const [number, page] of cut.entries()) {
      const lines = page.map(
        (row) =>
          `<li><span>[${row.date}]</span><a href="${relative(folder, row.path)}" title="${escapeHtml(row.title)}">${escapeHtml(row.title)}</a></li>`,
      );
      const pager = `<script type="text/javascript">\nvar currentPage = ${number};\nvar countPage = ${cut.length};\nshowPages("list", "shtml");\n</script>`;
      pages.page(
        `${folder}list${number === 0 ? '' : `_${number}`}.shtml`,
        shell(county, name, `<ul class="lb">${lines.join('\n')}</ul>${pager}`),
      );
    }
  };

  const reports = annualReportItems(county).map((item) => {
    const folder = item.report?.delivery === 'forbidden' ? ARCHIVE : COLUMN;
    const path = article(folder, item, item.report ? publicationOf(item.report).body : item.body);
    if (item.report) reportPaths.set(item.report, path);
    return { ...item, path };
  });
  list(COLUMN, '信息公开年报', reports, 8);
  const news = noiseArticles(`${county.id} news`, 60).map((item) => ({
    ...item,
    path: article('/xwzx/', item, item.paragraphs.map((text) => `<p>${text}</p>`).join('')),
  }));
  list('/xwzx/', '新闻中心', news, 15);
  const stray = strayLookalikesOf(county).map((item) => ({ ...item, path: article('/xxgk/zdly/', item, item.body) }));
  list('/xxgk/zdly/', '重点领域公开', stray, 15);
  const latest = news
    .slice(0, 10)
    .map((row) => `<li><a href=".${row.path}">${escapeHtml(row.title)}</a> ${row.date}</li>`);
  const home = shell(county, `${county.name}人民政府`, `<ul>${latest.join('')}</ul>`);
  pages.page('/', home);
  pages.page('/index.shtml', home);
  pages.file('/robots.txt', 'text/plain', encodeUtf8(`User-agent: *\nDisallow: ${ARCHIVE}\nCrawl-delay: 0\n`));
  return { county, resources: pages.resources, validators: 'last-modified', reportPaths };
}

function relative(folder: string, path: string): string {
  return path.startsWith(folder) ? `./${path.slice(folder.length)}` : path;
}

function shell(county: County, title: string, main: string, item?: { title: string; date: string }): string {
  const meta = item
    ? `<meta name="ArticleTitle" content="${escapeHtml(item.title)}"><meta name="PubDate" content="${item.date}">`
    : '';
  return `<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<meta name="SiteName" content="${county.name}人民政府">${meta}
<title>${escapeHtml(title)}</title></head><body>
<div id="nav"><a href="/">首 页</a>|<a href="/xwzx/list.shtml">新闻中心</a>|<a href="/xxgk/zdly/list.shtml">重点领域</a>|<a href="/xxgk/xxgknb/list.shtml">信息公开年报</a>|<a href="/bsdt/">办事大厅</a></div>
<div id="con">${main}</div>
<div id="foot"><a href="http://www.example.net/">上级网站</a> <a href="/xxgk/zdly/list.shtml">网站工作年度报表</a></div>
</body></html>
`;
}
