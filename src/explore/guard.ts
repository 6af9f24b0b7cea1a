import { isIP } from 'node:net';

/** Headers that every answer has, whatever it is. */
export const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'x-dns-prefetch-control': 'off',
};

/** Pages of the explorer take style, pictures, frames and the one script from itself, and nothing from anywhere else. */
export const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** What is no page can do nothing. */
export const NOTHING_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'";

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/iu;

/** Is it a name or an address of this very machine that no other can reach? */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host) || host === '::1';
}

/**
 * May a request with this Host header be answered? A page elsewhere can make its own name point here (DNS rebinding) and then read what it
 * gets; it cannot do so with a bare address. So a name is accepted only where it is `localhost` or the one that the explorer was told to
 * listen on.
 *
 * @param header the Host header, with or without a port
 * @param listening host given to `serve`
 */
export function isOurHost(header: string | undefined, listening: string): boolean {
  const name = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::\d{1,5})?$/iu.exec(header ?? '')?.[1];
  if (name === undefined) return false;
  if (isLoopback(name)) return true;
  if (isLoopback(listening)) return false;
  return isIP(name.replace(/^\[|\]$/g, '')) !== 0 || name.toLowerCase() === listening.toLowerCase();
}
