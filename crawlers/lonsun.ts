import { ANY_LISTS } from './any-lists.ts';
import { defineCrawler } from './crawler.ts';
import { firstRows, nextRows, walkWithReplies } from './list-replies.ts';
import { scriptRequests, withQuery } from './script-requests.ts';
import type { Page } from './page.ts';
import type { Dialect } from './walk.ts';

const LABEL = /\/site\/label\/8888\b/;
const LIST = 'publicInfoList';
const COLUMN_OR_ARTICLE = /\/public\/(?:column\/\d+|\d+\/\d+\.html)$/;
const USUAL_ROWS = 15;

/**
 * Lists of LonSun: the column's script asks the label `publicInfoList` for markup with the rows. Prefix, `file` and ids differ from
 * site to site and are those that the page spells out.
 */
export const lonsunLists: Dialect = {
  furtherRows: (page) => {
    const url = new URL(page.url);
    if (LABEL.test(url.pathname)) {
      const number = Number(url.searchParams.get('pageIndex') ?? 1);
      const perPage = Number(url.searchParams.get('pageSize') ?? USUAL_ROWS);
      if (page.links.length < perPage) return [];
      url.searchParams.set('pageIndex', String(number + 1));
      return nextRows(page, number, { url });
    }
    const requests = scriptRequests(page, LABEL).filter(({ parameters }) => parameters['labelName'] === LIST);
    return requests.slice(0, 1).map(({ endpoint, parameters }) => {
      const asked = { pageSize: String(USUAL_ROWS), ...parameters, pageIndex: '1', IsAjax: '1', dataType: 'html' };
      return firstRows(page, { url: withQuery(endpoint, asked) });
    });
  },
};

/** LonSun: columns `/public/column/{body}?type=4&catId={category}`, articles `/public/{body}/{id}.html`; lists come by script. */
export default defineCrawler({
  family: 'lonsun',
  recognises: (page: Page) =>
    LABEL.test(page.html) ||
    page.links.filter((link) => COLUMN_OR_ARTICLE.test(new URL(link.url).pathname)).length >= 2,
  steps: walkWithReplies(lonsunLists, ...ANY_LISTS),
});
