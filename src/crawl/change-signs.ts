import type { KnownOriginal } from '../../storage/fetches.ts';
import type { Visit } from './visit.ts';

/**
 * What a server is asked to compare with, given what it was last known by. An ETag is believed. A date is believed every other time: some
 * servers keep it while figures change, so that what was unchanged by its date alone is fetched whole at the next visit.
 */
export function doubted(known: KnownOriginal): KnownOriginal {
  return known.unchangedBy === 'date' || known.unchangedBy === 'length' ? { ...known, lastModified: null } : known;
}

/**
 * Is the length all that a server tells of the state of an address? It is a weaker sign still, and believed every other time as well.
 * Not so where the last answer came from elsewhere, after a redirect.
 */
export function isKnownByLength(
  { etag, lastModified, statedLength, unchangedBy, finalUrl }: KnownOriginal,
  url: string,
): boolean {
  return etag === null && lastModified === null && statedLength !== null && unchangedBy === null && finalUrl === url;
}

/** Does an answer to HEAD state the length, in the packing, that the known original came with? */
export function hasSameLength({ statedLength, packing }: KnownOriginal, { status, outcome, headers }: Visit): boolean {
  if (status !== 200 || outcome !== 'ok' || headers === null) return false;
  return Number(headers['content-length'] ?? NaN) === statedLength && (headers['content-encoding'] ?? null) === packing;
}
