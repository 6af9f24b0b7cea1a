import type { FetchOutcome } from '../../storage/records.ts';

/** How often and how soon a request that failed for a passing reason is made again. */
export interface RetryPolicy {
  /** Tries after the first. */
  readonly retries: number;
  /** Wait before the first retry, in seconds; doubles with each. */
  readonly firstWaitSeconds: number;
  /** A host that asks for a longer wait than this is left alone for the rest of the run, in seconds. */
  readonly longestWaitSeconds: number;
}

export const defaultRetryPolicy: RetryPolicy = { retries: 3, firstWaitSeconds: 2, longestWaitSeconds: 600 };

/** Each of these may have cost the portal as long as a request may take. */
const COSTLY: ReadonlySet<FetchOutcome> = new Set(['timeout', 'truncated']);

/** Tries after the first where a request ended so: what dripped or broke off is asked for once more, and no oftener. */
export function retriesAfter({ retries }: RetryPolicy, outcome: FetchOutcome): number {
  return COSTLY.has(outcome) ? Math.min(1, retries) : retries;
}

/**
 * Milliseconds to wait before the next try: exponential, spread over half to one and a half times, so that portals on one
 * server do not come back together.
 * @param attempts tries made so far, at least 1
 * @param random a number in [0, 1)
 */
export function backOffMs(policy: RetryPolicy, attempts: number, random: number = Math.random()): number {
  const wait = policy.firstWaitSeconds * 1000 * 2 ** (attempts - 1) * (0.5 + random);
  return Math.min(wait, policy.longestWaitSeconds * 1000);
}

/**
 * Reads a Retry-After header (RFC 9110, 10.2.3): whole seconds or an HTTP date. Returns milliseconds from `now`, never
 * negative; null where it is absent or neither.
 */
export function readRetryAfter(header: string | undefined, now: number = Date.now()): number | null {
  const text = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  if (!/[A-Za-z]{3}/.test(text)) return null;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/**
 * Until when a try that an earlier part of the run put off is still to wait, in milliseconds since 1970; 0 where it need not. Never longer
 * than a run may wait: the clock may have been set back since.
 * @param notBefore UTC, ISO-8601, or null
 */
export function heldUntil(policy: RetryPolicy, notBefore: string | null, now: number = Date.now()): number {
  return notBefore === null ? 0 : Math.min(Date.parse(notBefore), now + policy.longestWaitSeconds * 1000);
}
