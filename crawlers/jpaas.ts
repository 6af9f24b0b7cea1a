import { ANY_LISTS } from './any-lists.ts';
import { z } from 'zod';
import { defineCrawler } from './crawler.ts';
import type { Lead } from './crawler.ts';
import { recordLists } from './hanweb-records.ts';
import { xxgkLists } from './hanweb-xxgk.ts';
import { firstRows, nextRows, readReply, walkWithReplies, withMarkup } from './list-replies.ts';
import { attributeOf, literalPairs, withQuery } from './script-requests.ts';
import type { Page } from './page.ts';
import type { Dialect } from './walk.ts';

const UNIT_PATH = '/front/page/build/unit';
const SCRIPT_TAG = /<script\b(?:"[^"]*"|'[^']*'|[^"'>])*>/gi;
/** A page is built of units; these names are those of lists. */
const LIST_UNIT = /列表|分页|内容区域/;
const MOST_UNITS = 3;
const ROWS_A_PAGE = 15;

const replySchema = z.object({ data: z.object({ html: z.string().nullable() }) });
const pagingSchema = z.object({ pageNo: z.number() });

/**
 * Lists of Hanweb's jpaas: a script tag names the unit that fills its place, and the unit is asked for page by page, by nothing but
 * `paramJson`, and by who names a page of the portal as the one that sent it. How many pages there are is not said; an empty piece of
 * markup ends the list.
 */
export const jpaasLists: Dialect = {
  withHiddenRows: (page) =>
    new URL(page.url).pathname.endsWith(UNIT_PATH)
      ? withMarkup(page, readReply(page, replySchema).data.html ?? '')
      : page,
  furtherRows: (page) => {
    const url = new URL(page.url);
    if (url.pathname.endsWith(UNIT_PATH)) {
      const number = pageNumberOf(url);
      return number === undefined ? [] : nextRows(page, number, { url: withPageNumber(url, number + 1) });
    }
    return unitRequests(page);
  },
};

export default defineCrawler({
  family: 'jpaas',
  recognises: (page: Page) => /\bAuthorizedRead\/unitbuild\.js|\/jpaas-publish-server\//.test(page.html),
  steps: walkWithReplies(recordLists, xxgkLists, jpaasLists, ...ANY_LISTS),
});

function unitRequests(page: Page): Lead[] {
  const requests = [...page.html.matchAll(SCRIPT_TAG)].flatMap(([tag]) => {
    if (!tag.includes('AuthorizedRead/unitbuild.js')) return [];
    const address = attributeOf(tag, 'url') ?? '';
    const query = literalPairs(attributeOf(tag, 'queryData') ?? '');
    if (!URL.canParse(address, page.url) || !LIST_UNIT.test(query['tagId'] ?? '')) return [];
    const endpoint = new URL(address, page.url);
    if (!endpoint.pathname.endsWith(UNIT_PATH)) return [];
    return [
      firstRows(page, {
        url: withPageNumber(withQuery(endpoint, { ...query, editType: 'null' }), 1),
      }),
    ];
  });
  return requests.slice(0, MOST_UNITS);
}

function withPageNumber(address: URL, pageNo: number): URL {
  const url = new URL(address);
  url.searchParams.set('paramJson', JSON.stringify({ pageNo, pageSize: ROWS_A_PAGE }));
  return url;
}

function pageNumberOf(url: URL): number | undefined {
  const text = url.searchParams.get('paramJson') ?? '';
  try {
    return pagingSchema.safeParse(JSON.parse(text)).data?.pageNo;
  } catch {
    // Not an address that this family made: there is no next one to it.
    return undefined;
  }
}
