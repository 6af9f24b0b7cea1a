import { html as tag } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

/** A piece of a page in which all text is escaped. */
export type Markup = HtmlEscapedString;

/** What may stand between the pieces of a template: text is escaped, markup stays, null is nothing. */
export type Part = string | number | Markup | null | readonly Part[];

/** Markup from a template; every string in it is escaped, also within attributes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const made = tag(strings, ...parts);
  if (made instanceof Promise) throw new TypeError('Expected markup without promises in it');
  return made;
}
