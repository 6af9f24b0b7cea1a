import { ANY_LISTS } from './any-lists.ts';
import { z } from 'zod';
import { defineCrawler } from './crawler.ts';
import type { Lead } from './crawler.ts';
import { firstRows, nextRows, readReply, rowLinks, walkWithReplies } from './list-replies.ts';
import type { RowsRequest } from './list-replies.ts';
import { literalPairs, scriptRequests, withQuery } from './script-requests.ts';
import type { Page } from './page.ts';
import type { Dialect } from './walk.ts';

const LIST = /\/rest\/lightfrontaction\/getgovinfolist\b/i;
const SITE_SCRIPT = /\/js\/webBuilderCommon\.js$/i;
const SITE_SCRIPT_TAG = /<script\b[^>]*\bsrc\s*=\s*["']([^"']*\/js\/webBuilderCommon\.js)/i;
const SITE_INFO = /\bsiteInfo\s*=\s*(\{[^{}]*\})/;
/** What a column says of itself for its list: `var categorynum = "003004"`, `{categorynum: '003004', deptcode: '…'}`. */
const CATEGORY = /\bcategorynum["']?\s*[=:]\s*["'](\d[\d.]*)["']/i;
const DEPARTMENT = /\bdeptcode["']?\s*[=:]\s*["']([^"']*)["']/i;
const ROWS_A_PAGE = 15;

const replySchema = z.object({
  custom: z.object({
    data: z.array(z.object({ infourl: z.string(), title: z.string(), infodate: z.string().nullish() })),
  }),
});

/**
 * Lists of Epoint's web builder (EWB): a column names its category, a script of the site names project and site, and the list is
 * asked for with both, page by page from 0. An empty reply ends it. Known from one public note only.
 */
export const epointLists: Dialect = {
  withHiddenRows: (page) => (LIST.test(new URL(page.url).pathname) ? { ...page, links: rowsOf(page) } : page),
  furtherRows: (page) => {
    const url = new URL(page.url);
    if (LIST.test(url.pathname)) {
      const number = Number(url.searchParams.get('pageIndex') ?? 0);
      return nextRows(
        page,
        number + 1,
        requestFor(url, { ...Object.fromEntries(url.searchParams), pageIndex: String(number + 1) }),
      );
    }
    return SITE_SCRIPT.test(url.pathname) ? listOfSite(page, url) : listOfColumn(page);
  },
};

export default defineCrawler({
  family: 'epoint',
  recognises: (page: Page) => SITE_SCRIPT_TAG.test(page.html) || /\/rest\/lightfrontaction\//i.test(page.html),
  steps: walkWithReplies(epointLists, ...ANY_LISTS),
});

function rowsOf(page: Page): Page['links'] {
  const rows = readReply(page, replySchema).custom.data;
  return rowLinks(
    page,
    rows.map(({ infourl, title, infodate }) => ({ address: infourl, title, published: infodate ?? '' })),
  );
}

/** The same parameters as form and in the address: which of them a build reads is not known, and the next page is told from the latter. */
function requestFor(endpoint: URL, parameters: Readonly<Record<string, string>>): RowsRequest {
  return { url: withQuery(endpoint, parameters), form: parameters };
}

/** A column that spells its request out is taken at its word; otherwise the site's script is asked for the rest. */
function listOfColumn(page: Page): Lead[] {
  const [spelled] = scriptRequests(page, LIST).filter(({ parameters }) => parameters['categorynum'] !== undefined);
  if (spelled !== undefined) {
    const asked = { pageSize: String(ROWS_A_PAGE), ...spelled.parameters, pageIndex: '0' };
    return [firstRows(page, requestFor(spelled.endpoint, asked))];
  }
  const categorynum = CATEGORY.exec(page.html)?.[1];
  const script = SITE_SCRIPT_TAG.exec(page.html)?.[1];
  if (categorynum === undefined || script === undefined || !URL.canParse(script, page.url)) return [];
  const deptcode = DEPARTMENT.exec(page.html)?.[1] ?? '';
  return [firstRows(page, { url: withQuery(new URL(script, page.url), { categorynum, deptcode }) })];
}

/** The site's script was asked for with the column's category as its query, which a file takes no notice of. */
function listOfSite(page: Page, url: URL): Lead[] {
  const categorynum = url.searchParams.get('categorynum');
  const { projectName, siteGuid } = literalPairs(SITE_INFO.exec(page.html)?.[1] ?? '');
  if (categorynum === null || projectName === undefined || siteGuid === undefined) return [];
  const base = projectName === '' ? '' : `/${projectName.replace(/^\/|\/$/g, '')}`;
  const endpoint = new URL(`${base}/rest/lightfrontaction/getgovinfolist`, url);
  const deptcode = url.searchParams.get('deptcode') ?? '';
  const asked = { deptcode, categorynum, siteGuid, pageIndex: '0', pageSize: String(ROWS_A_PAGE) };
  return [firstRows(page, requestFor(endpoint, asked))];
}
