import { earlierHarvest, missingReports } from '../../storage/expectations.ts';
import type { MissingReport } from '../../storage/expectations.ts';
import type { CrawlWorld } from './crawl-world.ts';
import { portalFinding } from './portal-finding.ts';

/** Neighbours that must have published before their example counts. */
const FEWEST_NEIGHBOURS = 3;

/**
 * Says where a portal gave less than its own past lets one expect. To be called when the portal is done with, having been searched to
 * its end, and before its lists are filed.
 */
export function expectAsBefore(world: CrawlWorld, portalId: string): void {
  const { corpus, frontier, runId } = world;
  const before = earlierHarvest(corpus, runId, portalId);
  const actual = frontier.listReadings(runId, portalId).reduce((sum, { reports }) => sum + reports, 0);
  if (before === undefined || actual >= before.reports) return;
  const message = `${before.reports} reports were listed here on ${before.startedAt.slice(0, 10)} (run ${before.runId}), and ${actual} now: some were taken away or moved, or their list has changed`;
  corpus.recordPortalFinding({
    portalId,
    finding: portalFinding('portal.fewer_reports', portalId, message, { expected: before.reports, actual }),
  });
}

/**
 * Says of which portals the government's latest report is missing although most of its neighbours, of the same province and rank,
 * have published theirs, or it is past due and there was one in each of the years before. To be called when all portals are done
 * with.
 */
export function expectLikeNeighbours(world: CrawlWorld, portalIds: readonly string[]): void {
  const { corpus, years } = world;
  const today = corpus.timestamp().slice(0, 10);
  const year = Number(today.slice(0, 4)) - 1;
  if (years !== null && (year < years.from || year > years.to)) return;
  const isPastDue = today.slice(5) > '03-31';
  for (const missing of missingReports(corpus, portalIds, year)) {
    const reason = reasonToExpect(missing, year, isPastDue);
    if (reason === null) continue;
    const { portalId, name } = missing;
    const message = `${name}: no report of ${year} was found, ${reason}`;
    corpus.recordPortalFinding({
      portalId,
      finding: portalFinding('portal.overdue', portalId, message),
    });
  }
}

function reasonToExpect(
  { neighbours, published, publishedBy, wasRegular }: MissingReport,
  year: number,
  isPastDue: boolean,
): string | null {
  if (published >= FEWEST_NEIGHBOURS && published * 2 >= neighbours) {
    const by = publishedBy === null ? '' : ` by ${publishedBy}`;
    return `though ${published} of ${neighbours} portals of the same province and rank had theirs${by}`;
  }
  if (!isPastDue || !wasRegular) return null;
  return `though it was due by ${year + 1}-03-31 and the two years before have one`;
}
