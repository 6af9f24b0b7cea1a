import { checkAgainstYearBefore, checkCountyAgainstBodies } from '../check/across-years.ts';
import type { Corpus } from '../../storage/corpus.ts';
import {
  bodiesOfDivision,
  divisionsTouched,
  replaceFindingsAcross,
  type BodyAcross,
} from '../../storage/reports-across.ts';
import type { Finding } from '../extract/report.ts';

interface FindingOnReport {
  readonly reportId: number;
  readonly finding: Finding;
}

/**
 * Checks what must hold between the reports of the divisions one of whose reports was met since a time (UTC ISO-8601), or of all where
 * null: each year against the one before (F1-F4), each county against its bodies (G1). What was found before gives way.
 */
export function checkAcrossReports(corpus: Corpus, since: string | null): void {
  for (const division of divisionsTouched(corpus, since)) {
    const bodies = bodiesOfDivision(corpus, division);
    const findings = [...bodies.flatMap(againstYearsBefore), ...(division === null ? [] : againstBodies(bodies))];
    replaceFindingsAcross(corpus, division, findings);
  }
}

function againstYearsBefore({ reports }: BodyAcross): FindingOnReport[] {
  return reports.flatMap((report) => {
    const before = reports.find(({ fiscalYear }) => fiscalYear === report.fiscalYear - 1);
    if (before === undefined) return [];
    return checkAgainstYearBefore(report, before).map((finding) => ({ reportId: report.reportId, finding }));
  });
}

function againstBodies(bodies: readonly BodyAcross[]): FindingOnReport[] {
  const below = bodies.filter(({ level }) => level === 'department' || level === 'township');
  return bodies
    .filter(({ level }) => level === 'county')
    .flatMap(({ reports }) =>
      reports.flatMap((report) => {
        const parts = below.flatMap(({ name, reports: all }) =>
          all.filter(({ fiscalYear }) => fiscalYear === report.fiscalYear).map((part) => ({ name, report: part })),
        );
        return checkCountyAgainstBodies(report, parts).map((finding) => ({ reportId: report.reportId, finding }));
      }),
    );
}
