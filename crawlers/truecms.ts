import { ANY_LISTS } from './any-lists.ts';
import { z } from 'zod';
import { defineCrawler } from './crawler.ts';
import type { Lead } from './crawler.ts';
import { withRecords } from './hanweb-records.ts';
import { firstRows, nextRows, readReply, walkWithReplies } from './list-replies.ts';
import { scriptRequests, withQuery } from './script-requests.ts';
import type { Page } from './page.ts';
import type { Dialect } from './walk.ts';

const MESSAGES = /\/messageController\/getMessage\.do\b/i;
const ARTICLE = /\/content\/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\.html$/i;
const RECORD = /<record>/gi;
const USUAL_ROWS = 20;
const CALLBACK = 'cb';

const replySchema = z.object({ result: z.string() });

/**
 * Lists of TrueCMS: the first rows stand hidden in the page as XML records, the later ones come from `getMessage.do`, wrapped in a
 * callback.
 */
export const truecmsLists: Dialect = {
  withHiddenRows: (page) => {
    if (MESSAGES.test(new URL(page.url).pathname)) {
      const { links } = withRecords({ ...page, html: readReply(page, replySchema).result, links: [] });
      return { ...page, links };
    }
    return /\bid\s*=\s*["']?initData\b/.test(page.html) ? withRecords(page) : page;
  },
  furtherRows: (page) => {
    const { pathname } = new URL(page.url);
    return MESSAGES.test(pathname) ? messagesAfter(page) : messagesOf(page);
  },
};

/** TrueCMS: columns `/{site}/{column}/{column}.html`, articles `/{site}/{column}/content/{uuid}.html`. */
export default defineCrawler({
  family: 'truecms',
  recognises: (page: Page) =>
    MESSAGES.test(page.html) ||
    /\bid\s*=\s*["']?initData\b/.test(page.html) ||
    page.links.filter((link) => ARTICLE.test(link.url)).length >= 2,
  steps: walkWithReplies(truecmsLists, ...ANY_LISTS),
});

/** The request for the rows after those that a page holds. */
function messagesOf(page: Page): Lead[] {
  const request = scriptRequests(page, MESSAGES).find(({ parameters }) => (parameters['columnId'] ?? '') !== '');
  if (request === undefined) return [];
  const { endpoint, parameters } = request;
  const shown = [...page.html.matchAll(RECORD)].length;
  const total = Number(/<totalrecord>\s*(\d+)/i.exec(page.html)?.[1] ?? Number.POSITIVE_INFINITY);
  if (shown >= total) return [];
  const perPage = Number(parameters['perpage'] ?? USUAL_ROWS) || USUAL_ROWS;
  const asked = { ...parameters, ...rowsFrom(shown + 1, perPage), callback: CALLBACK };
  return [firstRows(page, { url: withQuery(endpoint, asked) })];
}

/** The request for the rows after those of a reply: a site gives fewer than it is asked for where it has a lower limit. */
function messagesAfter(page: Page): Lead[] {
  const { result } = readReply(page, replySchema);
  const url = new URL(page.url);
  const first = Number(url.searchParams.get('startrecord') ?? 1);
  const perPage = Number(url.searchParams.get('perpage') ?? USUAL_ROWS) || USUAL_ROWS;
  const next = first + [...result.matchAll(RECORD)].length;
  const total = Number(/<totalrecord>\s*(\d+)/i.exec(result)?.[1] ?? Number.POSITIVE_INFINITY);
  if (next > total) return [];
  const asked = { ...Object.fromEntries(url.searchParams), ...rowsFrom(next, perPage) };
  return nextRows(page, Math.ceil(first / perPage), { url: withQuery(url, asked) });
}

function rowsFrom(first: number, perPage: number): Record<string, string> {
  return { startrecord: String(first), endrecord: String(first + perPage - 1), perpage: String(perPage) };
}
