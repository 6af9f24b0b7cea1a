/**
 * Cookies of one chain of redirects, and only of that: some servers answer first with a redirect to the same address that
 * sets a cookie, and the page itself comes when it is sent back.
 */
export class ChainCookies {
  readonly #byHost = new Map<string, Map<string, string>>();

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
    const cookies = this.#byHost.get(host);
    if (cookies === undefined) return {};
    return { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
  }
}
