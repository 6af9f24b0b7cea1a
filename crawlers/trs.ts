import { ANY_LISTS } from './any-lists.ts';
import { defineCrawler } from './crawler.ts';
import type { Page } from './page.ts';
import { walkWithReplies } from './list-replies.ts';

const ARTICLE = /\/t\d{8}_\d+\.s?html?$/;
const MARKS = /createPageHTML\s*\(|TRS_(?:Editor|UEDITOR)|trs_(?:editor|paper)|\bcountPage\s*=/;

/**
 * TRS WCM, the commonest dialect, that of all Ningxia: columns are folders, articles `YYYYMM/tYYYYMMDD_ID.html`, and the
 * number of pages stands in a script call only.
 */
export default defineCrawler({
  family: 'trs',
  recognises: (page: Page) => MARKS.test(page.html) || page.links.filter((link) => ARTICLE.test(link.url)).length >= 2,
  steps: walkWithReplies(...ANY_LISTS),
});
