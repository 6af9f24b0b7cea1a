import { isOnPortal } from './addresses.ts';
import type { Portal } from './crawler.ts';
import type { Page } from './page.ts';

const FRAME = /<(?:i?frame)\b[^>]*?\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))/gi;
const JUNK_FRAME =
  /weather|tianqi|stat|counter|advert|player|video|map|share|login|search|\.(?:js|css|png|jpe?g|gif|swf)(?:$|\?)/i;
const MOST_FRAMES = 3;

/** Addresses of the page's frames on its own site that may hold its list or its menu. */
export function framesOf(page: Page, portal: Portal): string[] {
  const found = new Set<string>();
  for (const match of page.html.matchAll(FRAME)) {
    const address = (match[1] ?? match[2] ?? match[3] ?? '').replaceAll('&amp;', '&').trim();
    if (address === '' || /^(?:about|javascript|data):/i.test(address) || !URL.canParse(address, page.url)) continue;
    const url = new URL(address, page.url).href;
    if (/^https?:/.test(url) && isOnPortal(url, page.url, portal) && !JUNK_FRAME.test(address)) found.add(url);
  }
  return [...found].slice(0, MOST_FRAMES);
}

/** A page that is nothing but frames. */
export function isFrameset(page: Page): boolean {
  return /<frameset\b/i.test(page.html);
}
