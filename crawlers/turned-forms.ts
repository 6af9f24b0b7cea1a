import type { Lead } from './crawler.ts';
import { nextRows } from './list-replies.ts';
import { attributeOf } from './script-requests.ts';
import type { Page } from './page.ts';
import type { Dialect } from './walk.ts';

const FORM = /<form\b[^>]*\bdata-sent-by=[^>]*>([\s\S]*?)<\/form>/gi;

/** Lists whose controls send a form: a rendered page says which it would have sent, and each is asked for in its turn. */
export const turnedForms: Dialect = {
  furtherRows: (page: Page): Lead[] => {
    if (!page.rendered) return [];
    return [...page.html.matchAll(FORM)].flatMap(([tag, content = '']) => {
      const action = attributeOf(tag, 'action') ?? '';
      if (!URL.canParse(action, page.url)) return [];
      const inputs = [...content.matchAll(/<input\b[^>]*>/gi)].map(([input]) => input);
      const form = Object.fromEntries(
        inputs.map((input) => [attributeOf(input, 'name') ?? '', attributeOf(input, 'value') ?? '']),
      );
      return nextRows(page, 1, { url: new URL(action, page.url), form });
    });
  },
};
