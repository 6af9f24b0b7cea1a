import { html, type Markup } from './markup.ts';

/** An address as published: a link where a browser merely opens it, text where it is anything else. */
export function outsideLink(url: string): Markup {
  if (!/^https?:\/\//iu.test(url)) return html`<span class="url">${url}</span>`;
  return html`<a class="url" href="${url}" rel="noreferrer noopener external">${url}</a>`;
}
