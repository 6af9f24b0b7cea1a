import { isCutShort } from '../../storage/list-readings.ts';
import type { CrawlWorld } from './crawl-world.ts';
import { expectAsBefore } from './expectations.ts';
import { portalFinding } from './portal-finding.ts';

/** What is said of a portal without casting doubt on what its lists lack. */
const HARMLESS: ReadonlySet<string> = new Set([
  'portal.empty_column',
  'portal.no_reports',
  'portal.list_cut_short',
  'portal.fewer_reports',
  'portal.overdue',
]);

/**
 * Holds what was read of a portal's lists against what they say of themselves and what they listed before, and files them. To be called when the portal is
 * done with, inside the transaction that closes it.
 * @param stopped why the portal was given up; null where all was visited
 */
export function fileLists(world: CrawlWorld, portalId: string, stopped: string | null): void {
  const { corpus, frontier, runId, years } = world;
  // A visit to what is due reads no list as a whole: what the last full reading showed stands.
  if (world.revisit === 'due') return;
  if (stopped === null) expectAsBefore(world, portalId);
  const readings = frontier.listReadings(runId, portalId);
  for (const reading of stopped === null ? readings.filter(isCutShort) : []) {
    const { url, rows, pages, declaredRows, declaredPages } = reading;
    const compared =
      declaredRows === null
        ? { expected: declaredPages ?? 0, actual: pages, unit: 'pages' }
        : { expected: declaredRows, actual: rows, unit: 'rows' };
    const message = `The list ${url} says that it has ${compared.expected} ${compared.unit}, and ${compared.actual} were seen: reports may be missing`;
    corpus.recordPortalFinding({
      portalId,
      finding: portalFinding('portal.list_cut_short', url, message, compared),
    });
  }
  const unread = frontier.notices(portalId).find(({ rule }) => !HARMLESS.has(rule));
  frontier.fileListReadings(runId, portalId, {
    at: corpus.timestamp(),
    doubt: stopped ?? unread?.message ?? null,
    years,
  });
}
