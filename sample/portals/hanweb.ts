import { createHash } from 'node:crypto';
import { publicationOf } from '../delivery.ts';
import { annualReportItems } from '../listing.ts';
import { strayLookalikesOf } from '../lookalikes.ts';
import { noiseArticles } from '../noise.ts';
import type { PlannedReport } from '../planned-reports.ts';
import type { County } from '../province.ts';
import { escapeHtml } from '../render-html.ts';
import { encodeUtf8, type Resource, type Site, SitePages, type SiteRequest } from '../site.ts';

const PER_PAGE = 6;
const WEB_ID = '31';
const UNIT_ID = '27541';
const PROXY = '/module/web/jpage/dataproxy.jsp';
const REPORTS = '1201';
const NEWS = '1187';
const NOTICES = '1188';
const OTHERS = '1195';

interface Row {
  readonly title: string;
  readonly date: string;
  readonly path: string;
}

/**
 * A portal whose lists are XML inside a script: the first page's records stand in the page, the others come from a proxy that is asked by
 * page number or by first and last record.
 */
export function hanwebSite(county: County): Site {
  const pages = new SitePages('text/html; charset=UTF-8', encodeUtf8);
  const reportPaths = new Map<PlannedReport, string>();
  const columns = new Map<string, readonly Row[]>();
  let id = 30_200;

  const article = (column: string, item: { title: string; date: string }, main: string): string => {
    const [year = '', month = '', day = ''] = item.date.split('-');
    const path = `/art/${year}/${Number(month)}/${Number(day)}/art_${column}_${++id}.html`;
    const body = `<!--<$[信息内容]>begin--><div class="article-content" id="zoom">${main}</div><!--<$[信息内容]>end-->`;
    pages.page(
      path,
      shell(
        county,
        item.title,
        `<div class="tit">${escapeHtml(item.title)}</div><p>发布日期：${item.date}</p>${body}`,
        item,
      ),
    );
    return path;
  };
  const column = (number: string, name: string, rows: readonly Row[]): void => {
    columns.set(number, rows);
    pages.page(`/col/col${number}/index.html`, shell(county, name, listHtml(number, name, rows)));
  };

  const reports = annualReportItems(county).map((item): Row => {
    if (!item.report) return { ...item, path: article(REPORTS, item, item.body) };
    const publication = publicationOf(item.report);
    const links = publication.attachments.map((attachment) => {
      const name = createHash('md5').update(attachment.name).digest('hex');
      const path = `/module/download/downfile.jsp?classid=0&filename=${name}.${attachment.extension}`;
      pages.file(path, attachment.contentType, attachment.bytes);
      return `<p>附件：<a href="${escapeHtml(path)}">${attachment.name}</a></p>`;
    });
    const path = article(REPORTS, item, publication.body + links.join(''));
    reportPaths.set(item.report, path);
    return { ...item, path };
  });
  column(REPORTS, '政府信息公开年报', reports);
  const noise = (number: string, name: string, count: number): void => {
    const rows = noiseArticles(`${county.id} ${number}`, count).map((item) => ({
      ...item,
      path: article(number, item, item.paragraphs.map((text) => `<p>${text}</p>`).join('')),
    }));
    column(number, name, rows);
  };
  noise(NEWS, '望川要闻', 40);
  noise(NOTICES, '公示公告', 30);
  column(
    OTHERS,
    '法定主动公开内容',
    strayLookalikesOf(county).map((item) => ({ ...item, path: article(OTHERS, item, item.body) })),
  );
  const latest = (columns.get(NEWS) ?? []).slice(0, 10).map((row) => recordHtml(row));
  pages.page('/', shell(county, `${county.name}人民政府`, `<ul>${latest.join('')}</ul>`));
  return {
    county,
    resources: pages.resources,
    validators: 'none',
    reportPaths,
    answer: (request) => answerProxy(request, columns) ?? answerDownload(request, pages),
  };
}

function answerProxy(request: SiteRequest, columns: ReadonlyMap<string, readonly Row[]>): Resource | undefined {
  if (request.path !== PROXY) return undefined;
  const field = (name: string): string => request.form.get(name) ?? request.query.get(name) ?? '';
  const rows = columns.get(field('columnid'));
  const known = rows && field('unitid') === UNIT_ID && field('webid') === WEB_ID;
  if (!known) return xml('<datastore></datastore>');
  const perPage = Number(field('perpage') || PER_PAGE);
  const first = field('startrecord') ? Number(field('startrecord')) - 1 : (Number(field('page') || 1) - 1) * perPage;
  const last = field('endrecord') ? Number(field('endrecord')) : first + perPage;
  return xml(
    `<?xml version='1.0' encoding='utf-8' ?><datastore><totalrecord>${rows.length}</totalrecord><totalpage>${Math.ceil(rows.length / perPage)}</totalpage><recordset>${recordsOf(rows.slice(first, last))}</recordset></datastore>`,
  );
}

function answerDownload(request: SiteRequest, pages: SitePages): Resource | undefined {
  return request.path.endsWith('.jsp') ? pages.resources.get(`${request.path}?${request.query.toString()}`) : undefined;
}

function xml(text: string): Resource {
  return { status: 200, headers: { 'content-type': 'text/xml;charset=UTF-8' }, body: encodeUtf8(text) };
}

function recordsOf(rows: readonly Row[]): string {
  return rows.map((row) => `<record><![CDATA[${recordHtml(row)}]]></record>`).join('\n');
}

function recordHtml(row: Row): string {
  return `<li><a href="${row.path}" target="_blank" title="${escapeHtml(row.title)}">${escapeHtml(row.title)}</a><span class="bt_time">${row.date}\n</span></li>`;
}

function listHtml(column: string, name: string, rows: readonly Row[]): string {
  const next = `${PROXY}?page=2&appid=1&webid=${WEB_ID}&path=/&columnid=${column}&unitid=${UNIT_ID}&permissiontype=0`;
  return `<h2>${name}</h2><div id="${UNIT_ID}"><script type="text/xml"><datastore>
<nextgroup><![CDATA[<a href="${next}"></a>]]></nextgroup>
<recordset>${recordsOf(rows.slice(0, PER_PAGE))}</recordset>
</datastore></script></div>
<script type="text/javascript">
jQuery("#${UNIT_ID}").jpage({ perPage: ${PER_PAGE}, totalRecord: ${rows.length}, openCookies: false, showMode: 'normal',
  proxyUrl: '${PROXY}',
  ajaxParam: {col:1,appid:1,webid:${WEB_ID},path:'/',columnid:${column},sourceContentType:1,unitid:'${UNIT_ID}',webname:'${name}',permissiontype:0}
});
</script>`;
}

function shell(county: County, title: string, main: string, item?: { title: string; date: string }): string {
  const meta = item
    ? `<meta name="ArticleTitle" content="${escapeHtml(item.title)}">\n<meta name="pubdate" content="${item.date} 16:05">`
    : '';
  const menu = [
    ['首页', '/'],
    ['望川要闻', `/col/col${NEWS}/index.html`],
    ['公示公告', `/col/col${NOTICES}/index.html`],
    ['法定主动公开内容', `/col/col${OTHERS}/index.html`],
    ['政府信息公开年报', `/col/col${REPORTS}/index.html`],
    ['政府信息公开指南', '/col/col1190/index.html'],
  ].map(([name, path]) => `<li><a href="${path}">${name}</a></li>`);
  return `<!DOCTYPE html>
<html><head><meta charset="UTF-8"><title>${escapeHtml(title)}</title>
<meta name="SiteName" content="${county.name}人民政府">
${meta}
<script src="/script/jpage/jquery.jpage.js"></script></head>
<body><ul class="nav">${menu.join('')}</ul>
<div class="content">${main}</div>
<div class="foot"><a href="http://www.example.com/">网站地图</a></div></body></html>
`;
}
