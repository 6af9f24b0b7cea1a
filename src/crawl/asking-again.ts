import { setTimeout as sleep } from 'node:timers/promises';
import { serverKey } from './address.ts';
import type { CrawlWorld } from './crawl-world.ts';
import { recordVisit } from './ledger.ts';
import type { HeldOriginal, Ledger } from './ledger.ts';
import { backOffMs } from './retry.ts';
import { visit } from './visit.ts';
import type { Visit, VisitGate, VisitTarget } from './visit.ts';

/** What a request outside the queue of a portal goes through and is written down by. */
interface Asking {
  readonly world: CrawlWorld;
  readonly portalId: string;
  readonly ledger: Ledger;
  readonly gate: VisitGate;
  /** Requests made to the portal so far. */
  readonly requests: () => number;
}

/**
 * Asks at once, again after a while where that may help, and writes each answer down. Resolves with the last answer and what it gave.
 * Throws what `visit` throws, and the signal's reason.
 */
export async function askAgain(
  { world, portalId, ledger, gate, requests }: Asking,
  target: VisitTarget,
): Promise<{ readonly answer: Visit; readonly held: HeldOriginal | null }> {
  const { politeness, retryPolicy, signal } = world;
  for (let attempts = 1; ; attempts++) {
    const answer = await visit(target, gate);
    const { record, held } = await recordVisit(world, portalId, target, answer);
    await ledger.write({
      records: [record],
      originals: answer.outcome === 'ok' && held !== null ? [held] : [],
      visited: null,
      found: [],
      findings: [],
      requests: requests(),
    });
    const wait = answer.retryAfterMs ?? backOffMs(retryPolicy, attempts);
    const isLast = !answer.passing || attempts > retryPolicy.retries || wait > retryPolicy.longestWaitSeconds * 1000;
    if (held !== null || isLast) return { answer, held };
    politeness.pause(serverKey(new URL(answer.finalUrl)), wait);
    await sleep(wait, undefined, { signal }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw error;
    });
  }
}
