import { ANY_LISTS } from './any-lists.ts';
import { defineCrawler } from './crawler.ts';
import { epointLists } from './epoint.ts';
import { gkmlptLists } from './gkmlpt.ts';
import { recordLists } from './hanweb-records.ts';
import { xxgkLists } from './hanweb-xxgk.ts';
import { jpaasLists } from './jpaas.ts';
import { walkWithReplies } from './list-replies.ts';
import { lonsunLists } from './lonsun.ts';
import { truecmsLists } from './truecms.ts';
import { ucapLists } from './ucap.ts';

/**
 * Any other portal: the 年报 column is found from the home page by its links, its pages by whatever pager it shows. Lists
 * that scripts fill in a way known of any family are read here too, for a home page that is a mere signpost does not tell its make.
 */
export default defineCrawler({
  family: 'generic',
  recognises: () => true,
  steps: walkWithReplies(
    recordLists,
    gkmlptLists,
    xxgkLists,
    jpaasLists,
    lonsunLists,
    truecmsLists,
    ucapLists,
    epointLists,
    ...ANY_LISTS,
  ),
});
