import robotsParser from 'robots-parser';
import type { FetchOutcome } from '../../storage/records.ts';
import { productName } from './user-agent.ts';

/** The package's types declare a default export that its CommonJS module does not have: the module is the function. */
const parseRobots = robotsParser as unknown as typeof robotsParser.default;

/** What a server's robots.txt says to this crawler. */
export interface RobotsRules {
  /** May this address of the server be asked for? */
  allows(url: URL): boolean;
  /** Seconds the server wants between two requests; 0 where it says nothing. */
  readonly crawlDelaySeconds: number;
  /** Why nothing may be asked for; null where the rules could be read, or there are none. */
  readonly closed: Closure | null;
}

/** Why nothing of a server may be asked for, and how its addresses are recorded. */
export interface Closure {
  readonly outcome: FetchOutcome;
  readonly detail: string;
}

/** No rules: everything may be asked for. */
export const openRules: RobotsRules = { allows: () => true, crawlDelaySeconds: 0, closed: null };

/** RFC 9309 asks to read at least 500 KiB; what comes after is ignored. */
const READ_BYTES = 512 * 1024;

/** Rules of a server whose robots.txt could not be had: nothing may be asked for (RFC 9309, 2.3.1.4). */
export function closedRules(closed: Closure): RobotsRules {
  return { allows: () => false, crawlDelaySeconds: 0, closed };
}

/** Reads the robots.txt of `origin`, for this crawler's own product name. */
export function readRobots(origin: string, bytes: Uint8Array): RobotsRules {
  const text = new TextDecoder('utf-8').decode(bytes.subarray(0, READ_BYTES));
  const robots = parseRobots(`${origin}/robots.txt`, text);
  const delay = robots.getCrawlDelay(productName);
  return {
    allows: (url) => robots.isAllowed(url.href, productName) ?? true,
    crawlDelaySeconds: delay !== undefined && Number.isFinite(delay) && delay > 0 ? delay : 0,
    closed: null,
  };
}
