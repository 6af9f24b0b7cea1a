import { ANY_LISTS } from './any-lists.ts';
import { defineCrawler } from './crawler.ts';
import type { Step } from './crawler.ts';
import type { Page } from './page.ts';
import { walkWithReplies } from './list-replies.ts';

const ADDRESS = /\/(?:Branch)?OpennessContent\/(?:showList\/\d+\/\d+\/|show\/\d+)|\/Xxgknb\/show\/\d+/i;

const BODIES_PAGE = /\/Xxgknb\/show\/\d+/i;
const walk = walkWithReplies(...ANY_LISTS);

/**
 * "Openness" platforms: `OpennessContent/showList/{body}/{category}/page_N.html` lists `OpennessContent/show/{id}.html`, and
 * `Xxgknb/show/{id}.html` is a page of annual reports over all bodies, or one of them.
 */
export default defineCrawler({
  family: 'openness',
  recognises: (page: Page) => page.links.some((link) => ADDRESS.test(new URL(link.url).pathname)),
  steps: {
    ...Object.fromEntries(Object.entries(walk).map(([name, step]) => [name, withoutBodiesPages(step)])),
    home: withoutBodiesPages(walk.home),
    column: withoutBodiesPages(walk.column),
  },
});

/** The link to the page of all bodies says neither body nor year, and its address is like an article's: it is followed, and no report. */
function withoutBodiesPages(step: Step): Step {
  return (page, portal) =>
    step(page, portal).filter(
      (lead) =>
        lead.kind !== 'report' ||
        lead.url === page.url ||
        lead.year !== undefined ||
        lead.organization !== undefined ||
        !BODIES_PAGE.test(lead.url),
    );
}
