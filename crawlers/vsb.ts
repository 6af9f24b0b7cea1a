import { ANY_LISTS } from './any-lists.ts';
import { defineCrawler } from './crawler.ts';
import type { Page } from './page.ts';
import { walkWithReplies } from './list-replies.ts';

const ARTICLE = /\/info\/\d+\/\d+\.html?$/;
const MARKS = /\bid\s*=\s*["']?line_u\d+_\d+|\/system\/resource\/js\/(?:news\/statpagedown|dynclicks)\.js/;

/**
 * Boda VSB: columns `/a/b.htm`, articles `/info/{tree}/{id}.htm`, rows with ids `line_uN_i`. The later pages of a list are numbered
 * downwards beneath its name: page two of seven of `/a/b.htm` is `/a/b/6.htm`, the last `/a/b/1.htm`.
 */
export default defineCrawler({
  family: 'vsb',
  recognises: (page: Page) => MARKS.test(page.html) || page.links.filter((link) => ARTICLE.test(link.url)).length >= 2,
  steps: walkWithReplies(...ANY_LISTS),
});
