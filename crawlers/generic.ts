import { defineCrawler } from './crawler.ts';
import { nextRecords, withRecords } from './hanweb-records.ts';
import { walkOf } from './walk.ts';

/**
 * Any other portal: the 年报 column is found from the home page by its links, its pages by whatever pager it shows. Rows that
 * stand as XML in a script are read here too, for a home page that is a mere signpost does not tell its make.
 */
export default defineCrawler({
  family: 'generic',
  recognises: () => true,
  steps: walkOf({ withHiddenRows: withRecords, furtherRows: nextRecords }),
});
