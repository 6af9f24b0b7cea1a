import { dayInChina } from './china-day.ts';

/** `"content":"…"` of the article's own data: a string of JSON, with `<` mostly written `\u003C`. */
const CONTENT = /"content"\s*:\s*("(?:[^"\\]|\\.)*")/;
const TITLE = /"title"\s*:\s*("(?:[^"\\]|\\.)*")/;
/** Seconds since 1970. */
const PUBLISHED = /"(?:display_publish_time|date)"\s*:\s*"?(\d{9,10})\b/;
/** Guangdong's catalogue platform (gkmlpt) states an article as `window._CONFIG = { …, DETAIL: {…} }` and fills the page by script. */
const ARTICLE = /_CONFIG\s*=\s*\{[\s\S]*?\bDETAIL["']?\s*:\s*\{/;

/**
 * A page whose article stands only in the data of a script, with that article as markup behind it, so that it can be read like any other:
 * its title as a heading, its day as a meta tag, its body. Other pages come back as they are.
 */
export function withScriptedArticle(html: string): string {
  const start = html.includes('_CONFIG') ? ARTICLE.exec(html) : null;
  if (start === null) return html;
  const data = html.slice(start.index + start[0].length - 1);
  const content = stringOf(CONTENT.exec(data)?.[1]);
  if (content === null || content === '') return html;
  const title = stringOf(TITLE.exec(data)?.[1]);
  const seconds = Number(PUBLISHED.exec(data)?.[1] ?? 0);
  return [
    html,
    ...(seconds > 0 ? [`<meta name="PubDate" content="${dayInChina(seconds)}">`] : []),
    ...(title !== null ? [`<h1>${title}</h1>`] : []),
    content,
  ].join('\n');
}

function stringOf(literal: string | undefined): string | null {
  if (literal === undefined) return null;
  try {
    const value: unknown = JSON.parse(literal);
    return typeof value === 'string' ? value : null;
  } catch (error) {
    // A literal that only JavaScript knows (\x3C): what it says cannot be told from here.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
