import type { ExtractedReport, Finding } from '../src/extract/report.ts';
import type { Sha256 } from '../src/original/sha256.ts';

/** How a fetch ended, as stored in `fetches.outcome`. */
export type FetchOutcome =
  | 'ok'
  | 'unchanged'
  | 'gone'
  | 'blocked'
  | 'refused_by_robots'
  | 'too_large'
  | 'truncated'
  | 'timeout'
  | 'error'
  | 'not_allowed';

export type SourceRole = 'page' | 'attachment' | 'image' | 'frame';

/** One original a report was read from. `url` is the final URL of the document itself. */
export interface SourceRecord {
  readonly url: string;
  readonly sha256: Sha256;
  readonly role: SourceRole;
}

/** A report ready to be filed: what was extracted, and from which originals. */
export interface ReportRecord {
  readonly report: ExtractedReport;
  readonly portalId: string | null;
  readonly pageUrl: string;
  readonly sources: readonly SourceRecord[];
  /** The source whose tables the cells were read from. */
  readonly cellSource: SourceRecord;
  readonly extractorVersion: string;
}

/** Why a lead or an ingested file gave no report. */
export type LeadOutcome = 'blocked' | 'unreachable' | 'unreadable' | 'gone' | 'not_a_report';

/** A lead that gave no report: it shows in `coverage` with the fetch that proves it. */
export interface FailedLeadRecord {
  readonly portalId: string | null;
  readonly url: string;
  readonly title: string;
  readonly organization: ExtractedReport['organization'] | null;
  readonly fiscalYear: number | null;
  readonly outcome: LeadOutcome;
  readonly detail: string;
  /** The original that stands there, where it was kept: a later extractor may read it. */
  readonly sha256?: Sha256 | null;
}

/** A finding about a portal as a whole, such as a column that lists nothing. */
export interface PortalFindingRecord {
  readonly portalId: string;
  readonly finding: Finding;
}
