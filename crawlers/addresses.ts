import type { Portal } from './crawler.ts';

/** What an address looks like before it is fetched: `file` a document, `article` one item of a list, `list` anything else. */
export type AddressForm = 'file' | 'article' | 'list';

const FILE_ENDING = /\.(?:pdf|docx?|wps|xlsx?|ofd|zip|rar)$/i;
const FILE_FORMS: readonly RegExp[] = [
  /\/module\/download\/downfile\.jsp/i,
  /\/system\/_content\/download\.jsp/i,
  /\/(?:download|downfile|attachment|filedown)\w*\.(?:jsp|aspx|do|action|php)\?/i,
  /\/OpennessContent\/download\/\d+/i,
];

/** Each form with a dialect that writes articles so. */
const ARTICLE_FORMS: readonly RegExp[] = [
  /\/t\d{8}_\d+\.s?html?$/i,
  /\/art\/\d{4}\/|\/art_\d+_\w+\.html/i,
  /\/content(?:\/post)?_\d+/i,
  /\/m?post_\d+\.html/i,
  /\/info\/\d+\/\d+\.htm/i,
  /[/_][0-9a-f]{24,32}(?:\.s?html?)?$/i,
  /\/(?:show|detail|view|article|content|item)\/\d+/i,
  /\/i\d{6,}\.html/i,
  /\/xxgkAnnualReport\.jsp\?/i,
  /\/\d{4,}\.s?html?$/i,
  /\/html\/\d+\/\d+\.html?$/i,
  /\/(?!\w*list)(?:\w*(?:view|show|detail|article|content|info|news)\w*)\.(?:aspx?|jsp|php|do|action)\?.*\d/i,
];

/** Tells the form of an address from its spelling alone. */
export function addressForm(url: string): AddressForm {
  const { pathname, search } = new URL(url);
  const path = `${pathname}${search}`;
  // A page that is given a file's name to show is a viewer, not the file.
  const isPage = /\.(?:s?html?)$/i.test(pathname);
  if (FILE_ENDING.test(pathname) || (!isPage && FILE_ENDING.test(search))) return 'file';
  if (FILE_FORMS.some((form) => form.test(path))) return 'file';
  return ARTICLE_FORMS.some((form) => form.test(pathname) || form.test(path)) ? 'article' : 'list';
}

/** The folder an address stands in, with a slash at its end: `https://x/a/b/index.html` → `https://x/a/b/`. */
export function folderOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname.slice(0, pathname.lastIndexOf('/') + 1)}`;
}

/** Does the address stand in the page's folder or deeper? Always false at the root of a site, where it would say nothing. */
export function standsBeneath(url: string, pageUrl: string): boolean {
  const folder = folderOf(pageUrl);
  return new URL(folder).pathname !== '/' && url.startsWith(folder);
}

/** The same page by another spelling: `…/a/` and `…/a/index.html`. */
export function isSamePage(left: string, right: string): boolean {
  return withoutIndex(left) === withoutIndex(right);
}

function withoutIndex(url: string): string {
  return url.replace(/\/(?:index|default)\.(?:s?html?|jsp|aspx?|php)$/i, '/');
}

/**
 * Is the address on the portal's own site: its origin, the http or https or www twin of it, or a host it declares? Pages
 * elsewhere are not followed.
 */
export function isOnPortal(url: string, pageUrl: string, portal: Portal): boolean {
  const host = bareHost(url);
  const own = [
    bareHost(pageUrl),
    bareHost(portal.home),
    ...(portal.hosts ?? []).map((name) => name.replace(/^www\./, '')),
  ];
  return own.includes(host);
}

function bareHost(url: string): string {
  return new URL(url).host.replace(/^www\./, '');
}
