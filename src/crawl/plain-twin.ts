import type { OriginGuard } from './guard.ts';

/**
 * The http twins of a portal's https addresses. Some portals announce an https that does not come about, and serve the same pages over
 * http; where the portal's own origin allows it, that is tried once, and kept to when it answered.
 */
export class PlainTwins {
  readonly #guard: OriginGuard;
  readonly #kept = new Set<string>();

  constructor(guard: OriginGuard) {
    this.#guard = guard;
  }

  /** The http address for an https one, on the same port where the portal has it, else on the default one; null where it has neither. */
  of(url: URL): URL | null {
    if (url.protocol !== 'https:') return null;
    const samePort = new URL(url);
    samePort.protocol = 'http:';
    const defaultPort = new URL(samePort);
    defaultPort.port = '';
    return [samePort, defaultPort].find((twin) => this.#guard.allowsOrigin(twin)) ?? null;
  }

  /** From now on the pages of this https origin are asked for over http. */
  keep(origin: string): void {
    this.#kept.add(origin);
  }

  /** The address to ask instead: the http twin of an https origin that is kept to it, else the address itself. */
  insteadOf(url: URL): URL {
    return (this.#kept.has(url.origin) ? this.of(url) : null) ?? url;
  }
}
