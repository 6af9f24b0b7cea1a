/**
 * Cookies that one chain of redirects has set. Some servers answer first with a redirect to the same address that sets a cookie, and the
 * page itself comes when it is sent back: such a cookie is kept for the portal, so that it costs one request and not one a page.
 */
export class Cookies {
  readonly #byHost = new Map<string, Map<string, string>>();
  readonly #kept: Cookies | null;

  /** @param kept cookies of the portal, which those of this chain come before; null for none */
  constructor(kept: Cookies | null) {
    this.#kept = kept;
  }

  /** Takes in a Set-Cookie header (several joined by line breaks). Returns whether anything changed. */
  take(host: string, setCookie: string | undefined): boolean {
    let changed = false;
    for (const line of setCookie?.split('\n') ?? []) {
      const pair = /^\s*([^=;\s]+)=([^;]*)/.exec(line);
      const [, name, value] = pair ?? [];
      if (name === undefined || value === undefined) continue;
      const cookies = this.#byHost.get(host) ?? new Map<string, string>();
      changed ||= cookies.get(name) !== value.trim();
      cookies.set(name, value.trim());
      this.#byHost.set(host, cookies);
    }
    return changed;
  }

  /** The Cookie header for a host, as an object of headers: empty where there is none. */
  headersFor(host: string): Record<string, string> {
    const cookies = this.#of(host);
    if (cookies.size === 0) return {};
    return { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
  }

  #of(host: string): ReadonlyMap<string, string> {
    const kept = this.#kept === null ? [] : this.#kept.#of(host);
    return new Map([...kept, ...(this.#byHost.get(host) ?? [])]);
  }
}
