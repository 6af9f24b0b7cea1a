import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import type { Portal } from '../../crawlers/crawler.ts';

/** IPv4 ranges that are not the public network: private, loopback, link-local, shared, reserved (RFC 6890). */
const INTERNAL_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/4',
  '240.0.0.0/4',
] as const;

/** The same for IPv6: unspecified and loopback, unique local, link-local, site-local, multicast. */
const INTERNAL_IPV6 = ['::/127', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'] as const;

/** Prefixes that carry an IPv4 address in their last 32 bits: mapped, compatible, NAT64. */
const CARRIES_IPV4 = ['::ffff:0:0/96', '::/96', '64:ff9b::/96'] as const;

const internal = blockListOf(INTERNAL_IPV4, 'ipv4');
for (const range of INTERNAL_IPV6) addRange(internal, range, 'ipv6');
const carriesIpv4 = blockListOf(CARRIES_IPV4, 'ipv6');

/** Is this IP address private, loopback, link-local or otherwise not of the public network? */
export function isInternalAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return internal.check(address, 'ipv4');
  if (family !== 6) return false;
  if (internal.check(address, 'ipv6')) return true;
  return carriesIpv4.check(address, 'ipv6') && internal.check(lastFourBytes(address), 'ipv4');
}

/** An address a host name stands for. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Finds the addresses of a host name; the system's resolver unless a test brings its own. */
export type Resolve = (hostname: string) => Promise<readonly ResolvedAddress[]>;

const systemResolve: Resolve = async (hostname) => {
  const found = await lookup(hostname, { all: true });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
};

/** Where a portal's crawl may go: by origin, then by the addresses behind it. */
export class OriginGuard {
  readonly #home: URL;
  readonly #origins: ReadonlySet<string>;
  readonly #resolve: Resolve;
  #ownAddresses: Promise<ReadonlySet<string>> | undefined;

  constructor(portal: Portal, resolve: Resolve = systemResolve) {
    this.#home = new URL(portal.home);
    this.#origins = new Set([
      ...originsOfHome(this.#home),
      ...(portal.hosts ?? []).flatMap((host) => originsOfHost(host, this.#home)),
    ]);
    this.#resolve = resolve;
  }

  /** Does this address lie on the portal's own origin, its twins or a declared host? Looks nothing up. */
  allowsOrigin(url: URL): boolean {
    return this.#origins.has(url.origin);
  }

  /** Why this address may not be asked, or null. Looks the host up. */
  async refusal(url: URL): Promise<string | null> {
    if (!this.allowsOrigin(url)) {
      return `${url.origin} is not of this portal (home ${this.#home.origin}); declare it under "hosts" if it is`;
    }
    const literal = unbracketed(url.hostname);
    if (isIP(literal) !== 0) {
      return (await this.#allowsAddress(literal))
        ? null
        : `${literal} is an internal address, and not the portal's own`;
    }
    return null;
  }

  /**
   * Addresses of a host that may be connected to. Used for the connection itself, so that what was checked is what is
   * asked. Throws `InternalAddressError` where every address is internal and not the portal's own.
   */
  async addressesOf(hostname: string): Promise<readonly ResolvedAddress[]> {
    const found = await this.#resolve(hostname);
    const allowed: ResolvedAddress[] = [];
    for (const candidate of found) {
      if (await this.#allowsAddress(candidate.address)) allowed.push(candidate);
    }
    if (allowed.length === 0 && found.length > 0) throw new InternalAddressError(hostname, found[0]?.address ?? '');
    return allowed;
  }

  async #allowsAddress(address: string): Promise<boolean> {
    return !isInternalAddress(address) || (await this.#own()).has(address);
  }

  /** What the home page's host stood for at first: later answers cannot add to it. */
  #own(): Promise<ReadonlySet<string>> {
    this.#ownAddresses ??= this.#lookUpOwn();
    return this.#ownAddresses;
  }

  async #lookUpOwn(): Promise<ReadonlySet<string>> {
    const name = unbracketed(this.#home.hostname);
    if (isIP(name) !== 0) return new Set([name]);
    const found = await this.#resolve(name);
    return new Set(found.map(({ address }) => address));
  }
}

/** A host name leads to an internal address that is not the portal's own. */
export class InternalAddressError extends Error {
  override readonly name = 'InternalAddressError';
  constructor(hostname: string, address: string) {
    super(`${hostname} leads to ${address}, an internal address that is not the portal's own`);
  }
}

/** The origin itself, the other scheme on its default port, and the `www.` twins of both. */
function originsOfHome(home: URL): string[] {
  const hosts = isIP(unbracketed(home.hostname)) === 0 ? twinsOf(home.hostname) : [home.hostname];
  const suffix = home.port === '' ? '' : `:${home.port}`;
  return hosts.flatMap((host) => [`${home.protocol}//${host}${suffix}`, `http://${host}`, `https://${host}`]);
}

/** A declared host: `host`, `host:port` or an origin. Without a port it also has the home page's. */
function originsOfHost(declared: string, home: URL): string[] {
  const written = /^https?:\/\//i.test(declared) ? declared : `${home.protocol}//${declared}`;
  if (!URL.canParse(written)) return [];
  const url = new URL(written);
  const suffix = home.port === '' ? '' : `:${home.port}`;
  if (url.port !== '') return [`http://${url.host}`, `https://${url.host}`];
  return [`http://${url.host}`, `https://${url.host}`, `${home.protocol}//${url.host}${suffix}`];
}

function twinsOf(hostname: string): string[] {
  return hostname.startsWith('www.') ? [hostname, hostname.slice(4)] : [hostname, `www.${hostname}`];
}

function unbracketed(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

function lastFourBytes(address: string): string {
  // The URL parser spells any IPv6 address out in hexadecimal groups.
  const groups = unbracketed(new URL(`http://[${address}]`).hostname).split(':');
  const [high = 0, low = 0] = groups.slice(-2).map((group) => Number.parseInt(group === '' ? '0' : group, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function blockListOf(ranges: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const range of ranges) addRange(list, range, family);
  return list;
}

function addRange(list: BlockList, range: string, family: 'ipv4' | 'ipv6'): void {
  const slash = range.indexOf('/');
  list.addSubnet(range.slice(0, slash), Number(range.slice(slash + 1)), family);
}
