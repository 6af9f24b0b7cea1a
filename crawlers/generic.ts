import { defineCrawler } from './crawler.ts';
import { walkOf } from './walk.ts';

/** Any other portal: the 年报 column is found from the home page by its links, its pages by whatever pager it shows. */
export default defineCrawler({ family: 'generic', recognises: () => true, steps: walkOf({}) });
