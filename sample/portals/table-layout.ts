import { publicationOf } from '../delivery.ts';
import { encodeGbk } from '../gbk.ts';
import { annualReportItems, paged } from '../listing.ts';
import { strayLookalikesOf } from '../lookalikes.ts';
import { noiseArticles } from '../noise.ts';
import type { PlannedReport } from '../planned-reports.ts';
import type { County } from '../province.ts';
import { escapeHtml } from '../render-html.ts';
import { type Resource, type Site, SitePages, type SiteRequest } from '../site.ts';

const PER_PAGE = 5;
const VIEW = '/webaspx/view_list.aspx';
const PORTAL = '3';
const REPORTS = { number: '2411', name: '信息公开年报' };
const NEWS = { number: '2302', name: '政务动态' };
const NOTICES = { number: '2303', name: '通知公告' };
const OTHERS = { number: '2405', name: '法定主动公开' };
const GUIDE = { number: '2398', name: '公开指南' };

interface Row {
  readonly title: string;
  readonly date: string;
  readonly path: string;
}

interface Column {
  readonly number: string;
  readonly name: string;
}

/** An old site: tables within tables, no classes, GB2312; the first page of a list is a file, the others come from a script that takes a page number. */
export function tableLayoutSite(county: County): Site {
  const pages = new SitePages('text/html', encodeGbk);
  const reportPaths = new Map<PlannedReport, string>();
  const columns = new Map<string, { column: Column; rows: readonly Row[] }>();
  let id = 30_100;
  const article = (column: Column, item: { title: string; date: string }, main: string): string => {
    const path = `/html/${column.number}/${++id}.html`;
    const inside = `<table width="96%" border="0" align="center"><tr><td align="center"><font size="5"><b>${escapeHtml(item.title)}</b></font></td></tr><tr><td align="center"><font color="#666666">发布时间：${item.date}　浏览次数：<span id="hits"></span></font></td></tr><tr><td>${main}</td></tr></table>`;
    pages.page(path, shell(county, item.title, inside));
    return path;
  };
  const list = (column: Column, rows: readonly Row[]): void => {
    columns.set(column.number, { column, rows });
    pages.page(`/html/${column.number}/List.html`, listPage(county, column, rows, 1));
  };

  const reports = annualReportItems(county).map((item): Row => {
    const path = article(REPORTS, item, item.report ? publicationOf(item.report).body : item.body);
    if (item.report) reportPaths.set(item.report, path);
    return { ...item, path };
  });
  list(REPORTS, reports);
  for (const [column, count] of [
    [NEWS, 35],
    [NOTICES, 20],
  ] as const) {
    const articles = noiseArticles(`${county.id} ${column.number}`, count);
    list(
      column,
      articles.map((item) => ({ ...item, path: article(column, item, item.paragraphs.join('<br><br>')) })),
    );
  }
  list(
    OTHERS,
    strayLookalikesOf(county).map((item) => ({ ...item, path: article(OTHERS, item, item.body) })),
  );
  pages.page(
    `/html/${GUIDE.number}/Item.html`,
    shell(county, GUIDE.name, '<font size="3">申请人可以当面或者以信函提出申请。</font>'),
  );
  const latest = (columns.get(NEWS.number)?.rows ?? []).slice(0, 8).map((row) => rowHtml(row));
  pages.page('/', shell(county, `${county.name}人民政府`, `<table width="100%">${latest.join('')}</table>`));
  pages.page('/zwgk.html', shell(county, '政务公开', sideMenu()));
  return {
    county,
    resources: pages.resources,
    validators: 'last-modified',
    reportPaths,
    answer: (request) => answerList(request, county, columns),
  };
}

function answerList(
  request: SiteRequest,
  county: County,
  columns: ReadonlyMap<string, { column: Column; rows: readonly Row[] }>,
): Resource | undefined {
  if (request.path !== VIEW || request.query.get('portalid') !== PORTAL) return undefined;
  const listed = columns.get(request.query.get('lmid') ?? '');
  if (!listed) return undefined;
  const body = encodeGbk(listPage(county, listed.column, listed.rows, Number(request.query.get('pages') ?? 1)));
  return { status: 200, headers: { 'content-type': 'text/html; charset=gb2312' }, body };
}

function listPage(county: County, column: Column, rows: readonly Row[], page: number): string {
  const cut = paged(rows, PER_PAGE);
  const address = (number: number): string => `${VIEW}?portalid=${PORTAL}&lmid=${column.number}&pages=${number}`;
  const pager = `共${rows.length}条 第${page}/${cut.length}页 <a href="${address(1)}">首页</a> <a href="${address(Math.max(1, page - 1))}">上一页</a> <a href="${address(Math.min(cut.length, page + 1))}">下一页</a> <a href="${address(cut.length)}">尾页</a>`;
  const lines = (cut[page - 1] ?? []).map((row) => rowHtml(row)).join('');
  const inside = `<table width="100%" border="0"><tr><td background="/images/bt.gif"><b>${column.name}</b></td></tr><tr><td><table width="100%" cellpadding="4">${lines}</table></td></tr><tr><td align="center">${pager}</td></tr></table>`;
  return shell(county, column.name, inside);
}

function rowHtml(row: Row): string {
  return `<tr><td width="16"><img src="/images/dot.gif"></td><td><a href="${row.path}" target="_blank">${escapeHtml(row.title)}</a></td><td width="90"><font color="#999999">[${row.date}]</font></td></tr>`;
}

function sideMenu(): string {
  const links = [
    `<a href="/html/${GUIDE.number}/Item.html">${GUIDE.name}</a>`,
    `<a href="/html/${OTHERS.number}/List.html">${OTHERS.name}</a>`,
    `<a href="/html/${REPORTS.number}/List.html">${REPORTS.name}</a>`,
    `<a href="/html/${NOTICES.number}/List.html">${NOTICES.name}</a>`,
  ];
  return `<table width="180" border="0">${links.map((link) => `<tr><td height="28">${link}</td></tr>`).join('')}</table>`;
}

function shell(county: County, title: string, main: string): string {
  return `<HTML><HEAD><TITLE>${escapeHtml(title)}</TITLE>
<META http-equiv=Content-Type content="text/html; charset=gb2312"></HEAD>
<BODY leftMargin=0 topMargin=0>
<TABLE width=980 border=0 align=center cellPadding=0 cellSpacing=0><TR><TD><img src="/images/top.jpg" alt="${county.name}"></TD></TR>
<TR><TD><TABLE width="100%"><TR><TD><a href="/">首页</a></TD><TD><a href="/html/${NEWS.number}/List.html">${NEWS.name}</a></TD><TD><a href="/zwgk.html">政务公开</a></TD><TD><a href="/html/${NOTICES.number}/List.html">${NOTICES.name}</a></TD></TR></TABLE></TD></TR>
<TR><TD><TABLE width="100%"><TR><TD width=190 vAlign=top>${sideMenu()}</TD><TD vAlign=top>${main}</TD></TR></TABLE></TD></TR>
<TR><TD align=center><font size=2>主办：${county.name}人民政府办公室</font></TD></TR></TABLE>
</BODY></HTML>
`;
}
