import { ANY_LISTS } from './any-lists.ts';
import { defineCrawler } from './crawler.ts';
import type { Page } from './page.ts';
import { walkWithReplies } from './list-replies.ts';

const ADDRESS = /\/html\/\d+\/(?:(?:List|Item)|\d+)\.html?$|\/webaspx\/view_list\.aspx\?/i;

/**
 * The old table-layout sites of Qinghai's counties (湟中): `/html/{column}/List.html`, `/html/{column}/{id}.html`, later pages by
 * `/webaspx/view_list.aspx?portalid=&lmid=&pages=N`. Nothing but nested tables marks a list, so only its rows tell.
 */
export default defineCrawler({
  family: 'table-site',
  recognises: (page: Page) => page.links.filter((link) => ADDRESS.test(link.url)).length >= 2,
  steps: walkWithReplies(...ANY_LISTS),
});
