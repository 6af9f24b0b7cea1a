import { ANY_LISTS } from './any-lists.ts';
import { defineCrawler } from './crawler.ts';
import type { Lead } from './crawler.ts';
import { recordLists } from './hanweb-records.ts';
import { firstRows, walkWithReplies } from './list-replies.ts';
import { attributeOf, hiddenInputs, scriptRequests, withQuery } from './script-requests.ts';
import type { ScriptRequest } from './script-requests.ts';
import type { Page } from './page.ts';
import type { Dialect } from './walk.ts';

const SEARCH = /\/module\/xxgk\/search\.jsp/;
const ANNUAL_REPORT = /\/module\/xxgk\/xxgkAnnualReport\.jsp$/i;
const MARKS = /\/module\/xxgk\/\w+\.jsp|[?&](?:amp;)?vc_xxgkarea=/;
/** Classes of rows that a page or reply shows already. */
const ROWS = /\bclass\s*=\s*["']?[^"'>]*\b(?:tr_main_value_(?:odd|even)|bt_link)\b/;
const TOTAL = /共\s*(?:&nbsp;|<[^>]*>|\s)*(\d{1,4})\s*(?:&nbsp;|<[^>]*>|\s)*页/;
/** Requests for one list at most. */
const MOST_REQUESTS = 60;

/** What the module is asked with where a page says nothing else. */
const USUAL = {
  standardXxgk: '0',
  isAllList: '1',
  texttype: '0',
  fbtime: '-1',
  vc_all: '',
  vc_filenumber: '',
  vc_title: '',
  vc_number: '',
  currpage: '1',
  sortfield: ',compaltedate:0',
} as const;
/** Which list is asked for: one of these at least must stand in the page. */
const LIST_NAMES = ['infotypeId', 'area', 'divid'] as const;
const PARAMETERS: ReadonlySet<string> = new Set([...Object.keys(USUAL), ...LIST_NAMES, 'jdid']);

/**
 * Lists of Hanweb's disclosure module: `search.jsp` answers with a piece of markup, a table of rows and the number of pages.
 * Address and form carry the same fields, for builds differ in which they read.
 */
export const xxgkLists: Dialect = {
  withHiddenRows: withReportTitles,
  furtherRows: (page) => {
    const { pathname, searchParams } = new URL(page.url);
    if (pathname.includes('/module/xxgk/search.jsp')) {
      const asked = Object.fromEntries(searchParams);
      return Number(asked['currpage'] ?? 1) > 1 ? [] : repliesAfter(page, { endpoint: new URL(page.url), asked });
    }
    const asking = searchOf(page);
    if (asking === undefined) return [];
    if (ROWS.test(page.html)) return repliesAfter(page, asking);
    return [firstRows(page, { url: withQuery(asking.endpoint, asking.asked), form: asking.asked })];
  },
};

export default defineCrawler({
  family: 'hanweb-xxgk',
  recognises: (page: Page) => MARKS.test(page.html),
  steps: walkWithReplies(recordLists, xxgkLists, ...ANY_LISTS),
});

interface Search {
  readonly endpoint: URL;
  readonly asked: Readonly<Record<string, string>>;
}

/** The search that fills the list of a page, from the address and the object in its script, or from a form with hidden fields. */
function searchOf(page: Page): Search | undefined {
  const request = scriptRequests(page, SEARCH)[0] ?? formRequest(page);
  if (request === undefined) return undefined;
  const given = { ...hiddenInputs(page), ...request.parameters };
  const own = Object.fromEntries(Object.entries(given).filter(([name]) => PARAMETERS.has(name)));
  if (!LIST_NAMES.some((name) => (own[name] ?? '') !== '')) return undefined;
  return { endpoint: request.endpoint, asked: { ...USUAL, ...own, currpage: '1' } };
}

/** The search as a form of the page that a script sends: its action; the fields are the page's hidden ones. */
function formRequest(page: Page): ScriptRequest | undefined {
  for (const [tag] of page.html.matchAll(/<form\b[^>]*>/gi)) {
    const action = attributeOf(tag, 'action') ?? '';
    if (!action.includes('/module/xxgk/search.jsp') || !URL.canParse(action, page.url)) continue;
    const url = new URL(action, page.url);
    return { endpoint: new URL(url.pathname, url.origin), parameters: Object.fromEntries(url.searchParams) };
  }
  return undefined;
}

function repliesAfter(page: Page, { endpoint, asked }: Search): Lead[] {
  const total = Math.min(Number(TOTAL.exec(page.html)?.[1] ?? 1), MOST_REQUESTS);
  return Array.from({ length: Math.max(0, total - 1) }, (_, step): Lead => {
    const form = { ...asked, currpage: String(step + 2) };
    return firstRows(page, { url: withQuery(endpoint, form), form });
  });
}

/**
 * Links to `xxgkAnnualReport.jsp` lead to one body's report each, and often say no more than its name or a year. Whether the year
 * in the address is that of the report or of its publication is not known, so it is not taken over.
 */
function withReportTitles(page: Page): Page {
  if (!page.links.some((link) => ANNUAL_REPORT.test(new URL(link.url).pathname))) return page;
  const links = page.links.map((link) => {
    if (!ANNUAL_REPORT.test(new URL(link.url).pathname) || /报告|年报/.test(link.text + link.title)) return link;
    return { ...link, title: `${link.text}政府信息公开年度报告` };
  });
  return { ...page, links };
}
