import { ANY_LISTS } from './any-lists.ts';
import { defineCrawler } from './crawler.ts';
import type { Lead } from './crawler.ts';
import type { Page } from './page.ts';
import { walkWithReplies } from './list-replies.ts';
import type { Dialect } from './walk.ts';

const ARTICLE = /\/\d{6}\/[0-9a-f]{32}\.shtml$/;
const TAG = /<ucap(?:title|content)\b/i;
const CALL = /createPageHTML\s*\(([^)]*)\)/i;

/** Lists whose pager call counts from one: its usual reading, from zero, leaves out the last page. */
export const ucapLists: Dialect = { furtherRows: lastPage };

/**
 * UCAP: columns `/{site}/{column}/common_list.shtml`, articles `YYYYMM/{32 hex}.shtml`. Page n of a list is `common_list_n.shtml`:
 * its script counts from one, unlike that of other makes with the same call, so the last page is asked for besides.
 */
export default defineCrawler({
  family: 'ucap',
  recognises: (page: Page) => TAG.test(page.html) || page.links.filter((link) => ARTICLE.test(link.url)).length >= 2,
  steps: walkWithReplies(ucapLists, ...ANY_LISTS),
});

/** The last page, asked for on the first: there the call's current page is one, where a count from zero says zero. */
function lastPage(page: Page): Lead[] {
  const given = CALL.exec(page.html)?.[1] ?? '';
  const [total = 0, current = 0] = [...given.matchAll(/(?<![\w-])\d+(?![\w-])/g)].map(([number]) => Number(number));
  const stem = /^(.*\/[a-z]\w*?)\.shtml$/i.exec(new URL(page.url).pathname)?.[1];
  if (stem === undefined || /_\d+$/.test(stem) || current !== 1 || total <= 1) return [];
  const url = new URL(`${stem}_${total}.shtml`, page.url).href;
  return [{ kind: 'follow', step: 'column', url, label: page.label, priority: 85, continues: true }];
}
