import type { Lead } from './crawler.ts';
import { nextRows } from './list-replies.ts';
import { NEXT_PAGE, PAGER_TRIMMINGS } from './link-words.ts';
import { hiddenInputs } from './script-requests.ts';
import type { Page } from './page.ts';
import type { Dialect } from './walk.ts';

const POSTBACK =
  /<a\b[^>]*\bhref\s*=\s*["']javascript:__doPostBack\((?:&#39;|'|&quot;)([^'&]*)(?:&#39;|'|&quot;)\s*,\s*(?:&#39;|'|&quot;)([^'&]*)(?:&#39;|'|&quot;)\)[^>]*>([\s\S]*?)<\/a>/gi;

/** Lists of ASP.NET pages, whose next page is the same address asked for again with the page's own hidden fields as a form. */
export const postbackPages: Dialect = {
  furtherRows: (page: Page): Lead[] => {
    if (!page.html.includes('__doPostBack')) return [];
    const next = [...page.html.matchAll(POSTBACK)].find(([, , , words = '']) => isNext(words));
    if (next === undefined) return [];
    const [, target = '', argument = ''] = next;
    const form = { ...hiddenInputs(page), __EVENTTARGET: target, __EVENTARGUMENT: argument };
    return nextRows(page, /^\d+$/.test(argument) ? Number(argument) - 1 : 1, { url: new URL(page.url), form });
  },
};

function isNext(markup: string): boolean {
  const words = markup.replace(/<[^>]*>|&nbsp;|\s+/g, '');
  return NEXT_PAGE.test(words.replace(PAGER_TRIMMINGS, '') || words);
}
