import { ANY_LISTS } from './any-lists.ts';
import { defineCrawler } from './crawler.ts';
import { hasRecords, recordLists } from './hanweb-records.ts';
import { xxgkLists } from './hanweb-xxgk.ts';
import { jpaasLists } from './jpaas.ts';
import { walkWithReplies } from './list-replies.ts';
import type { Page } from './page.ts';

const COLUMN_OR_ARTICLE = /\/col\/col\d+\/|\/art\/\d{4}\/(?:\d{1,2}\/\d{1,2}\/)?art_/;

/**
 * Hanweb: columns `/col/colN/index.html`, articles `/art/YYYY/M/D/art_N_ID.html` or `/col/colN/art/YYYY/art_HEX.html`. The first
 * rows of a list are XML inside a script; the later ones come from a proxy that is asked with a form. Columns of its disclosure
 * module and of jpaas stand beside these on one portal, and are read as well.
 */
export default defineCrawler({
  family: 'hanweb',
  recognises: (page: Page) =>
    hasRecords(page.html) || page.links.filter((link) => COLUMN_OR_ARTICLE.test(link.url)).length >= 2,
  steps: walkWithReplies(recordLists, xxgkLists, jpaasLists, ...ANY_LISTS),
});
