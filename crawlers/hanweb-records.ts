import type { Lead } from './crawler.ts';
import type { KnownList } from './list-statement.ts';
import type { Page } from './page.ts';
import { parsePage } from './parse-page.ts';
import type { Dialect } from './walk.ts';

/** Requests for one list at most. */
const MOST_REQUESTS = 100;

const RECORD = /<record>\s*(?:<!\[CDATA\[)?([\s\S]*?)(?:\]\]>)?\s*<\/record>/gi;
const NEXT_GROUP = /<nextgroup>\s*<!\[CDATA\[([\s\S]*?)\]\]>\s*<\/nextgroup>/i;

/** Does the page hold a list as XML, in a script or as a whole? */
export function hasRecords(html: string): boolean {
  return /<datastore>/i.test(html) || /\.jpage\s*\(/.test(html);
}

/** Lists that stand in a page as XML records, and go on at a proxy. */
export const recordLists: Dialect = { withHiddenRows: withRecords, furtherRows: nextRecords, knownList: knownRecords };

/** The page with the links of its XML records after its own; the page itself where it has none. */
export function withRecords(page: Page): Page {
  const hidden = recordLinks(page, page.html);
  return hidden.length === 0 ? page : { ...page, links: [...hidden, ...page.links] };
}

function recordLinks(page: Page, html: string): Page['links'] {
  const rows = [...html.matchAll(RECORD)].map((match) => match[1] ?? '');
  if (rows.length === 0) return [];
  const bytes = new TextEncoder().encode(`<ul>${rows.join('\n')}</ul>`);
  return parsePage({ url: page.url, bytes, contentType: 'text/html; charset=utf-8', label: page.label }).links;
}

/** The list of a page's own column, where it can be told from the others on it. */
function knownRecords(page: Page): KnownList | undefined {
  const [list, ...others] = listsOf(page);
  if (list === undefined || others.length > 0) return undefined;
  return { rows: recordLinks(page, list.html).map(({ url }) => url), declared: { rows: list.total } };
}

interface Paging {
  readonly html: string;
  readonly proxy: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly total: number;
  readonly perPage: number;
  readonly shown: number;
}

/**
 * The requests for the rows after those shown. They name them by page and by record alike, in the address and in the form, so
 * that builds that know only one of these ways give the same rows. Of several lists on a page, only those of its own column go on.
 */
function nextRecords(page: Page): Lead[] {
  return listsOf(page).flatMap((list) => requestsFor(list, page));
}

function listsOf(page: Page): Paging[] {
  const { pathname } = new URL(page.url);
  if (pathname.endsWith('/dataproxy.jsp')) return [];
  const lists = listsIn(page.html).flatMap((html) => pagingOf(html, page.url) ?? []);
  const column = /\/col(\d+)\//.exec(pathname)?.[1];
  const own = lists.filter(({ parameters }) => parameters['columnid'] === column);
  return own.length > 0 ? own : lists;
}

function requestsFor({ proxy, parameters, total, perPage, shown }: Paging, page: Page): Lead[] {
  if (total <= shown) return [];
  const leads: Lead[] = [];
  const first = Math.floor(shown / perPage) + 1;
  const last = Math.ceil(total / perPage);
  for (let number = first; number <= last && leads.length < MOST_REQUESTS; number += 1) {
    const asked = {
      ...parameters,
      page: String(number),
      startrecord: String((number - 1) * perPage + 1),
      endrecord: String(Math.min(number * perPage, total)),
      perpage: String(perPage),
    };
    const url = new URL(proxy, page.url);
    url.search = new URLSearchParams(asked).toString();
    leads.push({
      kind: 'follow',
      step: 'column',
      url: url.href,
      form: asked,
      referer: page.url,
      label: page.label,
      priority: 85,
      continues: true,
    });
  }
  return leads;
}

/** The stretches of a page that hold one list each: its records and its settings, in whichever order these stand. */
function listsIn(html: string): string[] {
  const settings = [...html.matchAll(/\.jpage\s*\(/g)].map(({ index }) => index);
  const records = [...html.matchAll(/<datastore>/gi)].map(({ index }) => index);
  if (settings.length < 2 || records.length !== settings.length) return [html];
  const starts = settings.map((index, list) => Math.min(index, records[list] ?? index));
  return starts.map((start, list) => html.slice(start, starts[list + 1]));
}

function pagingOf(html: string, pageUrl: string): Paging | undefined {
  const shown = [...html.matchAll(RECORD)].length;
  const total = Number(
    /\btotalRecord["']?\s*:\s*["']?(\d+)/i.exec(html)?.[1] ?? /<totalrecord>\s*(\d+)/i.exec(html)?.[1] ?? 0,
  );
  const perPage = Number(/\bperPage["']?\s*:\s*["']?(\d+)/i.exec(html)?.[1] ?? 0) || shown;
  if (total === 0 || perPage === 0) return undefined;
  const group = nextGroup(html, pageUrl);
  const stated = /\bproxyUrl["']?\s*:\s*["']([^"']+)["']/i.exec(html)?.[1];
  const proxy = stated ?? group?.pathname ?? '/module/web/jpage/dataproxy.jsp';
  const parameters = { ...ajaxParameters(html), ...groupParameters(group) };
  return Object.keys(parameters).length === 0 ? undefined : { html, proxy, parameters, total, perPage, shown };
}

/** The address the site itself gives for the next group; where ids are enciphered, only it has them. */
function nextGroup(html: string, base: string): URL | undefined {
  const address = /href\s*=\s*["']([^"']+)["']/i.exec(NEXT_GROUP.exec(html)?.[1] ?? '')?.[1]?.replaceAll('&amp;', '&');
  return address !== undefined && URL.canParse(address, base) ? new URL(address, base) : undefined;
}

function groupParameters(group: URL | undefined): Record<string, string> {
  const given = [...(group?.searchParams ?? [])].filter(
    ([name]) => !/^(?:page|startrecord|endrecord|perpage)$/i.test(name),
  );
  return Object.fromEntries(given);
}

function ajaxParameters(html: string): Record<string, string> {
  const body = /\bajaxParam["']?\s*:\s*\{([^}]*)\}/i.exec(html)?.[1] ?? '';
  const pairs = [...body.matchAll(/["']?(\w+)["']?\s*:\s*(?:"([^"]*)"|'([^']*)'|([\w./-]+))/g)];
  return Object.fromEntries(pairs.map(([, name = '', double, single, bare]) => [name, double ?? single ?? bare ?? '']));
}
