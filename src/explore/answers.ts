import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { html } from './markup.ts';
import { framePage, type PageContent } from './page-frame.ts';
import { chooseLanguage, viewOf, type View } from './view.ts';

/** What a handler may answer with. */
export type Answer = Response | Promise<Response>;

const LANGUAGE_COOKIE = 'nianbao_language';
const YEAR_SECONDS = 365 * 24 * 3600;

/** Answers with a page in the reader's language; 404 where there is nothing to show. */
export function page(context: Context, write: (view: View) => PageContent | null): Answer {
  const view = viewFor(context);
  const content = write(view);
  if (content === null) return notFound(context);
  return context.html(framePage(view, content));
}

/** The reader's language; one that is asked for in an address is remembered. */
export function viewFor(context: Context): View {
  const parameter = context.req.query('lang');
  const language = chooseLanguage({
    parameter,
    cookie: getCookie(context, LANGUAGE_COOKIE),
    accepted: context.req.header('accept-language'),
  });
  if (parameter === language) {
    setCookie(context, LANGUAGE_COOKIE, language, { path: '/', maxAge: YEAR_SECONDS, sameSite: 'Lax', httpOnly: true });
  }
  context.header('vary', 'Cookie, Accept-Language');
  context.header('cache-control', 'private, no-cache');
  return viewOf(language, new URL(context.req.url));
}

/** Nothing is known under this address. */
export function notFound(context: Context): Answer {
  return problem(context, 404, null);
}

const TITLES = {
  400: ['The address is not understood', '地址有误'],
  403: ['This is refused', '已拒绝'],
  404: ['There is nothing here', '此处无内容'],
  503: ['Not now: try again in a moment', '请稍后再试'],
  500: ['This went wrong', '出错了'],
} as const;

/** A page, or JSON under `/api`, that says what is wrong. */
export function problem(context: Context, status: keyof typeof TITLES, words: string | null): Answer {
  const [english, chinese] = TITLES[status];
  if (context.req.path.startsWith('/api/')) return context.json({ error: words ?? english }, status);
  const view = viewFor(context);
  const title = view.say(english, chinese);
  const main = html`<h1>${title}</h1>
    ${words === null ? null : html`<p lang="en">${words}</p>`}
    <p><a href="/">${view.say('To the coverage', '返回覆盖页')}</a></p>`;
  return context.html(framePage(view, { title, main }), status);
}
