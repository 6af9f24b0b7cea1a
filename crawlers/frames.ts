import { isOnPortal } from './addresses.ts';
import type { Portal } from './crawler.ts';
import type { Page } from './page.ts';

const FRAME = /<(?:i?frame)\b[^>]*?\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))/gi;
const JUNK_FRAME =
  /weather|tianqi|stat|counter|advert|player|video|map|share|login|search(?!\.\w+\?.*\w=\w)|\.(?:js|css|png|jpe?g|gif|swf)(?:$|\?)/i;
const MOST_FRAMES = 3;

/** Addresses of the page's frames on its own site that may hold its list or its menu. */
export function framesOf(page: Page, portal: Portal): string[] {
  return framesIn(page)
    .filter((url) => isOnPortal(url, page.url, portal))
    .slice(0, MOST_FRAMES);
}

/** Addresses of the page's frames that may hold something to read. */
export function framesIn(page: Page): string[] {
  const found = new Set<string>();
  for (const match of page.html.matchAll(FRAME)) {
    const address = (match[1] ?? match[2] ?? match[3] ?? '').replaceAll('&amp;', '&').trim();
    if (address === '' || /^(?:about|javascript|data):/i.test(address) || !URL.canParse(address, page.url)) continue;
    const url = new URL(address, page.url).href;
    if (/^https?:/.test(url) && !JUNK_FRAME.test(address)) found.add(url);
  }
  return [...found];
}

/** A page that is nothing but frames. */
export function isFrameset(page: Page): boolean {
  return /<frameset\b/i.test(page.html);
}

const META_REFRESH =
  /<meta\b[^>]*http-equiv\s*=\s*["']?refresh["']?[^>]*content\s*=\s*["']?\s*\d+\s*;\s*url\s*=\s*['"]?([^"'>\s]+)/i;
const SCRIPT_REDIRECT =
  /\blocation(?:\.href)?\s*=\s*["']([^"']+)["']|\blocation\.(?:replace|assign)\(\s*["']([^"']+)["']/gi;
/** A page with more links than this is no mere signpost. */
const LINKS_OF_A_SIGNPOST = 3;
const LENGTH_OF_A_SIGNPOST = 4000;

/**
 * Where a page that is only a signpost sends its reader: by meta refresh or by a script with a fixed address; of several, to its
 * own host.
 */
export function redirectOf(page: Page): string | undefined {
  if (page.links.length > LINKS_OF_A_SIGNPOST || page.html.length > LENGTH_OF_A_SIGNPOST) return undefined;
  const scripted = [...page.html.matchAll(SCRIPT_REDIRECT)].map((match) => match[1] ?? match[2] ?? '');
  const addresses = [META_REFRESH.exec(page.html)?.[1] ?? '', ...scripted].filter((address) => address !== '');
  const onward = addresses.flatMap((address) => webAddress(address, page.url) ?? []).filter((url) => url !== page.url);
  return onward.find((url) => new URL(url).host === new URL(page.url).host) ?? onward[0];
}

function webAddress(address: string, base: string): string | undefined {
  if (!URL.canParse(address, base)) return undefined;
  const url = new URL(address, base);
  url.hash = '';
  return /^https?:$/.test(url.protocol) ? url.href : undefined;
}
