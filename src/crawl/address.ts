/**
 * The one spelling of an address under which a crawl visits it: no fragment, no default port, no dot segments, nothing
 * but http and https. Returns null for anything else.
 */
export function normaliseAddress(address: string, base?: string): string | null {
  let url: URL;
  try {
    url = new URL(address, base);
  } catch {
    return null;
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  if (url.username !== '' || url.password !== '') return null;
  url.hash = '';
  return url.href;
}

/**
 * The key by which two addresses count as one page: scheme and `www.` do not matter, since a portal's twins serve the same pages.
 * Where a port is written out it tells servers apart and is kept.
 */
export function pageKey(address: string): string {
  const url = new URL(address);
  return `${hostKey(url)}${url.pathname}${url.search}`;
}

/** The key of a host: http, https and `www.` twins are one; another port written out is another. */
export function hostKey(url: URL): string {
  const name = url.hostname.replace(/^www\./, '');
  return url.port === '' ? name : `${name}:${url.port}`;
}

const OWN_MACHINE: ReadonlySet<string> = new Set(['localhost', '[::1]']);

/** The key of a server for politeness: that of its host, but this machine is one server under each of its names. */
export function serverKey(url: URL): string {
  if (!OWN_MACHINE.has(url.hostname)) return hostKey(url);
  const twin = new URL(url);
  twin.hostname = '127.0.0.1';
  return hostKey(twin);
}
