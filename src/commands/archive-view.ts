import type { ExtractedReport } from '../extract/report.ts';
import type { Sha256 } from '../original/sha256.ts';
import type { SourcesOutcome } from './report-sources.ts';

/** One file of an archive, and what it is. */
export interface MemberView {
  readonly url: string;
  readonly sha256: Sha256;
  /** Of a report: whose it is, and of which year. */
  readonly organization?: string;
  readonly year?: number;
  /** Of anything else: why it is no report, or cannot be read. */
  readonly reason?: string;
}

/** The reports found among sources, the first one first. */
export function reportsIn(outcome: SourcesOutcome): ExtractedReport[] {
  return outcome.kind === 'report' ? [outcome.report, ...outcome.others].map(({ report }) => report) : [];
}

/** What the files of an archive are, in order of their names. */
export function membersOf(outcome: SourcesOutcome): MemberView[] {
  const found = outcome.kind === 'report' ? [outcome.report, ...outcome.others] : [];
  const reports = found.flatMap(({ report, sources }) =>
    sources
      .filter((source) => source.archive !== undefined && !sources.some(({ archive }) => archive === source))
      .map(({ url, sha256 }) => ({ url, sha256, organization: report.organization.name, year: report.fiscalYear })),
  );
  const others = outcome.misses
    .filter(({ source }) => source.archive !== undefined)
    .map(({ source: { url, sha256 }, reason }) => ({ url, sha256, reason }));
  return [...reports, ...others].sort((a, b) => (a.url < b.url ? -1 : 1));
}

/** The files of an archive for a terminal. */
export function memberLines(members: readonly MemberView[], archive: string): string[] {
  const lines = members.map(({ url, organization, year, reason }) => {
    const what = organization === undefined ? (reason ?? '') : `report of ${organization} for ${year ?? ''}`;
    return `  ${url.slice(archive.length + 2)}: ${what}`;
  });
  const reports = members.filter(({ organization }) => organization !== undefined).length;
  return [`An archive of ${members.length} documents, ${reports} of them reports:`, ...lines];
}
