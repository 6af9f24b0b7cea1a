import type { Portal } from '../../crawlers/crawler.ts';
import type { CrawlLimits } from './crawl-world.ts';
import { Cookies } from './cookies.ts';
import { Connections } from './exchange.ts';
import { OriginGuard } from './guard.ts';
import { PlainTwins } from './plain-twin.ts';
import { Politeness } from './politeness.ts';
import { rulesWithout } from './robots-book.ts';
import { readRobots, type RobotsRules } from './robots.ts';
import { RequestsSpentError, visit, type Visit, type VisitGate } from './visit.ts';

/** With what manners addresses are asked for. */
export interface VisitorManners {
  readonly userAgent: string;
  readonly limits: CrawlLimits;
  readonly delaySeconds: number;
  readonly signal: AbortSignal;
}

/**
 * Asks a portal for single addresses outside any harvest, storing nothing: robots.txt first, then the address, one at a time, through the
 * same guard and with the same manners as a crawl. To be closed by whoever opened it.
 */
export class Visitor {
  readonly #gate: VisitGate;
  readonly #connections: Connections;
  readonly #robots = new Map<string, Promise<RobotsRules>>();
  #requests = 0;

  /** `limits.requestsPerPortal` bounds all requests together, redirects and robots.txt included. */
  constructor(portal: Portal, { userAgent, limits, delaySeconds, signal }: VisitorManners) {
    const guard = new OriginGuard(portal);
    this.#connections = new Connections(guard, limits, userAgent, portal.tls);
    this.#gate = {
      guard,
      connections: this.#connections,
      twins: new PlainTwins(guard),
      cookies: new Cookies(null),
      politeness: new Politeness(delaySeconds),
      home: portal.home,
      redirects: limits.redirects,
      spendRequest: () => {
        if (this.#requests >= limits.requestsPerPortal) throw new RequestsSpentError(portal.id);
        this.#requests++;
      },
      rulesOf: null,
      signal,
    };
  }

  /** Requests made so far. */
  get requests(): number {
    return this.#requests;
  }

  /** What the server does wrong is in the visit's outcome. Throws `RequestsSpentError` and the signal's reason. */
  ask(url: string, form: Readonly<Record<string, string>> | null = null): Promise<Visit> {
    return visit({ url, form, known: null }, { ...this.#gate, rulesOf: (origin) => this.#rulesOf(origin) });
  }

  close(): Promise<void> {
    return this.#connections.close();
  }

  #rulesOf(origin: string): Promise<RobotsRules> {
    const known = this.#robots.get(origin);
    if (known !== undefined) return known;
    const asked = visit({ url: `${origin}/robots.txt`, form: null, known: null }, this.#gate).then((answer) =>
      answer.bytes ? readRobots(origin, answer.bytes) : rulesWithout(origin, answer),
    );
    this.#robots.set(origin, asked);
    return asked;
  }
}

/** Asks for one address, whatever its host. */
export async function visitOnce(url: string, manners: VisitorManners): Promise<Visit> {
  const visitor = new Visitor({ id: 'single', name: url, home: url }, manners);
  try {
    return await visitor.ask(url);
  } finally {
    await visitor.close();
  }
}
