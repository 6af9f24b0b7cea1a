import type { CrawlLimits } from './crawl-world.ts';
import { Connections } from './exchange.ts';
import { OriginGuard } from './guard.ts';
import { Politeness } from './politeness.ts';
import { rulesWithout } from './robots-book.ts';
import { readRobots, type RobotsRules } from './robots.ts';
import { visit, type Visit, type VisitGate } from './visit.ts';

/** With what manners one address is asked for. */
export interface SingleVisitManners {
  readonly userAgent: string;
  readonly limits: CrawlLimits;
  readonly delaySeconds: number;
  readonly signal: AbortSignal;
}

/**
 * Asks for one address outside any harvest, storing nothing: robots.txt first, then the address, through the same guard and with the
 * same manners as a crawl. What the server does wrong is in the visit's outcome.
 */
export async function visitOnce(url: string, manners: SingleVisitManners): Promise<Visit> {
  const guard = new OriginGuard({ id: 'single', name: url, home: url });
  const connections = new Connections(guard, manners.limits, manners.userAgent);
  const gate: VisitGate = {
    guard,
    connections,
    politeness: new Politeness(manners.delaySeconds),
    redirects: manners.limits.redirects,
    spendRequest: () => undefined,
    rulesOf: null,
    signal: manners.signal,
  };
  const rulesOf = async (origin: string): Promise<RobotsRules> => {
    const answer = await visit({ url: `${origin}/robots.txt`, form: null, known: null }, gate);
    return answer.bytes ? readRobots(origin, answer.bytes) : rulesWithout(origin, answer);
  };
  try {
    return await visit({ url, form: null, known: null }, { ...gate, rulesOf });
  } finally {
    await connections.close();
  }
}
