import { addressForm } from './addresses.ts';
import type { DeclaredTotals, Lead, ListStatement } from './crawler.ts';
import { linkTitle } from './link-titles.ts';
import { declaredPages } from './pagination.ts';
import type { Page } from './page.ts';

/** A total that a script or a reply states as data: exact, unlike one in print. */
const DATA_TOTAL = /\btotalRecords?["']?\s*[:=]\s*["']?(\d+)|<totalrecord>\s*(\d+)/gi;
/** 共35条, 共有 35 条记录, 总记录数：35. */
const PRINTED_TOTAL = /(?:共有?|总计)(\d{1,5})(?:条|篇)|总(?:记录|条)数[:：]?(\d{1,5})/;

/** Numbers of pages that only say how long a list is, and turn nothing: `pageCount: 3` beside a request, 共48条 1/4. */
const SAID_PAGES = /\bpageCount["']?\s*:\s*["']?(\d{1,4})\b/;
const PRINTED_PAGES = /共\d{1,5}条(?:第)?\d{1,3}\/(\d{1,3})/;

/** What a dialect knows better of the lists on a page than its markup tells. */
export interface KnownList {
  readonly rows?: readonly string[];
  readonly declared: DeclaredTotals;
}

/**
 * The statement of a page that shows a list. None where it neither shows a report nor says how long its list is: then nothing
 * could be held against anything.
 */
export function listStatement(page: Page, leads: readonly Lead[], known: KnownList | undefined): ListStatement[] {
  const reports = leads.flatMap((lead) => (lead.kind === 'report' ? [lead.url] : []));
  const declared = known?.declared ?? declaredIn(page);
  if (reports.length === 0 && (declared.rows ?? declared.pages ?? 0) === 0) return [];
  const rows = new Set([...(known?.rows ?? rowsOf(page)), ...reports]);
  rows.delete(page.url);
  return [{ kind: 'list', rows: [...rows], declared }];
}

/** Totals as data go before the number of pages, and that before a total in print: links beside the list blur the latter. */
function declaredIn(page: Page): DeclaredTotals {
  const totals = new Set([...page.html.matchAll(DATA_TOTAL)].map((match) => Number(match[1] ?? match[2])));
  const [rows] = totals;
  // Several lists on one page, each with its own total: whose is whose is not known here.
  if (totals.size > 1) return {};
  if (rows !== undefined) return rows === 0 ? {} : { rows };
  const text = page.html.replace(/<[^>]*>|&nbsp;|\s+/g, '');
  const pages = declaredPages(page) ?? Number(SAID_PAGES.exec(page.html)?.[1] ?? PRINTED_PAGES.exec(text)?.[1] ?? 0);
  if (pages > 0) return { pages };
  const printed = PRINTED_TOTAL.exec(text);
  const number = printed?.[1] ?? printed?.[2];
  return number === undefined ? {} : { rows: Number(number) };
}

/** Rows are what has a date beside it or an address like an article's or a file's; in a reply without a page around it, every link. */
function rowsOf(page: Page): string[] {
  const isWholePage = /<(?:html|body|head)\b/i.test(page.html);
  const rows = page.links.filter(
    (link) =>
      !isWholePage || linkTitle(link).publishedOn !== undefined || ['article', 'file'].includes(addressForm(link.url)),
  );
  return rows.map(({ url }) => url);
}
