import { publicationOf } from '../delivery.ts';
import { annualReportItems, paged } from '../listing.ts';
import { strayLookalikesOf } from '../lookalikes.ts';
import { noiseArticles } from '../noise.ts';
import type { PlannedReport } from '../planned-reports.ts';
import type { County } from '../province.ts';
import { escapeHtml } from '../render-html.ts';
import { encodeUtf8, type Resource, type Site, SitePages } from '../site.ts';

const PER_PAGE = 6;

interface Row {
  readonly title: string;
  readonly date: string;
  readonly path: string;
}

interface Column {
  readonly slug: string;
  readonly name: string;
}

const OPEN: Column = { slug: 'open', name: '政务公开' };
const REPORTS: Column = { slug: 'annual', name: '年度报告' };
const NEWS: Column = { slug: 'news', name: '今日雁洲' };
const NOTICES: Column = { slug: 'notice', name: '公告栏' };

/**
 * A portal of no known make: lists with `?page=2` and a 下一页 link, articles at `/show/N`. A step lies between the home page and the column, and one
 * line of the list is a PDF.
 */
export function queryPagesSite(county: County): Site {
  const pages = new SitePages('text/html; charset=utf-8', encodeUtf8);
  const reportPaths = new Map<PlannedReport, string>();
  const columns = new Map<string, { column: Column; rows: readonly Row[] }>();
  let id = 1020;
  const article = (item: { title: string; date: string }, main: string): string => {
    const path = `/show/${++id}`;
    pages.page(
      path,
      shell(
        county,
        item.title,
        `<article><h1>${escapeHtml(item.title)}</h1><time>${item.date}</time><section>${main}</section></article>`,
      ),
    );
    return path;
  };
  const column = (described: Column, rows: readonly Row[]): void => {
    columns.set(described.slug, { column: described, rows });
  };

  const reports = annualReportItems(county).map((item): Row => {
    const publication = item.report ? publicationOf(item.report) : { body: item.body, attachments: [] };
    const [attachment] = publication.attachments;
    if (publication.body === '' && attachment) {
      const path = `/upload/file/${item.date.replaceAll('-', '')}/${++id}.${attachment.extension}`;
      pages.file(path, attachment.contentType, attachment.bytes);
      if (item.report) reportPaths.set(item.report, path);
      return { ...item, path };
    }
    const path = article(item, publication.body);
    if (item.report) reportPaths.set(item.report, path);
    return { ...item, path };
  });
  column(REPORTS, reports);
  for (const [described, count] of [
    [NEWS, 40],
    [NOTICES, 24],
  ] as const) {
    const articles = noiseArticles(`${county.id} ${described.slug}`, count);
    column(
      described,
      articles.map((item) => ({
        ...item,
        path: article(item, item.paragraphs.map((text) => `<p>${text}</p>`).join('')),
      })),
    );
  }
  const stray = strayLookalikesOf(county).map((item) => ({ ...item, path: article(item, item.body) }));
  column({ slug: 'documents', name: '公开目录' }, stray);
  const latest = (columns.get(NEWS.slug)?.rows ?? []).slice(0, 10).map((row) => rowHtml(row));
  pages.page('/', shell(county, `${county.name}人民政府`, `<ul>${latest.join('')}</ul>`));
  const doors = [
    ['公开目录', '/channel/documents'],
    ['政府信息公开年度报告', '/channel/annual'],
    ['政府信息公开指南', stray.find((row) => row.title.includes('指南'))?.path ?? '/'],
  ].map(([name, path]) => `<li><a href="${path}">${name}</a></li>`);
  pages.page(`/channel/${OPEN.slug}`, shell(county, OPEN.name, `<ul>${doors.join('')}</ul>`));
  return {
    county,
    resources: pages.resources,
    validators: 'none',
    reportPaths,
    answer: (request) => {
      const listed = columns.get(request.path.replace('/channel/', ''));
      return listed && request.path.startsWith('/channel/')
        ? listPage(county, listed.column, listed.rows, Number(request.query.get('page') ?? 1))
        : undefined;
    },
  };
}

function listPage(county: County, column: Column, rows: readonly Row[], page: number): Resource {
  const cut = paged(rows, PER_PAGE);
  const link = (number: number, text: string): string =>
    number >= 1 && number <= cut.length
      ? `<a href="/channel/${column.slug}?page=${number}">${text}</a>`
      : `<span>${text}</span>`;
  const numbers = cut.map((_, index) => link(index + 1, String(index + 1))).join('');
  const pager = `<div class="pager">${link(page - 1, '上一页')}${numbers}${link(page + 1, '下一页')}</div>`;
  const main = `<h2>${column.name}</h2><ul>${(cut[page - 1] ?? []).map((row) => rowHtml(row)).join('')}</ul>${pager}`;
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: encodeUtf8(shell(county, column.name, main)),
  };
}

function rowHtml(row: Row): string {
  return `<li><i>${row.date}</i><a href="${row.path}">${escapeHtml(row.title)}</a></li>`;
}

function shell(county: County, title: string, main: string): string {
  const menu = [
    ['首页', '/'],
    [NEWS.name, `/channel/${NEWS.slug}`],
    [NOTICES.name, `/channel/${NOTICES.slug}`],
    [OPEN.name, `/channel/${OPEN.slug}`],
  ].map(([name, path]) => `<a href="${path}">${name}</a>`);
  return `<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>${escapeHtml(title)} - ${county.name}</title></head>
<body><nav>${menu.join('')}</nav><main>${main}</main><footer><a href="https://www.example.org/help">帮助</a> <a href="mailto:office@example.org">联系</a></footer></body></html>
`;
}
