import type { PlannedReport } from './planned-reports.ts';
import type { SampleProvince } from './server.ts';
import { type ReportTruth, truthOf } from './truth.ts';

/** What a harvest of the sample province must make of one planned report. */
export interface HarvestTruth {
  readonly portalId: string;
  /** `found` is filed with its cells; the others are leads that gave no report. */
  readonly outcome: 'found' | 'gone' | 'refused_by_robots' | 'unreadable';
  /** Where the list of the portal points: a page or a file. */
  readonly url: string;
  /** Where the tables stand; the same figures stand in both where it is `both`. */
  readonly tablesIn: 'page' | 'attachment' | 'both' | 'nowhere';
  readonly truth: ReportTruth;
}

const OUTCOMES: Readonly<Record<PlannedReport['delivery'], Pick<HarvestTruth, 'outcome' | 'tablesIn'>>> = {
  page: { outcome: 'found', tablesIn: 'page' },
  'page and pdf': { outcome: 'found', tablesIn: 'both' },
  'tables in pdf': { outcome: 'found', tablesIn: 'attachment' },
  pdf: { outcome: 'found', tablesIn: 'attachment' },
  word: { outcome: 'unreadable', tablesIn: 'nowhere' },
  missing: { outcome: 'gone', tablesIn: 'nowhere' },
  forbidden: { outcome: 'refused_by_robots', tablesIn: 'nowhere' },
};

/** Every planned report with what must become of it, in the order of the portals. */
export function expectedHarvest(province: SampleProvince): readonly HarvestTruth[] {
  return [...province.reportUrls].map(([report, url]) => ({
    portalId: `sample-${report.county.id}`,
    ...OUTCOMES[report.delivery],
    url,
    truth: truthOf(report.content),
  }));
}
